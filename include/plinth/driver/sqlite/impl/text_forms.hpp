// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/text_forms.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <plinth/core/inline.hpp>

namespace plinth::sqlite::detail {

PLINTH_INLINE void put_digits(char* to, int count, std::int64_t value) noexcept {
  while (count-- > 0) {
    to[count] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

/// Reads forward through a text and remembers whether something did not fit.
class scanner {
 public:
  explicit scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::int64_t digits(std::size_t count) noexcept {
    std::int64_t value = 0;
    for (; count > 0; --count) {
      if (!at_digit()) {
        fits_ = false;
        return 0;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  [[nodiscard]] bool take(char c) noexcept {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void require(bool condition) noexcept { fits_ = fits_ && condition; }
  [[nodiscard]] bool at_digit() const noexcept {
    return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
  }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] bool fits() const noexcept { return fits_; }

 private:
  std::string_view rest_;
  bool fits_ = true;
};

[[nodiscard]] PLINTH_INLINE std::int64_t scan_day(scanner& in) noexcept {
  using namespace std::chrono;
  const std::int64_t year_number = in.digits(4);
  in.require(in.take('-'));
  const std::int64_t month_number = in.digits(2);
  in.require(in.take('-'));
  const year_month_day date{year{static_cast<int>(year_number)}, month{static_cast<unsigned>(month_number)},
                            day{static_cast<unsigned>(in.digits(2))}};
  in.require(date.ok());
  return in.fits() ? sys_days{date}.time_since_epoch().count() : 0;
}

/// Zero to six digits that count; more only where they say nothing.
[[nodiscard]] PLINTH_INLINE std::int64_t scan_fraction(scanner& in) noexcept {
  if (!in.take('.')) return 0;
  in.require(in.at_digit());
  std::int64_t value = 0;
  std::int64_t unit = 100'000;
  while (in.at_digit()) {
    const std::int64_t digit = in.digits(1);
    in.require(unit > 0 || digit == 0);
    value += digit * unit;
    unit /= 10;
  }
  return value;
}

[[nodiscard]] PLINTH_INLINE std::int64_t scan_clock(scanner& in) noexcept {
  const std::int64_t hour = in.digits(2);
  in.require(in.take(':') && hour < 24);
  const std::int64_t minute = in.digits(2);
  in.require(in.take(':') && minute < 60);
  const std::int64_t second = in.digits(2);
  in.require(second < 60);
  return ((hour * 60 + minute) * 60 + second) * 1'000'000 + scan_fraction(in);
}

/// Microseconds that the clock is ahead of UTC: Z, +01:00, +0100, +01.
[[nodiscard]] PLINTH_INLINE std::int64_t scan_offset(scanner& in) noexcept {
  if (in.at_end() || in.take('Z') || in.take('z')) return 0;
  const bool behind = in.take('-');
  in.require(behind || in.take('+'));
  const std::int64_t hour = in.digits(2);
  const std::int64_t minute = in.take(':') || in.at_digit() ? in.digits(2) : 0;
  in.require(hour < 24 && minute < 60);
  const std::int64_t ahead = (hour * 60 + minute) * 60'000'000;
  return behind ? -ahead : ahead;
}

[[nodiscard]] PLINTH_INLINE int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace plinth::sqlite::detail

namespace plinth::sqlite {

PLINTH_INLINE std::string_view write_date(std::int64_t days, char* to) noexcept {
  using namespace std::chrono;
  if (days < first_day || days > last_day) return {};
  const year_month_day date{sys_days{std::chrono::days{days}}};
  detail::put_digits(to, 4, static_cast<int>(date.year()));
  detail::put_digits(to + 5, 2, static_cast<unsigned>(date.month()));
  detail::put_digits(to + 8, 2, static_cast<unsigned>(date.day()));
  to[4] = to[7] = '-';
  return {to, 10};
}

PLINTH_INLINE std::string_view write_timestamp(std::int64_t microseconds, bool utc, char* to) noexcept {
  std::int64_t days = microseconds / microseconds_per_day;
  std::int64_t rest = microseconds % microseconds_per_day;
  if (rest < 0) {
    rest += microseconds_per_day;
    --days;
  }
  if (write_date(days, to).empty()) return {};
  to[10] = 'T';
  detail::put_digits(to + 11, 2, rest / 3'600'000'000);
  detail::put_digits(to + 14, 2, rest / 60'000'000 % 60);
  detail::put_digits(to + 17, 2, rest / 1'000'000 % 60);
  detail::put_digits(to + 20, 6, rest % 1'000'000);
  to[13] = to[16] = ':';
  to[19] = '.';
  to[26] = 'Z';
  return {to, utc ? std::size_t{27} : std::size_t{26}};
}

PLINTH_INLINE std::string_view write_uuid(const char* bytes, char* to) noexcept {
  constexpr std::string_view digits = "0123456789abcdef";
  char* at = to;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    *at++ = digits[byte >> 4];
    *at++ = digits[byte & 15];
  }
  return {to, 36};
}

PLINTH_INLINE std::optional<std::int64_t> read_date(std::string_view text) noexcept {
  detail::scanner in(text);
  const std::int64_t days = detail::scan_day(in);
  if (!in.fits() || !in.at_end()) return std::nullopt;
  return days;
}

PLINTH_INLINE std::optional<std::int64_t> read_timestamp(std::string_view text, bool utc) noexcept {
  detail::scanner in(text);
  const std::int64_t days = detail::scan_day(in);
  in.require(in.take('T') || in.take(' ') || in.take('t'));
  const std::int64_t clock = detail::scan_clock(in);
  const std::int64_t offset = utc ? detail::scan_offset(in) : 0;
  if (!in.fits() || !in.at_end()) return std::nullopt;
  return days * microseconds_per_day + clock - offset;
}

PLINTH_INLINE bool read_uuid(std::string_view text, char* to) noexcept {
  if (text.size() != 36) return false;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-') return false;
    const int high = detail::hex_digit(text[at]);
    const int low = detail::hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return false;
    to[i] = static_cast<char>(high * 16 + low);
    at += 2;
  }
  return true;
}

}  // namespace plinth::sqlite
