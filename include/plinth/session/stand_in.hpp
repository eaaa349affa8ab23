// SPDX-License-Identifier: MIT
#pragma once

// Values that stand in for unique ones for a moment, while two rows exchange theirs.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <plinth/core/cell.hpp>
#include <plinth/model/node.hpp>

namespace plinth::detail {

/// Which of the columns can be put aside: one that may be NULL, else one of a type for which a value can be made up
/// that no row has. Nothing where there is none.
[[nodiscard]] std::optional<std::size_t> column_to_put_aside(const model::model_info& m,
                                                             std::span<const std::uint16_t> columns);

/// NULL where the column may be; else a value at random, of the column's type and length.
[[nodiscard]] cell stand_in_for(const model::column_info& column, scratch& keep);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/stand_in.hpp>
#endif
