// SPDX-License-Identifier: MIT
#pragma once

// boost::uuids::uuid in JSON: `"8c5e2b5a-0a4f-4b7e-9d0c-1f2e3d4c5b6a"`. Read in either case and in this form only,
// written in lower case. Include this header where a schema has one; it makes uuids columns of models, too.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <plinth/model/uuid.hpp>
#include <plinth/schema/value_type.hpp>

namespace plinth::dto::detail {

/// The value of a hexadecimal digit, or 16.
[[nodiscard]] constexpr unsigned hex_value(char c) noexcept {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : 16;
}

[[nodiscard]] constexpr bool dash_at(std::size_t i) noexcept { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace plinth::dto::detail

namespace plinth {

template <>
struct json_type<boost::uuids::uuid> {
  static constexpr std::string_view format = "uuid";
  static constexpr std::string_view fault = "invalid_uuid";
  static constexpr std::string_view expected = "a uuid such as 8c5e2b5a-0a4f-4b7e-9d0c-1f2e3d4c5b6a";

  static bool from_text(std::string_view text, boost::uuids::uuid& out) {
    if (text.size() != 36) return false;
    auto to = out.begin();
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (dto::detail::dash_at(i)) {
        if (text[i] != '-') return false;
        continue;
      }
      const unsigned high = dto::detail::hex_value(text[i]);
      const unsigned low = dto::detail::hex_value(text[++i]);
      if (high > 15 || low > 15) return false;
      *to++ = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
  }
  static void to_json(json::writer& out, const boost::uuids::uuid& value) {
    constexpr std::string_view digits = "0123456789abcdef";
    char text[38] = {'"'};
    std::size_t at = 1;
    for (const std::uint8_t byte : value) {
      if (dto::detail::dash_at(at - 1)) text[at++] = '-';
      text[at++] = digits[byte / 16];
      text[at++] = digits[byte % 16];
    }
    text[at] = '"';
    out.raw({text, sizeof text});
  }
};

}  // namespace plinth
