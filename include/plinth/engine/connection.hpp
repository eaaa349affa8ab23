// SPDX-License-Identifier: MIT
#pragma once

// A connection on loan from an engine: statements, transactions, savepoints.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include <plinth/core/cell.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/cursor.hpp>
#include <plinth/engine/observer.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth {

namespace detail {
class link;
class pool;
class row_loader;
class runs_ahead;
}  // namespace detail

using driver::fetch;
using driver::isolation;
using driver::transaction_mode;
using driver::transaction_options;

/// Given back when it goes, whatever its state: open cursors are closed and an open transaction is rolled back. One
/// thread at a time. May outlive its engine. A statement that fails leaves it usable.
class connection {
 public:
  connection(connection&& other) noexcept;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  connection& operator=(connection&&) = delete;

  ~connection();

  [[nodiscard]] const sql::dialect& dialect() const;

  /// Starts the statement of this shape, which is prepared where this connection meets it for the first time. The bytes
  /// of `values`, and `expected`, must stay until the cursor is done. `expected` has one kind for each column of the
  /// result; left out, columns are read as they come.
  [[nodiscard]] cursor open(std::span<const sql::token> shape, std::span<const cell> values = {},
                            std::span<const kind> expected = {}, fetch how = fetch::whole);

  /// The same for SQL text, which is one statement in the words of the server.
  [[nodiscard]] cursor open(std::string_view sql, std::span<const cell> values = {},
                            std::span<const kind> expected = {}, fetch how = fetch::whole);

  /// Runs the statement to its end, past all rows. Returns how many rows it changed.
  std::int64_t execute(std::span<const sql::token> shape, std::span<const cell> values = {});
  std::int64_t execute(std::string_view sql, std::span<const cell> values = {});

  /// The key that the last INSERT of this connection got from the database.
  [[nodiscard]] std::int64_t generated_key() const;

  /// Runs statements without values or result, one after the other. Where one fails, those before it have had their
  /// effect on SQLite; PostgreSQL undoes them. In an open transaction that is for the rollback.
  void run(std::string_view script);

  /// Begins a transaction. What is not said here is as the engine's options say.
  void begin(const transaction_options& how);
  void begin(transaction_mode mode) { begin(transaction_options{.mode = mode}); }

  /// Where it fails `in_transaction` says whether the transaction is still open, so that it can be committed again: on
  /// SQLite after `lock_timeout` or a `constraint_violation`, on PostgreSQL never.
  void commit();

  /// Does nothing without a transaction.
  void rollback();

  [[nodiscard]] bool in_transaction() const;

  /// Emits SAVEPOINT, inside a transaction only. Savepoints nest; a name may be used again and then hides the earlier.
  void savepoint(std::string_view name);

  /// Emits RELEASE SAVEPOINT: what was done since the savepoint becomes part of what surrounds it.
  void release(std::string_view name);

  /// Emits ROLLBACK TO SAVEPOINT: undoes what was done since; the savepoint stays.
  void rollback_to(std::string_view name);

  /// How many prepared statements this connection keeps at the moment.
  [[nodiscard]] std::size_t kept_statements() const noexcept;

  /// Stops the statement that is running, which then fails (E2215). The only member that another thread may call
  /// meanwhile.
  void cancel() noexcept;

  /// For what only one client library has. What is changed here is not undone when the connection is given back.
  [[nodiscard]] driver::connection& driver() noexcept;

 private:
  friend class engine;
  friend class detail::row_loader;
  friend class detail::runs_ahead;

  explicit connection(std::shared_ptr<detail::pool> from);

  void step_to(transaction_step what, std::string_view verb, std::string_view name);

  template <class Work>
  void step(transaction_step what, std::string_view name, const Work& work);

  std::shared_ptr<detail::pool> pool_;
  std::unique_ptr<detail::link> link_;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/connection.hpp>
#endif
