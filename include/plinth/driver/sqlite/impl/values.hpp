// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/values.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/sqlite/text_forms.hpp>

namespace plinth::sqlite::detail {

[[nodiscard]] PLINTH_INLINE std::string_view name_of(kind k) noexcept {
  constexpr std::string_view names[] = {"NULL",   "a boolean", "an integer", "a real number",
                                        "text",   "a blob",    "an instant", "a wall clock's time",
                                        "a date", "a uuid",    "JSON",       "a decimal"};
  return names[static_cast<std::size_t>(k)];
}

[[nodiscard]] PLINTH_INLINE std::string_view name_of_stored(int type) noexcept {
  switch (type) {
    case SQLITE_INTEGER: return "an integer";
    case SQLITE_FLOAT: return "a real number";
    case SQLITE_TEXT: return "text";
    case SQLITE_BLOB: return "a blob";
    default: return "NULL";
  }
}

/// The stored value is not what the column is read as. Its value is not part of the message.
[[noreturn]] PLINTH_INLINE void refuse_stored(int type, kind expected, int column, std::string_view why) {
  throw value_error(2301, joined({"column ", std::to_string(column + 1), " of the result holds ", name_of_stored(type),
                                  ", which cannot be read as ", name_of(expected), why}));
}

[[nodiscard]] PLINTH_INLINE cell text_cell(sqlite3_value* value, kind k) noexcept {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return cell::of_bytes({text, static_cast<std::size_t>(sqlite3_value_bytes(value))}, k);
}

[[nodiscard]] PLINTH_INLINE cell blob_cell(sqlite3_value* value) noexcept {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
  if (bytes == nullptr) bytes = "";  // how SQLite gives an empty blob
  return cell::of_bytes({bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))}, kind::blob);
}

[[nodiscard]] PLINTH_INLINE cell read_as_stored(sqlite3_value* value, int type) noexcept {
  switch (type) {
    case SQLITE_INTEGER: return cell::of_integer(sqlite3_value_int64(value));
    case SQLITE_FLOAT: return cell::of_real(sqlite3_value_double(value));
    case SQLITE_TEXT: return text_cell(value, kind::text);
    case SQLITE_BLOB: return blob_cell(value);
    default: return {};
  }
}

inline constexpr double beyond_integers = 9'223'372'036'854'775'808.0;

[[nodiscard]] PLINTH_INLINE cell read_integer(sqlite3_value* value, int type, int column) {
  if (type == SQLITE_INTEGER) return cell::of_integer(sqlite3_value_int64(value));
  if (type != SQLITE_FLOAT) refuse_stored(type, kind::integer, column, "");
  const double real = sqlite3_value_double(value);
  const bool in_range = real >= -beyond_integers && real < beyond_integers;
  const std::int64_t integer = in_range ? static_cast<std::int64_t>(real) : 0;
  if (!in_range || static_cast<double>(integer) != real)
    refuse_stored(type, kind::integer, column, ": it has a fraction or is out of range");
  return cell::of_integer(integer);
}

[[nodiscard]] PLINTH_INLINE cell read_real(sqlite3_value* value, int type, int column) {
  if (type == SQLITE_FLOAT) return cell::of_real(sqlite3_value_double(value));
  if (type != SQLITE_INTEGER) refuse_stored(type, kind::real, column, "");
  const std::int64_t integer = sqlite3_value_int64(value);
  const auto real = static_cast<double>(integer);
  if (real >= beyond_integers || static_cast<std::int64_t>(real) != integer)
    refuse_stored(type, kind::real, column, " exactly");
  return cell::of_real(real);
}

[[nodiscard]] PLINTH_INLINE cell read_time(sqlite3_value* value, int type, kind expected, int column) {
  if (type != SQLITE_TEXT) refuse_stored(type, expected, column, ": plinth stores it as text, like 2024-05-01");
  const std::string_view text = text_cell(value, kind::text).bytes();
  const auto number = expected == kind::date ? read_date(text) : read_timestamp(text, expected == kind::timestamp);
  if (!number)
    refuse_stored(type, expected, column,
                  expected == kind::date              ? ": it is not of the form 2024-05-01"
                  : expected == kind::local_timestamp ? ": it is not of the form 2024-05-01T12:30:00.000000"
                                                      : ": it is not of the form 2024-05-01T12:30:00.000000Z");
  return cell::of_integer(*number, expected);
}

/// `room` has space for sixteen bytes and stays with the row.
[[nodiscard]] PLINTH_INLINE cell read_uuid(sqlite3_value* value, int type, int column, char* room) {
  if (type == SQLITE_BLOB && sqlite3_value_bytes(value) == 16)
    return cell::of_bytes({static_cast<const char*>(sqlite3_value_blob(value)), 16}, kind::uuid);
  if (type != SQLITE_TEXT || !sqlite::read_uuid(text_cell(value, kind::text).bytes(), room))
    refuse_stored(type, kind::uuid, column, ": it is not of the form 01234567-89ab-cdef-0123-456789abcdef");
  return cell::of_bytes({room, 16}, kind::uuid);
}

PLINTH_INLINE cell read_converted(sqlite3_value* value, int type, kind expected, int column, char* room) {
  switch (expected) {
    case kind::integer: return read_integer(value, type, column);
    case kind::text:
    case kind::json:
      if (type != SQLITE_TEXT) refuse_stored(type, expected, column, "");
      return text_cell(value, expected);
    case kind::real: return read_real(value, type, column);
    case kind::boolean: {
      const std::int64_t number = type == SQLITE_INTEGER ? sqlite3_value_int64(value) : 2;
      if (number != 0 && number != 1) refuse_stored(type, expected, column, ": only the integers 0 and 1 are");
      return cell::of_integer(number, expected);
    }
    case kind::blob:
      if (type != SQLITE_BLOB) refuse_stored(type, expected, column, "");
      return blob_cell(value);
    case kind::timestamp:
    case kind::local_timestamp:
    case kind::date: return read_time(value, type, expected, column);
    case kind::uuid: return read_uuid(value, type, column, room);
    case kind::decimal: {
      if (type != SQLITE_INTEGER) refuse_stored(type, expected, column, ": plinth stores it as a scaled integer");
      cell result = cell::of_integer(sqlite3_value_int64(value), expected);
      result.scale = cell::declared_scale;
      return result;
    }
    case kind::null: break;
  }
  return read_as_stored(value, type);
}

[[nodiscard]] PLINTH_INLINE std::string_view write_form(const cell& value, char* room) {
  const std::string_view text = value.kind == kind::uuid ? write_uuid(value.data, room)
                                : value.kind == kind::date
                                    ? write_date(value.integer, room)
                                    : write_timestamp(value.integer, value.kind == kind::timestamp, room);
  if (text.empty())
    throw value_error(2302, joined({name_of(value.kind), " outside the years 0000 to 9999 cannot be stored"}));
  return text;
}

[[nodiscard]] PLINTH_INLINE int bind_text(sqlite3_stmt* statement, int position, std::string_view text) {
  const char* bytes = text.data() != nullptr ? text.data() : "";  // a null pointer would be NULL
  return sqlite3_bind_text64(statement, position, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

[[noreturn]] PLINTH_INLINE void refuse_nan(int position) {
  throw value_error(2303, joined({"value ", std::to_string(position),
                                  " is not a number, which SQLite would store as "
                                  "NULL; store NULL itself where that is meant"}));
}

PLINTH_INLINE int bind(sqlite3_stmt* statement, int position, const cell& value, char* room) {
  switch (value.kind) {
    case kind::null: return sqlite3_bind_null(statement, position);
    case kind::boolean:
    case kind::integer:
    case kind::decimal: return sqlite3_bind_int64(statement, position, value.integer);
    case kind::real:
      if (value.real != value.real) refuse_nan(position);
      return sqlite3_bind_double(statement, position, value.real);
    case kind::text:
    case kind::json: return bind_text(statement, position, value.bytes());
    case kind::blob:
      return sqlite3_bind_blob64(statement, position, value.data != nullptr ? value.data : "", value.size,
                                 SQLITE_STATIC);
    default: return bind_text(statement, position, write_form(value, room));
  }
}

}  // namespace plinth::sqlite::detail
