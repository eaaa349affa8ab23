// SPDX-License-Identifier: MIT
#pragma once

// The rows of one running statement.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include <plinth/core/cell.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/statement_cache.hpp>

namespace plinth {

namespace detail {

class link;
class runs_ahead;
struct watch;
}  // namespace detail

/// Rows as they come from the server, one at a time. Belongs to the thread of its connection. Where the connection is
/// given back first, the cursor is closed, and `next` throws.
class cursor {
 public:
  cursor(cursor&& other) noexcept;
  cursor(const cursor&) = delete;
  cursor& operator=(const cursor&) = delete;
  cursor& operator=(cursor&&) = delete;

  ~cursor();

  /// Steps to the next row; false at the end, where the server has let go of everything. Throws what the statement runs
  /// into, and `value_error` for a value that is not of the expected kind; the cursor is then closed.
  bool next() {
    if (statement_ == nullptr) [[unlikely]]
      return after_end();
    if (watch_ != nullptr) [[unlikely]]
      return next_watched();
    try {
      if (statement_->prepared->next(statement_->row.data())) [[likely]] {
        ++rows_;
        return true;
      }
    } catch (...) {
      close(nullptr);
      throw;
    }
    return end();
  }

  /// The same, straight into an object's fields where the driver can do that: `driver::prepared::next_into`.
  driver::row_place next_into(std::span<const model::field_place> places, void* object) {
    if (statement_ == nullptr || watch_ != nullptr) [[unlikely]]
      return next() ? driver::row_place::cells : driver::row_place::none;
    driver::row_place got;
    try {
      got = statement_->prepared->next_into(places, object, statement_->row.data());
    } catch (...) {
      close(nullptr);
      throw;
    }
    if (got == driver::row_place::none)
      end();
    else
      ++rows_;
    return got;
  }

  /// How many rows the statement gave when it was last read to its end: what a list of them may take memory for. 0
  /// where it was not yet.
  [[nodiscard]] std::size_t rows_before() const noexcept { return statement_ == nullptr ? 0 : statement_->rows; }

  /// The cells of the current row, one for each column. Their bytes stay until the next call of `next` or `finish`.
  [[nodiscard]] const cell* row() const noexcept { return statement_->row.data(); }

  /// How many cells a row has; 0 once the end was reached.
  [[nodiscard]] std::size_t columns() const noexcept { return statement_ == nullptr ? 0 : statement_->row.size(); }

  /// The name of a column, as the server gives it; empty once the end was reached.
  [[nodiscard]] std::string column_name(std::size_t column) const;

  /// Ends the run before its last row. Does nothing at the end.
  void finish() noexcept;

 private:
  friend class detail::link;
  friend class detail::runs_ahead;

  cursor(cursor*& first_open, detail::statement& statement, std::unique_ptr<detail::statement> temporary) noexcept;

  void close(const error* failure) noexcept;

  /// After the last row. False.
  bool end() noexcept {
    statement_->rows = rows_;
    close(nullptr);
    return false;
  }

  /// Runs to the end without reading a row. Returns how many rows were changed.
  std::int64_t run();

  std::int64_t run_watched();

  bool next_watched();

  bool after_end() const;

  detail::statement* statement_;  ///< null once the run has ended
  cursor* next_open_;             ///< the open cursors of a connection are a list
  cursor** place_;                ///< the pointer in that list that points here
  std::size_t rows_ = 0;          ///< read so far
  bool cut_short_ = false;
  std::unique_ptr<detail::statement> temporary_;
  std::unique_ptr<detail::watch> watch_;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/cursor.hpp>
#endif
