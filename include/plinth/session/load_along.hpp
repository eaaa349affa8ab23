// SPDX-License-Identifier: MIT
#pragma once

// Loads relationships of objects that are there, along paths.

#include <span>
#include <vector>

#include <plinth/session/load_path.hpp>
#include <plinth/session/session.hpp>

namespace plinth::detail {

/// The relationships of each path, level by level: one SELECT for each 500 owners of a level that have not loaded it.
void load_along(session_core& s, std::span<model::node* const> owners, std::span<const load_path> paths);

/// What the owners' relationship leads to, each once.
[[nodiscard]] std::vector<model::node*> targets_of(std::span<model::node* const> owners,
                                                   const model::relationship_info& r);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/load_along.hpp>
#endif
