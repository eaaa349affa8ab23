// SPDX-License-Identifier: MIT
#pragma once

// One cell from and to SQLite, which knows integers, reals, texts and blobs only. What it has no type for is stored
// as text that sorts (text_forms.hpp); a boolean as 0 or 1; a decimal as an integer, scaled as its column declares. A
// table keeps all of it as it is but for the sign of a negative zero.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <sqlite3.h>

#include <plinth/core/cell.hpp>
#include <plinth/model/field_place.hpp>

namespace plinth::sqlite::detail {

/// A value of this stored type as `expected`; `room` has space for a uuid. Throws `value_error` where it is none.
[[nodiscard]] cell read_converted(sqlite3_value* value, int type, kind expected, int column, char* room);

/// Reads a value that is stored as what is expected, or is NULL; what that means is for the reader to say. False where
/// it has to be converted first, or refused. The cell is written member by member: putting one together in registers
/// costs more than reading the value.
[[nodiscard]] inline bool read_as_is(sqlite3_value* value, int type, kind expected, cell& out) noexcept {
  out.scale = 0;
  switch (type) {
    case SQLITE_INTEGER:
      if (expected != kind::integer && expected != kind::boolean) return false;
      out.integer = sqlite3_value_int64(value);
      if (expected == kind::boolean && static_cast<std::uint64_t>(out.integer) > 1) return false;
      out.kind = expected;
      return true;
    case SQLITE_TEXT:
      if (expected != kind::text) return false;
      out.data = reinterpret_cast<const char*>(sqlite3_value_text(value));
      out.size = static_cast<std::uint32_t>(sqlite3_value_bytes(value));
      out.kind = kind::text;
      return true;
    case SQLITE_FLOAT:
      if (expected != kind::real) return false;
      out.real = sqlite3_value_double(value);
      out.kind = kind::real;
      return true;
    case SQLITE_NULL: out.kind = kind::null; return true;
    default: return false;
  }
}

/// Reads a value straight into a field of a common type; false where it is stored as another one, or the field's type
/// is none of them. Inline in the loop over a row's values, where the compiler would make a call of each.
[[gnu::always_inline]] inline bool read_into(sqlite3_value* value, model::common_type common, void* field) {
  using model::common_type;
  const int type = sqlite3_value_type(value);
  switch (common) {
    case common_type::int64:
      if (type != SQLITE_INTEGER) return false;
      *static_cast<std::int64_t*>(field) = sqlite3_value_int64(value);
      return true;
    case common_type::boolean: {
      const std::int64_t number = type == SQLITE_INTEGER ? sqlite3_value_int64(value) : 2;
      if (static_cast<std::uint64_t>(number) > 1) return false;
      *static_cast<bool*>(field) = number != 0;
      return true;
    }
    case common_type::real:
      if (type != SQLITE_FLOAT) return false;
      *static_cast<double*>(field) = sqlite3_value_double(value);
      return true;
    case common_type::optional_text:
      if (type == SQLITE_NULL) {
        static_cast<std::optional<std::string>*>(field)->reset();
        return true;
      }
      [[fallthrough]];
    case common_type::text: {
      if (type != SQLITE_TEXT) return false;
      const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
      if (common == common_type::text)
        model::set_text(*static_cast<std::string*>(field), text, size);
      else
        model::set_text(*static_cast<std::optional<std::string>*>(field), text, size);
      return true;
    }
    default: return false;
  }
}

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
