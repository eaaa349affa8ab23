// SPDX-License-Identifier: MIT
#pragma once

// The time that `created_at` and `updated_at` columns get: one for all rows of a flush.

#include <chrono>
#include <cstdint>

#include <plinth/core/cell.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/statements.hpp>

namespace plinth {

/// What says the time; a test gives one of its own.
using time_source = std::chrono::sys_time<std::chrono::microseconds> (*)();

namespace detail {

class flush_time {
 public:
  /// Null stands for the system's clock, which is asked when the time is first wanted.
  explicit flush_time(time_source clock) noexcept : clock_(clock) {}

  /// As a value of this column, in whole units of its member.
  [[nodiscard]] cell of(const model::time_column& column) {
    if (now_ == 0) now_ = clock_ ? clock_().time_since_epoch().count() : system_now();
    return cell::of_integer(now_ - now_ % column.unit, kind::timestamp);
  }

 private:
  [[nodiscard]] static std::int64_t system_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::floor<std::chrono::microseconds>(now).count();
  }

  time_source clock_;
  std::int64_t now_ = 0;
};

[[nodiscard]] inline column_set set_of(const model::time_column& c) noexcept {
  return c.column < 0 ? 0 : column_set{1} << static_cast<unsigned>(c.column);
}

/// Whether a time is one that nobody has set.
[[nodiscard]] inline bool is_unset(const cell& time) noexcept { return time.is_null() || time.integer == 0; }

}  // namespace detail
}  // namespace plinth
