// SPDX-License-Identifier: MIT
#pragma once

// Numbers as JSON text: integers two digits at a time, floating-point numbers as the shortest text that reads back to
// the same value. Equal input gives equal output, on every machine and in every locale.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

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

/// Exactly `count` digits, with zeros in front where the value has fewer. Returns their end.
inline char* put_digits(char* to, std::uint64_t value, unsigned count) noexcept {
  char* const end = to + count;
  char* at = end;
  while (at - to >= 2) {
    at -= 2;
    std::memcpy(at, pairs.text + value % 100 * 2, 2);
    value /= 100;
  }
  if (at != to) *to = static_cast<char>('0' + value % 10);
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

/// Numbers of at most six decimals, such as prices and scores, without the general algorithm. Returns null for others.
///
/// If m / 10^6 rounds to the value and m has at most 15 digits, then m * 10^-6 without its zeros at the end is the
/// shortest text: no two decimal numbers of 15 digits share a double.
inline char* put_short_decimal(char* to, double value) noexcept {
  const double magnitude = value < 0 ? -value : value;
  if (!(magnitude >= 1e-4 && magnitude < 1e9)) return nullptr;
  const auto scaled = static_cast<std::uint64_t>(static_cast<std::int64_t>(magnitude * 1e6 + 0.5));
  if (static_cast<double>(static_cast<std::int64_t>(scaled)) / 1e6 != magnitude) return nullptr;

  if (value < 0) *to++ = '-';
  to = put_unsigned(to, scaled / 1'000'000);
  *to++ = '.';
  char* end = put_digits(to, scaled % 1'000'000, 6);
  while (end[-1] == '0' && end != to + 1) --end;
  return end;
}

/// The shortest text that reads back to the same value, which must be finite. It always shows a floating-point number:
/// "1.0", not "1". Plain notation from 0.0001 to below 10^15, else with an exponent, as nlohmann_json has it.
template <class Float>
char* put_floating(char* to, Float value) noexcept {
  const Float magnitude = value < 0 ? -value : value;
  if constexpr (std::is_same_v<Float, double>) {
    if (char* const end = put_short_decimal(to, value)) return end;
  }
  const bool plain = magnitude == 0 || (magnitude >= Float(1e-4) && magnitude < Float(1e15));
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  char* const end = std::to_chars(to, to + number_room, value, format).ptr;
  if (!plain || std::memchr(to, '.', static_cast<std::size_t>(end - to)) != nullptr) return end;
  std::memcpy(end, ".0", 2);
  return end + 2;
}

}  // namespace plinth::json::detail
