// SPDX-License-Identifier: MIT
#pragma once

// The shortest decimal text of a double from 0.0001 to below 10^15, which is where nearly all numbers of programs are.
//
// A double is c * 2^q, and what rounds to it lies between the middles to its two neighbours. Let 10^k be the largest
// power of ten that is no wider than this interval: then at most one multiple of 10^(k+1) lies in it, which is the
// shortest text; where there is none, the multiple of 10^k that is nearest to the double is (the idea is Raffaello
// Giulietti's, "The Schubfach way to render doubles"). In this range -20 <= k <= -1, so that 4c * 5^-k has at most 102
// bits: with integers of 128 bits nothing is rounded, and no table of powers is needed.

#include <bit>
#include <cstddef>
#include <cstdint>

#include <plinth/json/detail/put_digits.hpp>

namespace plinth::json::detail {

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 uint128;

inline constexpr bool has_shortest = true;

/// digits * 10^-places
struct decimal_number {
  std::uint64_t digits;
  unsigned places;
};

struct powers_of_five {
  std::uint64_t at[21];
};

inline constexpr powers_of_five fives = [] {
  powers_of_five result{};
  std::uint64_t power = 1;
  for (std::uint64_t& p : result.at) {
    p = power;
    power *= 5;
  }
  return result;
}();

/// Of all decimal numbers that round to the double the one with the fewest digits; of several the nearest.
/// `magnitude` is from 0.0001 to below 10^15.
[[nodiscard]] inline decimal_number shortest(double magnitude) noexcept {
  const auto pattern = std::bit_cast<std::uint64_t>(magnitude);
  const std::uint64_t fraction = pattern & 0xFFFFFFFFFFFFF;
  const std::uint64_t c = fraction | 0x10000000000000;
  const auto minus_q = static_cast<unsigned>(1075 - (pattern >> 52));
  const bool lowest = fraction == 0;  // the neighbour below is only half as far away

  // -k: the decimal logarithm of 2^-q, or of 4/3 * 2^-q, rounded up.
  const unsigned places = ((minus_q * 1'262'611 + (lowest ? 524'031 : 0)) >> 22) + 1;

  // The double and the ends of its interval, in quarters of 10^k. Whatever is behind the point is one bit, so that an
  // even number, as the quarters of all candidates are, is still less or greater as it was.
  const unsigned shift = minus_q - places;
  const std::uint64_t five = fives.at[places];
  const auto quarters = [&](uint128 scaled) {
    const auto whole = static_cast<std::uint64_t>(scaled >> shift);
    return whole | static_cast<std::uint64_t>((static_cast<uint128>(whole) << shift) != scaled);
  };
  const uint128 scaled = static_cast<uint128>(4 * c) * five;
  const std::uint64_t odd = c & 1;  // the ends of an odd double's interval round to its neighbours
  const std::uint64_t least = quarters(scaled - (lowest ? five : 2 * five)) + odd;
  const std::uint64_t most = quarters(scaled + 2 * five) - odd;
  const std::uint64_t value = quarters(scaled);

  const std::uint64_t floor = value / 4;
  const std::uint64_t tens = floor / 10 * 10;
  const bool ten_below = 4 * tens >= least;
  const bool ten_above = 4 * (tens + 10) <= most;
  if (ten_below || ten_above) return {ten_below ? tens : tens + 10, places};

  const bool below_fits = 4 * floor >= least;
  const bool above_fits = 4 * (floor + 1) <= most;
  const std::uint64_t middle = 4 * floor + 2;
  const bool above_is_nearer = value > middle || (value == middle && (floor & 1) != 0);
  return {floor + ((above_fits && (above_is_nearer || !below_fits)) ? 1 : 0), places};
}

/// Writes it with a point and a digit behind it, whatever it is. Returns its end.
inline char* put_shortest(char* to, double magnitude) noexcept {
  const auto [digits, places] = shortest(magnitude);
  // No text of a double that is no integer is an integer, so the part in front of the point is the double's own.
  const auto whole = static_cast<std::uint64_t>(static_cast<std::int64_t>(magnitude));
  std::uint64_t unit = fives.at[places];
  unit <<= places;  // 10^places; for more than 19 places anything, since there is no whole then
  to = put_unsigned(to, whole);
  *to++ = '.';
  char* end = put_digits(to, digits - whole * unit, places);
  while (end[-1] == '0' && end != to + 1) --end;
  return end;
}
#else
inline constexpr bool has_shortest = false;
inline char* put_shortest(char*, double) noexcept { return nullptr; }
#endif

}  // namespace plinth::json::detail
