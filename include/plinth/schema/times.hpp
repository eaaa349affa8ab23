// SPDX-License-Identifier: MIT
#pragma once

// Instants, wall clocks and dates as JSON text, after RFC 3339: `2026-02-28T13:37:00.25Z`, `2026-02-28T13:37:00`,
// `2026-02-28`. An instant is read with any offset and always written in UTC with Z; a wall clock has none. Years run
// from 0000 to 9999; a leap second (:60) is refused, for std::chrono's calendar has none.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include <plinth/schema/value_type.hpp>

namespace plinth::dto {

/// The parts of a text in one of the three forms.
struct time_parts {
  std::chrono::sys_days day{};
  std::int64_t seconds = 0;      ///< of the day
  std::int64_t nanoseconds = 0;  ///< of the second
  bool has_time = false;
  bool has_offset = false;
  std::int64_t offset = 0;  ///< seconds east of UTC
};

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

/// The parts of a date, or of a date and a time; nothing for any other text.
[[nodiscard]] inline std::optional<time_parts> scan_time_text(std::string_view text) {
  detail::time_scanner in(text);
  time_parts parts;
  detail::scan_day(in, parts);
  if (in.take('T') || in.take('t') || in.take(' ')) detail::scan_time(in, parts);
  if (!in.fits() || !in.at_end()) return std::nullopt;
  return parts;
}

/// The time of the parts, counted from 1970, in a Duration that loses no digit; false if there is none.
template <class Duration>
[[nodiscard]] bool time_since_epoch(const time_parts& parts, Duration& out) {
  using period = typename Duration::period;
  static_assert(period::num == 1 || period::den == 1, "a duration of whole fractions or multiples of a second");
  const std::int64_t seconds =
      parts.day.time_since_epoch().count() * std::int64_t{86'400} + parts.seconds - parts.offset;
  if constexpr (period::den == 1) {
    if (parts.nanoseconds != 0 || seconds % period::num != 0) return false;
    out = Duration(static_cast<typename Duration::rep>(seconds / period::num));
  } else {
    constexpr std::int64_t each = 1'000'000'000 / period::den;
    if (parts.nanoseconds % each != 0) return false;
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / period::den - 1;
    if (seconds > most || seconds < -most) return false;
    out = Duration(static_cast<typename Duration::rep>(seconds * period::den + parts.nanoseconds / each));
  }
  return true;
}

/// Writes `2026-02-28T13:37:00.25`, in quotes and with `end` behind it. `fraction` is in units of 10^-digits seconds.
inline void write_time(json::writer& out, std::chrono::sys_days day, std::int64_t seconds, std::int64_t fraction,
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

template <class Duration>
void write_time_since_epoch(json::writer& out, Duration since, std::string_view end) {
  using period = typename Duration::period;
  constexpr std::int64_t per_second = period::den;
  constexpr int digits = [] {
    int count = 0;
    for (std::int64_t unit = per_second; unit > 1; unit /= 10) ++count;
    return count;
  }();
  const auto whole = std::chrono::floor<std::chrono::seconds>(since);
  const auto days = std::chrono::floor<std::chrono::days>(whole);
  const auto rest =
      std::chrono::duration_cast<std::chrono::duration<std::int64_t, std::ratio<1, per_second>>>(since - whole);
  write_time(out, std::chrono::sys_days(days), (whole - days).count(), rest.count(), digits, end);
}

}  // namespace plinth::dto

namespace plinth {

template <class Duration>
struct json_type<std::chrono::time_point<std::chrono::system_clock, Duration>> {
  using time_point = std::chrono::time_point<std::chrono::system_clock, Duration>;
  static constexpr std::string_view format = "date-time";
  static constexpr std::string_view fault = "invalid_datetime";
  static constexpr std::string_view expected = "an instant with its offset such as 2026-02-28T13:37:00Z";

  static bool from_text(std::string_view text, time_point& out) {
    const auto parts = dto::scan_time_text(text);
    Duration since{};
    if (!parts || !parts->has_offset || !dto::time_since_epoch(*parts, since)) return false;
    out = time_point(since);
    return true;
  }
  static void to_json(json::writer& out, const time_point& value) {
    dto::write_time_since_epoch(out, value.time_since_epoch(), "Z");
  }
};

template <class Duration>
struct json_type<std::chrono::local_time<Duration>> {
  static constexpr std::string_view fault = "invalid_datetime";
  static constexpr std::string_view expected = "a wall clock's time without an offset such as 2026-02-28T13:37:00";

  static bool from_text(std::string_view text, std::chrono::local_time<Duration>& out) {
    const auto parts = dto::scan_time_text(text);
    Duration since{};
    if (!parts || !parts->has_time || parts->has_offset || !dto::time_since_epoch(*parts, since)) return false;
    out = std::chrono::local_time<Duration>(since);
    return true;
  }
  static void to_json(json::writer& out, const std::chrono::local_time<Duration>& value) {
    dto::write_time_since_epoch(out, value.time_since_epoch(), "");
  }
};

template <>
struct json_type<std::chrono::year_month_day> {
  static constexpr std::string_view format = "date";
  static constexpr std::string_view fault = "invalid_date";
  static constexpr std::string_view expected = "a date such as 2026-02-28";

  static bool from_text(std::string_view text, std::chrono::year_month_day& out) {
    const auto parts = dto::scan_time_text(text);
    if (!parts || parts->has_time) return false;
    out = parts->day;
    return true;
  }
  static void to_json(json::writer& out, const std::chrono::year_month_day& value) {
    if (!value.ok()) throw value_error(4113, "a date that is not in the calendar cannot be written as JSON");
    dto::write_time(out, std::chrono::sys_days(value), -1, 0, 0, "");
  }
};

}  // namespace plinth
