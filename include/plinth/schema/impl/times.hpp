// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/times.hpp>

#include <cstddef>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/json/detail/put_digits.hpp>
#include <plinth/json/writer.hpp>

namespace plinth {

namespace dto {

namespace detail {

class time_scanner {
 public:
  explicit time_scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] int digits(std::size_t count) {
    int value = 0;
    for (; count > 0; --count) {
      if (rest_.empty() || !is_digit(rest_.front())) {
        fits_ = false;
        return 0;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  [[nodiscard]] int part(int least, int most) {
    const int value = digits(2);
    fits_ = fits_ && value >= least && value <= most;
    return value;
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { fits_ = take(c) && fits_; }
  void require(bool condition) { fits_ = fits_ && condition; }
  [[nodiscard]] bool at_digit() const { return !rest_.empty() && is_digit(rest_.front()); }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool fits() const { return fits_; }

 private:
  std::string_view rest_;
  bool fits_ = true;
};

inline void scan_day(time_scanner& in, time_parts& out) {
  const int year = in.digits(4);
  in.expect('-');
  const int month = in.part(1, 12);
  in.expect('-');
  const int day = in.part(1, 31);
  if (!in.fits()) return;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  in.require(date.ok());
  if (in.fits()) out.day = date;
}

inline void scan_time(time_scanner& in, time_parts& out) {
  out.has_time = true;
  out.seconds = in.part(0, 23) * 3'600;
  in.expect(':');
  out.seconds += in.part(0, 59) * 60;
  in.expect(':');
  out.seconds += in.part(0, 59);
  if (in.take('.')) {
    std::int64_t unit = 100'000'000;
    in.require(in.at_digit());
    for (; in.at_digit(); unit /= 10) {
      const int digit = in.digits(1);
      in.require(unit > 0 || digit == 0);
      out.nanoseconds += digit * unit;
    }
  }
  if (in.take('Z') || in.take('z')) {
    out.has_offset = true;
    return;
  }
  const bool west = in.take('-');
  if (!west && !in.take('+')) return;
  out.has_offset = true;
  out.offset = in.part(0, 23) * 3'600;
  in.expect(':');
  out.offset += in.part(0, 59) * 60;
  if (west) out.offset = -out.offset;
}

}  // namespace detail

PLINTH_INLINE std::optional<time_parts> scan_time_text(std::string_view text) {
  detail::time_scanner in(text);
  time_parts parts;
  detail::scan_day(in, parts);
  if (in.take('T') || in.take('t') || in.take(' ')) detail::scan_time(in, parts);
  if (!in.fits() || !in.at_end()) return std::nullopt;
  return parts;
}

PLINTH_INLINE void write_time(json::writer& out, std::chrono::sys_days day, std::int64_t seconds, std::int64_t fraction,
                              int digits, std::string_view end) {
  char text[40];
  char* at = text;
  const auto put = [&](std::int64_t value, unsigned count) {
    at = json::detail::put_digits(at, static_cast<std::uint64_t>(value), count);
  };
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > 9999)
    throw value_error(4113, "a time outside of the years 0000 to 9999 cannot be written as JSON");
  *at++ = '"';
  put(year, 4);
  *at++ = '-';
  put(static_cast<unsigned>(date.month()), 2);
  *at++ = '-';
  put(static_cast<unsigned>(date.day()), 2);
  if (seconds >= 0) {
    *at++ = 'T';
    put(seconds / 3'600, 2);
    *at++ = ':';
    put(seconds / 60 % 60, 2);
    *at++ = ':';
    put(seconds % 60, 2);
    for (; fraction != 0 && fraction % 10 == 0; --digits) fraction /= 10;
    if (fraction != 0) {
      *at++ = '.';
      put(fraction, static_cast<unsigned>(digits));
    }
  }
  for (const char c : end) *at++ = c;
  *at++ = '"';
  out.raw({text, static_cast<std::size_t>(at - text)});
}

}  // namespace dto

PLINTH_INLINE bool json_type<std::chrono::year_month_day>::from_text(std::string_view text,
                                                                     std::chrono::year_month_day& out) {
  const auto parts = dto::scan_time_text(text);
  if (!parts || parts->has_time) return false;
  out = parts->day;
  return true;
}

PLINTH_INLINE void json_type<std::chrono::year_month_day>::to_json(json::writer& out,
                                                                   const std::chrono::year_month_day& value) {
  if (!value.ok()) throw value_error(4113, "a date that is not in the calendar cannot be written as JSON");
  dto::write_time(out, std::chrono::sys_days(value), -1, 0, 0, "");
}

}  // namespace plinth
