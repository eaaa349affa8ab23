// SPDX-License-Identifier: MIT
#pragma once

// Instants, wall clocks and dates as JSON text, after RFC 3339: `2026-02-28T13:37:00.25Z`, `2026-02-28T13:37:00`,
// `2026-02-28`. An instant is read with any offset and always written in UTC with Z; a wall clock has none. Years run
// from 0000 to 9999; a leap second (:60) is refused, for std::chrono's calendar has none.

#include <chrono>
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

/// The parts of a date, or of a date and a time; nothing for any other text.
[[nodiscard]] std::optional<time_parts> scan_time_text(std::string_view text);

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
void write_time(json::writer& out, std::chrono::sys_days day, std::int64_t seconds, std::int64_t fraction, int digits,
                std::string_view end);

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

  static bool from_text(std::string_view text, std::chrono::year_month_day& out);
  static void to_json(json::writer& out, const std::chrono::year_month_day& value);
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/times.hpp>
#endif
