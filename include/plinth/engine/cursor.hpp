// SPDX-License-Identifier: MIT
#pragma once

// The rows of one running statement.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <plinth/core/cell.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/statement_cache.hpp>

namespace plinth {

namespace detail {

class link;
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
  [[nodiscard]] std::string column_name(std::size_t column) const;

  /// Ends the run before its last row. Does nothing at the end.
  void finish() noexcept;

 private:
  friend class detail::link;

  cursor(cursor*& first_open, detail::statement& statement, std::unique_ptr<detail::statement> temporary) noexcept;

  void close(const error* failure) noexcept;

  /// Runs to the end without reading a row. Returns how many rows were changed.
  std::int64_t run();

  std::int64_t run_watched();

  bool next_watched();

  bool after_end() const;

  detail::statement* statement_;  ///< null once the run has ended
  cursor* next_open_;             ///< the open cursors of a connection are a list
  cursor** place_;                ///< the pointer in that list that points here
  bool cut_short_ = false;
  std::unique_ptr<detail::statement> temporary_;
  std::unique_ptr<detail::watch> watch_;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/cursor.hpp>
#endif
