// SPDX-License-Identifier: MIT
#pragma once

// Integers as decimal text, two digits at a time.

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace plinth::json::detail {

/// Room that every number fits into: 20 digits and a sign; 17 digits, point, sign and exponent.
inline constexpr std::size_t number_room = 32;

struct digit_pairs {
  char text[200];
};

inline constexpr digit_pairs pairs = [] {
  digit_pairs result{};
  for (int i = 0; i < 100; ++i) {
    result.text[2 * i] = static_cast<char>('0' + i / 10);
    result.text[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return result;
}();

[[nodiscard]] constexpr unsigned digit_count(std::uint64_t value) noexcept {
  unsigned count = 1;
  for (; value >= 10'000; value /= 10'000) count += 4;
  return count + (value >= 10 ? 1 : 0) + (value >= 100 ? 1 : 0) + (value >= 1'000 ? 1 : 0);
}

/// The eight digits of a number below 10^8.
inline void put_eight(char* to, std::uint32_t value) noexcept {
  const std::uint32_t high = value / 10'000;
  const std::uint32_t low = value % 10'000;
  std::memcpy(to, pairs.text + high / 100 * 2, 2);
  std::memcpy(to + 2, pairs.text + high % 100 * 2, 2);
  std::memcpy(to + 4, pairs.text + low / 100 * 2, 2);
  std::memcpy(to + 6, pairs.text + low % 100 * 2, 2);
}

/// Exactly `count` digits, with zeros in front where the value has fewer. Returns their end.
inline char* put_digits(char* to, std::uint64_t value, unsigned count) noexcept {
  char* const end = to + count;
  char* at = end;
  for (; at - to >= 8; value /= 100'000'000) put_eight(at -= 8, static_cast<std::uint32_t>(value % 100'000'000));
  auto rest = static_cast<std::uint32_t>(value);
  for (; at - to >= 2; rest /= 100) std::memcpy(at -= 2, pairs.text + rest % 100 * 2, 2);
  if (at != to) *to = static_cast<char>('0' + rest % 10);
  return end;
}

inline char* put_unsigned(char* to, std::uint64_t value) noexcept { return put_digits(to, value, digit_count(value)); }

inline char* put_signed(char* to, std::int64_t value) noexcept {
  auto magnitude = static_cast<std::uint64_t>(value);
  if (value < 0) {
    *to++ = '-';
    magnitude = 0 - magnitude;
  }
  return put_unsigned(to, magnitude);
}

}  // namespace plinth::json::detail
