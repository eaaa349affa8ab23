// SPDX-License-Identifier: MIT
#pragma once

// The models as a diagram: entities, their columns, and which points to which.

#include <span>
#include <string>

#include <plinth/catalog/table.hpp>

namespace plinth::migrate {

/// For Mermaid (`erDiagram`), which many Markdown viewers draw.
[[nodiscard]] std::string as_mermaid(std::span<const catalog::table* const> tables);

/// For Graphviz: `dot -Tsvg`.
[[nodiscard]] std::string as_dot(std::span<const catalog::table* const> tables);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/erd.hpp>
#endif
