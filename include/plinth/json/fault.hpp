// SPDX-License-Identifier: MIT
#pragma once

// What can be wrong with JSON text. A fault of syntax ends the reading and is thrown; a fault of one value is returned,
// so that the layer above can collect the faults of many fields and go on.

#include <cstddef>
#include <source_location>
#include <string>
#include <string_view>

#include <plinth/core/error.hpp>

namespace plinth::json {

/// What a JSON value can be.
enum class value_kind : unsigned char { null, boolean, number, string, array, object };

/// The word for it in messages: "null", "boolean", "number", "string", "array" or "object".
[[nodiscard]] constexpr std::string_view name(value_kind kind) noexcept {
  constexpr std::string_view names[] = {"null", "boolean", "number", "string", "array", "object"};
  return names[static_cast<std::size_t>(kind)];
}

/// Why a value of sound syntax is not the value that was asked for. The enumerators are the numbers of docs/errors.md.
enum class value_fault : short {
  none = 0,
  wrong_kind = 4040,    ///< a string where a number was asked for, and the like
  not_integral = 4041,  ///< 1.5 where an integer was asked for
  out_of_range = 4042,  ///< an integer beyond the 64 bits that were asked for
  too_large = 4043,     ///< a number that no double or float is large enough for
};

/// The number of a fault, as in docs/errors.md; 0 for none.
[[nodiscard]] constexpr int code(value_fault fault) noexcept { return static_cast<int>(fault); }

/// What was read, or why it could not be. On a fault `value` means nothing, and the reader still stands before the
/// value in the text.
template <class T>
struct read_result {
  T value{};
  value_fault fault = value_fault::none;

  [[nodiscard]] constexpr bool ok() const noexcept { return fault == value_fault::none; }
  [[nodiscard]] constexpr explicit operator bool() const noexcept { return ok(); }
};

/// A place in a text. Lines end at '\n'; a column counts bytes, not characters.
struct text_position {
  std::size_t line = 1;
  std::size_t column = 1;
  std::size_t offset = 0;  ///< bytes before it
};

/// The place of the byte at `offset`. Walks through all the text before it: meant for error messages.
[[nodiscard]] constexpr text_position position_at(std::string_view text, std::size_t offset) noexcept {
  text_position place{.line = 1, .column = 1, .offset = offset};
  for (const char c : text.substr(0, offset)) {
    ++place.column;
    if (c == '\n') {
      ++place.line;
      place.column = 1;
    }
  }
  return place;
}

/// The text is not JSON, or beyond a limit of the reader; no more can be read from it.
class syntax_error : public error {
 public:
  syntax_error(int code, std::string_view what, text_position position, std::source_location where);

  /// Where in the text: the first byte that cannot stand there.
  [[nodiscard]] const text_position& position() const noexcept { return position_; }

 private:
  text_position position_;
};

}  // namespace plinth::json

#ifndef PLINTH_PRECOMPILED
#include <plinth/json/impl/fault.hpp>
#endif
