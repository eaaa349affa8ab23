// SPDX-License-Identifier: MIT
#pragma once

// The strings of JSON text that are not plain ASCII: escapes and UTF-8, checked and decoded.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <plinth/json/detail/cursor.hpp>
#include <plinth/json/detail/scan.hpp>
#include <plinth/json/detail/utf8.hpp>

namespace plinth::json::detail {

/// The four hexadecimal digits at the cursor.
inline std::uint32_t take_hex4(cursor& in) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i, ++in.at) {
    const char c = in.peek();
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9')
      value = value * 16 + static_cast<std::uint32_t>(c - '0');
    else if (lower >= 'a' && lower <= 'f')
      value = value * 16 + static_cast<std::uint32_t>(lower - 'a' + 10);
    else if (in.at == in.end)
      in.fail_expected("four hexadecimal digits after \\u");
    else
      in.fail(4007, "four hexadecimal digits have to follow \\u");
  }
  return value;
}

/// The code point of a \u escape, or of two of them that are a pair of surrogates; the cursor is behind the first \u.
inline std::uint32_t take_code_point(cursor& in) {
  const auto is_low = [](std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
  const cursor escape{in.begin, in.end, in.at - 2, in.where};
  const std::uint32_t unit = take_hex4(in);
  if (unit < 0xD800 || unit >= 0xE000) return unit;
  if (is_low(unit)) escape.fail(4008, "this \\u escape is the second half of a surrogate pair without the first");
  for (const char c : std::string_view("\\u")) {
    if (in.at == in.end) in.fail_expected("the second half of a surrogate pair");
    if (*in.at != c) escape.fail(4008, "this \\u escape is the first half of a surrogate pair without the second");
    ++in.at;
  }
  const std::uint32_t low = take_hex4(in);
  if (!is_low(low)) escape.fail(4008, "this \\u escape is the first half of a surrogate pair without the second");
  return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

/// Appends the character of the escape at the cursor, which stands on the backslash.
inline void take_escape(cursor& in, std::string& text) {
  ++in.at;
  if (in.at == in.end) in.fail_expected("the rest of an escape");
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  if (*in.at == 'u') {
    ++in.at;
    char bytes[4];
    const char* const end = put_utf8(bytes, take_code_point(in));
    text.append(bytes, static_cast<std::size_t>(end - bytes));
    return;
  }
  const std::size_t which = letters.find(*in.at);
  if (which == std::string_view::npos) in.fail(4007, "a backslash has to be followed by one of \" \\ / b f n r t u");
  text += meanings[which];
  ++in.at;
}

/// The rest of a string: its content began at `start`, and the cursor stands on its first byte that is not plain.
/// Moves behind the closing quote. The result lies in the text itself, or in `scratch` if there were escapes.
inline std::string_view take_special_string(cursor& in, const char* start, std::string& scratch) {
  bool decoded = false;
  for (;; in.at = first_special(in.at, in.end)) {
    if (in.at == in.end) in.fail_expected("the '\"' that ends a string");
    const char c = *in.at;
    if (c != '"' && c != '\\') {
      if (byte_of(c) < 0x20) in.fail(4006, "a control character stands in a string; it has to be written as an escape");
      const std::size_t length = utf8_length(in.at, in.end);
      if (length == 0) in.fail(4009, "these bytes of a string are not UTF-8");
      in.at += length;
      continue;
    }
    if (c == '"' && !decoded) return {start, static_cast<std::size_t>(in.at++ - start)};
    if (!decoded) scratch.clear();
    decoded = true;
    scratch.append(start, static_cast<std::size_t>(in.at - start));
    if (c == '"') break;
    take_escape(in, scratch);
    start = in.at;
  }
  ++in.at;
  return scratch;
}

}  // namespace plinth::json::detail
