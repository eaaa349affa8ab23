// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/bytes.hpp>

#include <array>
#include <cstdint>
#include <string>

#include <plinth/core/inline.hpp>
#include <plinth/json/writer.hpp>

namespace plinth {

namespace dto::detail {

inline constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

inline constexpr auto base64_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(64);
  for (std::size_t i = 0; i < base64_digits.size(); ++i)
    values[static_cast<unsigned char>(base64_digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}();

[[nodiscard]] inline std::string base64(const std::vector<std::byte>& bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = (group << 8) | (i + k < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += i + k > bytes.size() ? '=' : base64_digits[group >> (18 - 6 * k) & 63];
  }
  return text;
}

/// False if the text is no base64; `out` is then of no use.
[[nodiscard]] inline bool from_base64(std::string_view text, std::vector<std::byte>& out) {
  if (text.size() % 4 != 0) return false;
  out.clear();
  out.reserve(text.size() / 4 * 3);
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::uint32_t group = 0;
  const std::size_t digits = text.size() - padding;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::uint8_t value = base64_values[static_cast<unsigned char>(text[i])];
    if (value == 64) return false;
    group = (group << 6) | value;
    if (i % 4 == 0) continue;
    const std::size_t shift = 6 - 2 * (i % 4);
    out.push_back(static_cast<std::byte>(group >> shift & 0xFF));
  }
  const std::uint32_t unused = padding == 2 ? 15 : padding == 1 ? 3 : 0;  // bits that no byte has
  return (group & unused) == 0;
}

}  // namespace dto::detail

PLINTH_INLINE bool json_type<std::vector<std::byte>>::from_text(std::string_view text, std::vector<std::byte>& out) {
  return dto::detail::from_base64(text, out);
}

PLINTH_INLINE void json_type<std::vector<std::byte>>::to_json(json::writer& out, const std::vector<std::byte>& value) {
  out.string(dto::detail::base64(value));
}

}  // namespace plinth
