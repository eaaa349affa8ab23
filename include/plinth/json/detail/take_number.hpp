// SPDX-License-Identifier: MIT
#pragma once

// Numbers from JSON text. The syntax is checked here, to the letter of RFC 8259, before any conversion: std::from_chars
// accepts more. Time is linear in the length of the text, however many digits there are.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <system_error>
#include <type_traits>

#include <plinth/json/detail/cursor.hpp>

namespace plinth::json::detail {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return static_cast<unsigned char>(c - '0') < 10; }

/// A number as written: (-1)^negative * digits * 10^scale, where digits come from `begin` to `end` without the point.
struct number_text {
  const char* begin = nullptr;  // at the sign, if there is one
  const char* digits = nullptr;
  const char* digits_end = nullptr;
  const char* end = nullptr;
  std::uint64_t mantissa = 0;  // of the digits; right if there are at most 19
  std::int64_t scale = 0;
  bool negative = false;
  bool has_fraction = false;

  [[nodiscard]] bool mantissa_is_exact() const noexcept { return digits_end - digits <= 19 + (has_fraction ? 1 : 0); }
  [[nodiscard]] bool is_plain_integer() const noexcept { return digits_end == end && !has_fraction; }
};

/// One or more digits at the cursor, added to the mantissa. Fails where there is none.
inline void take_digits(cursor& in, std::uint64_t& mantissa, std::string_view expected) {
  if (!is_digit(in.peek())) in.fail_expected(expected);
  const char* at = in.at;
  for (; at != in.end && is_digit(*at); ++at) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at - '0');
  in.at = at;
}

/// An exponent without its 'e'. Values too large to matter stay as large as they need to be.
inline std::int64_t take_exponent(cursor& in) {
  const bool negative = in.peek() == '-';
  if (negative || in.peek() == '+') ++in.at;
  if (!is_digit(in.peek())) in.fail_expected("a digit of the exponent");
  std::int64_t value = 0;
  constexpr std::int64_t enough = std::int64_t{1} << 56;
  for (; is_digit(in.peek()); ++in.at)
    if (value < enough) value = value * 10 + (*in.at - '0');
  return negative ? -value : value;
}

/// The number at the cursor, which moves behind it. Throws `syntax_error` unless there is one.
inline number_text take_number(cursor& in) {
  number_text text;
  text.begin = in.at;
  text.negative = in.peek() == '-';
  if (text.negative) ++in.at;

  text.digits = in.at;
  take_digits(in, text.mantissa, text.negative ? "a digit after '-'" : "a value");
  if (*text.digits == '0' && in.at - text.digits > 1) {
    in.at = text.digits + 1;
    in.fail_expected("no digit after a leading zero");
  }
  if (in.peek() == '.') {
    text.has_fraction = true;
    const char* const fraction = ++in.at;
    take_digits(in, text.mantissa, "a digit after the decimal point");
    text.scale = fraction - in.at;
  }
  text.digits_end = in.at;
  if (in.peek() == 'e' || in.peek() == 'E') {
    ++in.at;
    text.scale += take_exponent(in);
  }
  text.end = in.at;
  return text;
}

/// The integer that the number is, however it is written: 2.0, 1e3 and 100e-2 are integers, 1.5 is none. Never rounds.
inline read_result<std::uint64_t> magnitude_of(const number_text& text) noexcept {
  if (text.is_plain_integer() && text.mantissa_is_exact()) return {text.mantissa};

  const char* first = text.digits;
  while (first != text.digits_end && (*first == '0' || *first == '.')) ++first;
  if (first == text.digits_end) return {0};

  std::int64_t scale = text.scale;
  const char* last = text.digits_end;  // behind the last digit that is not 0
  for (; last[-1] == '0' || last[-1] == '.'; --last)
    if (last[-1] == '0') ++scale;
  if (scale < 0) return {0, value_fault::not_integral};

  std::uint64_t value = 0;
  const auto push = [&](std::uint64_t digit) {
    if (value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10) return false;
    value = value * 10 + digit;
    return true;
  };
  for (; first != last; ++first)
    if (*first != '.' && !push(static_cast<std::uint64_t>(*first - '0'))) return {0, value_fault::out_of_range};
  for (; scale != 0; --scale)
    if (!push(0)) return {0, value_fault::out_of_range};
  return {value};
}

template <class Integer>
read_result<Integer> integer_of(const number_text& text) noexcept {
  const auto [magnitude, fault] = magnitude_of(text);
  if (fault != value_fault::none) return {0, fault};
  const auto most = static_cast<std::uint64_t>(std::numeric_limits<Integer>::max());
  const auto least = std::is_signed_v<Integer> ? most + 1 : std::uint64_t{0};  // the magnitude of the lowest value
  if (magnitude > (text.negative ? least : most)) return {0, value_fault::out_of_range};
  return {static_cast<Integer>(text.negative ? 0 - magnitude : magnitude)};
}

/// The nearest value of the type. What is too small for it becomes zero; what is too large is a fault, not infinity.
template <class Float>
read_result<Float> floating_of(const number_text& text) noexcept {
  constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                               1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::uint64_t exact = std::uint64_t{1} << 53;
  if constexpr (std::is_same_v<Float, double>) {
    // Both operands are exact doubles, so that one operation rounds once: to the nearest.
    if (text.mantissa_is_exact() && text.mantissa <= exact && text.scale >= -22 && text.scale <= 22) {
      const auto digits = static_cast<double>(static_cast<std::int64_t>(text.mantissa));
      const double value = text.scale < 0 ? digits / powers[-text.scale] : digits * powers[text.scale];
      return {text.negative ? -value : value};
    }
  }
  Float value = 0;
  const std::errc status = std::from_chars(text.begin, text.end, value).ec;
  if (status == std::errc::result_out_of_range) {
    const char* first = text.digits;
    while (*first == '0' || *first == '.') ++first;  // there is such a digit: zero is in range
    if (text.scale + (text.digits_end - first) > 0) return {0, value_fault::too_large};
    value = text.negative ? -Float{0} : Float{0};
  }
  return {value};
}

}  // namespace plinth::json::detail
