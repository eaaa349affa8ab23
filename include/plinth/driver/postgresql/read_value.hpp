// SPDX-License-Identifier: MIT
#pragma once

// From a value in binary form to a cell. Which function reads a column is decided once for a statement, by the column's
// type on the server and the kind that is expected; each row then costs one call a cell.

#include <cstddef>
#include <cstdint>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/postgresql/types.hpp>

namespace plinth::postgresql::detail {

/// Where the value stands, for the message of an error.
struct column_place {
  int position = 0;  ///< from 1
  form stored = form::other;
  kind expected = kind::null;
};

/// Reads a value that is not NULL. The cell's bytes are those of `data`. Throws `value_error`.
using reader = cell (*)(const char* data, std::uint32_t size, const column_place& place);

/// The function that reads values of this form as this kind (`kind::null`: as they come). Where the two do not go
/// together it is one that throws: a column that is NULL in every row is of any kind.
[[nodiscard]] reader reader_for(form stored, kind expected) noexcept;

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/read_value.hpp>
#endif
