// SPDX-License-Identifier: MIT
#pragma once

// Runs of statements that are sent ahead of their results, where the driver can do that
// (`driver::prepared::send_ahead`): first all are sent, then each is opened, in the same order.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/cursor.hpp>
#include <plinth/engine/watch.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

struct statement;

/// Must not outlive its connection. What was not opened is dropped: what it did is done. An observer is told of each
/// run when it is opened and read, as if it had not been sent before.
class runs_ahead {
 public:
  explicit runs_ahead(connection& to) noexcept;
  runs_ahead(const runs_ahead&) = delete;
  runs_ahead& operator=(const runs_ahead&) = delete;
  ~runs_ahead();

  /// False, with nothing sent, where this run has to be an ordinary one, behind all that were sent: the driver does not
  /// send ahead, the statement is not prepared yet, a value is refused, or an observer wants to see values.
  [[nodiscard]] bool send(std::span<const sql::token> shape, std::span<const cell> values);

  /// How many runs were sent and not opened.
  [[nodiscard]] std::size_t size() const noexcept { return runs_.size() - next_; }

  /// The run that was sent first.
  [[nodiscard]] cursor open(std::span<const kind> expected);

  /// The same for one that is only to be run: how many rows it changed.
  std::int64_t execute();

 private:
  struct run {
    statement* of;
    std::unique_ptr<watch> watched;
  };

  [[nodiscard]] run take_first() noexcept;

  connection& to_;
  bool possible_;
  std::vector<run> runs_;
  std::size_t next_ = 0;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/runs_ahead.hpp>
#endif
