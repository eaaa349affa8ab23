// SPDX-License-Identifier: MIT
#pragma once

// Floating-point numbers as JSON text: the shortest that reads back to the same value. Equal input gives equal output,
// on every machine and in every locale.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <plinth/json/detail/put_digits.hpp>
#include <plinth/json/detail/put_shortest.hpp>

namespace plinth::json::detail {

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
  const bool plain = magnitude == 0 || (magnitude >= Float(1e-4) && magnitude < Float(1e15));
  if constexpr (std::is_same_v<Float, double>) {
    if (char* const end = put_short_decimal(to, value)) return end;
    if (has_shortest && plain && magnitude != 0) {
      if (value < 0) *to++ = '-';
      return put_shortest(to, magnitude);
    }
  }
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  char* const end = std::to_chars(to, to + number_room, value, format).ptr;
  if (!plain || std::memchr(to, '.', static_cast<std::size_t>(end - to)) != nullptr) return end;
  std::memcpy(end, ".0", 2);
  return end + 2;
}

}  // namespace plinth::json::detail
