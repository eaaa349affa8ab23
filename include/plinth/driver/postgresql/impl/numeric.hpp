// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include <plinth/driver/postgresql/bytes.hpp>
#include <plinth/driver/postgresql/numeric.hpp>

namespace plinth::postgresql::detail {

/// The parts of a received NUMERIC. A group is four decimal digits; the one of power 0 stands before the point.
struct numeric_groups {
  static constexpr std::uint16_t negative = 0x4000;
  static constexpr std::uint16_t not_a_number = 0xC000;
  static constexpr std::uint16_t infinity = 0xD000;
  static constexpr std::uint16_t minus_infinity = 0xF000;

  explicit numeric_groups(std::string_view bytes) noexcept
      : count(load<std::uint16_t>(bytes.data())),
        weight(static_cast<std::int16_t>(load<std::uint16_t>(bytes.data() + 2))),
        sign(load<std::uint16_t>(bytes.data() + 4)),
        scale(load<std::uint16_t>(bytes.data() + 6)),
        digits(bytes.substr(8)) {}

  [[nodiscard]] bool finite() const noexcept { return sign == 0 || sign == negative; }

  /// The group of this power; 0 where none was sent.
  [[nodiscard]] unsigned at(int power) const noexcept {
    const int index = weight - power;
    if (index < 0 || index >= count) return 0;
    return load<std::uint16_t>(digits.data() + 2 * index);
  }

  int count;
  int weight;
  std::uint16_t sign;
  int scale;
  std::string_view digits;
};

inline constexpr std::array<std::uint64_t, 5> small_powers{1, 10, 100, 1'000, 10'000};

/// Multiplies and adds; false where that is more than 63 bits hold.
[[nodiscard]] PLINTH_INLINE bool append_digits(std::uint64_t& value, std::uint64_t factor,
                                               std::uint64_t more) noexcept {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value > (most - more) / factor) return false;
  value = value * factor + more;
  return true;
}

PLINTH_INLINE std::optional<scaled_number> read_numeric(std::string_view bytes) noexcept {
  const numeric_groups from(bytes);
  if (!from.finite() || from.scale > 250) return std::nullopt;
  std::uint64_t value = 0;
  for (int power = std::max(from.weight, 0); power >= 0; --power)
    if (!append_digits(value, 10'000, from.at(power))) return std::nullopt;
  int left = from.scale;
  for (int power = -1; left > 0; --power, left -= 4) {
    const auto kept = static_cast<std::size_t>(std::min(left, 4));
    if (!append_digits(value, small_powers[kept], from.at(power) / small_powers[4 - kept])) return std::nullopt;
  }
  const auto positive = static_cast<std::int64_t>(value);
  return scaled_number{from.sign == numeric_groups::negative ? -positive : positive,
                       static_cast<std::uint8_t>(from.scale)};
}

PLINTH_INLINE void append_group(std::string& to, unsigned group, std::size_t kept = 4) {
  const std::array<char, 4> digits{static_cast<char>('0' + group / 1'000), static_cast<char>('0' + group / 100 % 10),
                                   static_cast<char>('0' + group / 10 % 10), static_cast<char>('0' + group % 10)};
  to.append(digits.data(), kept);
}

PLINTH_INLINE std::string text_of_numeric(std::string_view bytes) {
  const numeric_groups from(bytes);
  if (!from.finite()) return {};
  std::string whole;
  for (int power = std::max(from.weight, 0); power >= 0; --power) append_group(whole, from.at(power));
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  std::string text = from.sign == numeric_groups::negative ? "-" : "";
  text += whole;
  if (from.scale > 0) text += '.';
  int left = from.scale;
  for (int power = -1; left > 0; --power, left -= 4)
    append_group(text, from.at(power), static_cast<std::size_t>(std::min(left, 4)));
  return text;
}

PLINTH_INLINE double read_numeric_as_real(std::string_view bytes) {
  const numeric_groups from(bytes);
  if (from.sign == numeric_groups::infinity) return std::numeric_limits<double>::infinity();
  if (from.sign == numeric_groups::minus_infinity) return -std::numeric_limits<double>::infinity();
  if (!from.finite()) return std::numeric_limits<double>::quiet_NaN();
  const std::string text = text_of_numeric(bytes);
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault == std::errc::result_out_of_range)
    return from.weight < 0 ? 0.0 : std::copysign(HUGE_VAL, from.sign == numeric_groups::negative ? -1.0 : 1.0);
  return value;
}

PLINTH_INLINE std::string_view write_numeric(scaled_number number, char* to) noexcept {
  const bool minus = number.value < 0;
  std::uint64_t rest = minus ? 0 - static_cast<std::uint64_t>(number.value) : static_cast<std::uint64_t>(number.value);
  // Groups from the last to the first; the last one is filled up with zeros behind its digits.
  std::array<std::uint16_t, 12> groups{};
  std::size_t count = 0;
  const auto in_last = static_cast<std::size_t>(number.scale % 4);
  if (in_last != 0) {
    groups[count++] = static_cast<std::uint16_t>(rest % small_powers[in_last] * small_powers[4 - in_last]);
    rest /= small_powers[in_last];
  }
  for (; rest != 0; rest /= 10'000) groups[count++] = static_cast<std::uint16_t>(rest % 10'000);
  const int behind_point = (number.scale + 3) / 4;
  store(static_cast<std::uint16_t>(count), to);
  store(static_cast<std::uint16_t>(static_cast<int>(count) - 1 - behind_point), to + 2);
  store(minus ? numeric_groups::negative : std::uint16_t{0}, to + 4);
  store(static_cast<std::uint16_t>(number.scale), to + 6);
  for (std::size_t i = 0; i < count; ++i) store(groups[count - 1 - i], to + 8 + 2 * i);
  return {to, 8 + 2 * count};
}

}  // namespace plinth::postgresql::detail
