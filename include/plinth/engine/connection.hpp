// SPDX-License-Identifier: MIT
#pragma once

// A connection on loan from an engine: statements, transactions, savepoints.

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/cursor.hpp>
#include <plinth/engine/link.hpp>
#include <plinth/engine/observer.hpp>
#include <plinth/engine/pool.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth {

using driver::transaction_mode;

/// Given back when it goes, whatever its state: open cursors are closed and an open transaction is rolled back. One
/// thread at a time. May outlive its engine. A statement that fails leaves it usable.
class connection {
 public:
  connection(connection&& other) noexcept = default;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  connection& operator=(connection&&) = delete;

  ~connection() {
    if (link_ != nullptr) pool_->give_back(std::move(link_));
  }

  [[nodiscard]] const sql::dialect& dialect() const { return link_->driver().dialect(); }

  /// Starts the statement of this shape, which is prepared where this connection meets it for the first time. The bytes
  /// of `values`, and `expected`, must stay until the cursor is done. `expected` has one kind for each column of the
  /// result; left out, columns are read as they come.
  [[nodiscard]] cursor open(std::span<const sql::token> shape, std::span<const cell> values = {},
                            std::span<const kind> expected = {}) {
    return link_->open({shape, {}}, values, expected);
  }

  /// The same for SQL text, which is one statement in the words of the server.
  [[nodiscard]] cursor open(std::string_view sql, std::span<const cell> values = {},
                            std::span<const kind> expected = {}) {
    return link_->open({{}, sql}, values, expected);
  }

  /// Runs the statement to its end, past all rows. Returns how many rows it changed.
  std::int64_t execute(std::span<const sql::token> shape, std::span<const cell> values = {}) {
    return link_->execute({shape, {}}, values);
  }
  std::int64_t execute(std::string_view sql, std::span<const cell> values = {}) {
    return link_->execute({{}, sql}, values);
  }

  /// The key that the last INSERT of this connection got from the database.
  [[nodiscard]] std::int64_t generated_key() const { return link_->driver().generated_key(); }

  /// Runs statements without values or result, one after the other. Those before one that fails have had their effect,
  /// unless a transaction is open.
  void run(std::string_view script) {
    if (link_->observer() == nullptr) return link_->driver().run(script);
    detail::watch watched{link_->observer(), {.sql = script}};
    try {
      watched.timed([&] { link_->driver().run(script); });
      watched.tell(nullptr);
    } catch (const error& failure) {
      watched.tell(&failure);
      throw;
    }
  }

  void begin(transaction_mode mode) {
    step(transaction_step::begin, {}, [&] { link_->driver().begin(mode); });
  }

  /// Where it fails with `lock_timeout` or a `constraint_violation` the transaction is still open: commit again or
  /// roll back.
  void commit() {
    step(transaction_step::commit, {}, [&] { link_->driver().commit(); });
  }

  /// Does nothing without a transaction.
  void rollback() {
    if (in_transaction()) step(transaction_step::rollback, {}, [&] { link_->driver().rollback(); });
  }

  [[nodiscard]] bool in_transaction() const { return link_->driver().in_transaction(); }

  /// Emits SAVEPOINT, inside a transaction only. Savepoints nest; a name may be used again and then hides the earlier.
  void savepoint(std::string_view name) {
    if (!in_transaction()) throw session_error(2226, "a savepoint needs a transaction around it; call begin first");
    step_to(transaction_step::savepoint, "SAVEPOINT ", name);
  }

  /// Emits RELEASE SAVEPOINT: what was done since the savepoint becomes part of what surrounds it.
  void release(std::string_view name) { step_to(transaction_step::release, "RELEASE SAVEPOINT ", name); }

  /// Emits ROLLBACK TO SAVEPOINT: undoes what was done since; the savepoint stays.
  void rollback_to(std::string_view name) { step_to(transaction_step::rollback_to, "ROLLBACK TO SAVEPOINT ", name); }

  /// How many prepared statements this connection keeps at the moment.
  [[nodiscard]] std::size_t kept_statements() const noexcept { return link_->kept_statements(); }

  /// For what only one client library has. What is changed here is not undone when the connection is given back.
  [[nodiscard]] driver::connection& driver() noexcept { return link_->driver(); }

 private:
  friend class engine;

  explicit connection(std::shared_ptr<detail::pool> from) : pool_(std::move(from)), link_(pool_->take()) {}

  void step_to(transaction_step what, std::string_view verb, std::string_view name) {
    const std::string text = sql::text_of(dialect(), [&](sql::writer& out) { (out << verb).name(name); });
    step(what, name, [&] { link_->execute_quietly(text); });
  }

  template <class Work>
  void step(transaction_step what, std::string_view name, const Work& work) {
    if (link_->observer() == nullptr) return work();
    const auto from = std::chrono::steady_clock::now();
    work();
    link_->observer()->on_transaction({what, name, std::chrono::steady_clock::now() - from});
  }

  std::shared_ptr<detail::pool> pool_;
  std::unique_ptr<detail::link> link_;
};

}  // namespace plinth
