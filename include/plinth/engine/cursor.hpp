// SPDX-License-Identifier: MIT
#pragma once

// The rows of one running statement.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/observer.hpp>
#include <plinth/engine/statement_cache.hpp>

namespace plinth {

namespace detail {

class link;

/// What an observer will be told at the end of a run.
struct watch {
  plinth::observer* observer;
  statement_event event;

  /// Adds the time that `work` takes to the event.
  template <class Work>
  auto timed(const Work& work) {
    struct stopwatch {
      std::chrono::nanoseconds& sum;
      std::chrono::steady_clock::time_point from = std::chrono::steady_clock::now();
      ~stopwatch() { sum += std::chrono::steady_clock::now() - from; }
    } running{event.duration};
    return work();
  }

  void tell(const error* failure) noexcept {
    event.failure = failure;
    observer->on_statement(event);
  }
};

}  // namespace detail

/// Rows as they come from the server, one at a time. Belongs to the thread of its connection. Where the connection is
/// given back first, the cursor is closed, and `next` throws.
class cursor {
 public:
  cursor(cursor&& other) noexcept
      : statement_(std::exchange(other.statement_, nullptr)),
        next_open_(other.next_open_),
        place_(other.place_),
        cut_short_(other.cut_short_),
        temporary_(std::move(other.temporary_)),
        watch_(std::move(other.watch_)) {
    if (statement_ == nullptr) return;
    *place_ = this;
    if (next_open_ != nullptr) next_open_->place_ = &next_open_;
  }
  cursor(const cursor&) = delete;
  cursor& operator=(const cursor&) = delete;
  cursor& operator=(cursor&&) = delete;

  ~cursor() { finish(); }

  /// Steps to the next row; false at the end, where the server has let go of everything. Throws what the statement runs
  /// into, and `value_error` for a value that is not of the expected kind; the cursor is then closed.
  bool next() {
    if (statement_ == nullptr) [[unlikely]]
      return after_end();
    if (watch_ != nullptr) [[unlikely]]
      return next_watched();
    try {
      if (statement_->prepared->next(statement_->row.data())) return true;
    } catch (...) {
      close(nullptr);
      throw;
    }
    close(nullptr);
    return false;
  }

  /// The cells of the current row, one for each column. Their bytes stay until the next call of `next` or `finish`.
  [[nodiscard]] const cell* row() const noexcept { return statement_->row.data(); }

  /// How many cells a row has; 0 once the end was reached.
  [[nodiscard]] std::size_t columns() const noexcept { return statement_ == nullptr ? 0 : statement_->row.size(); }

  /// The name of a column, as the server gives it; empty once the end was reached.
  [[nodiscard]] std::string column_name(std::size_t column) const {
    return statement_ == nullptr ? std::string() : statement_->prepared->column_name(column);
  }

  /// Ends the run before its last row. Does nothing at the end.
  void finish() noexcept {
    if (statement_ != nullptr) close(nullptr);
  }

 private:
  friend class detail::link;

  cursor(cursor*& first_open, detail::statement& statement, std::unique_ptr<detail::statement> temporary) noexcept
      : statement_(&statement), next_open_(first_open), place_(&first_open), temporary_(std::move(temporary)) {
    statement.in_use = true;
    first_open = this;
    if (next_open_ != nullptr) next_open_->place_ = &next_open_;
  }

  void close(const error* failure) noexcept {
    detail::statement& ended = *std::exchange(statement_, nullptr);
    ended.prepared->finish();
    ended.in_use = false;
    *place_ = next_open_;
    if (next_open_ != nullptr) next_open_->place_ = place_;
    if (watch_ != nullptr) [[unlikely]] {
      if (ended.row.empty()) watch_->event.rows = ended.prepared->affected();
      watch_->tell(failure);
      watch_.reset();
    }
    temporary_.reset();  // before the connection can be another thread's
  }

  /// Runs to the end without reading a row. Returns how many rows were changed.
  std::int64_t run() {
    if (watch_ != nullptr) [[unlikely]]
      return run_watched();
    driver::prepared& running = *statement_->prepared;
    while (running.next(nullptr)) {
    }
    return running.affected();
  }

  std::int64_t run_watched() {
    driver::prepared& running = *statement_->prepared;
    try {
      while (watch_->timed([&] { return running.next(nullptr); })) ++watch_->event.rows;
      return running.affected();
    } catch (const error& failure) {
      close(&failure);
      throw;
    }
  }

  bool next_watched() {
    try {
      const bool more = watch_->timed([this] { return statement_->prepared->next(statement_->row.data()); });
      if (more)
        ++watch_->event.rows;
      else
        close(nullptr);
      return more;
    } catch (const error& failure) {
      close(&failure);
      throw;
    } catch (...) {
      close(nullptr);
      throw;
    }
  }

  bool after_end() const {
    if (cut_short_)
      throw session_error(2224,
                          "this cursor was read after its connection had been given back; read it to its end, or "
                          "keep the connection");
    return false;
  }

  detail::statement* statement_;  ///< null once the run has ended
  cursor* next_open_;             ///< the open cursors of a connection are a list
  cursor** place_;                ///< the pointer in that list that points here
  bool cut_short_ = false;
  std::unique_ptr<detail::statement> temporary_;
  std::unique_ptr<detail::watch> watch_;
};

}  // namespace plinth
