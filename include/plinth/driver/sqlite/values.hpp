// SPDX-License-Identifier: MIT
#pragma once

// One cell from and to SQLite, which knows integers, reals, texts and blobs only. What it has no type for is stored
// as text that sorts (text_forms.hpp); a boolean as 0 or 1; a decimal as an integer, scaled as its column declares. A
// table keeps all of it as it is but for the sign of a negative zero.

#include <sqlite3.h>

#include <plinth/core/cell.hpp>

namespace plinth::sqlite::detail {

/// The value of a column, as `expected`; `room` has space for a uuid. What NULL means is for the reader to say.
[[nodiscard]] cell read(sqlite3_value* value, kind expected, int column, char* room);

/// Whether `bind` needs room for the value's text.
[[nodiscard]] constexpr bool has_text_form(kind k) noexcept {
  return k == kind::timestamp || k == kind::local_timestamp || k == kind::date || k == kind::uuid;
}

/// Binds without copying: the value's bytes and `room`, where its text form goes, stay until the run is over.
[[nodiscard]] int bind(sqlite3_stmt* statement, int position, const cell& value, char* room);

}  // namespace plinth::sqlite::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/sqlite/impl/values.hpp>
#endif
