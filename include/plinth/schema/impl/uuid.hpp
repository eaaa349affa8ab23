// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/uuid.hpp>

#include <cstddef>
#include <cstdint>

#include <plinth/core/inline.hpp>
#include <plinth/json/writer.hpp>

namespace plinth {

namespace dto::detail {

/// The value of a hexadecimal digit, or 16.
[[nodiscard]] constexpr unsigned hex_value(char c) noexcept {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : 16;
}

[[nodiscard]] constexpr bool dash_at(std::size_t i) noexcept { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace dto::detail

PLINTH_INLINE bool json_type<boost::uuids::uuid>::from_text(std::string_view text, boost::uuids::uuid& out) {
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

PLINTH_INLINE void json_type<boost::uuids::uuid>::to_json(json::writer& out, const boost::uuids::uuid& value) {
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

}  // namespace plinth
