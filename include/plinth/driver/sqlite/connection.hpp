// SPDX-License-Identifier: MIT
#pragma once

// A connection to a SQLite database, set up so that it is safe and fast, and verified to be.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include <plinth/core/inline.hpp>
#include <plinth/dialect/sqlite.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/sqlite/handles.hpp>
#include <plinth/driver/sqlite/settings.hpp>

namespace plinth::sqlite {

static_assert(SQLITE_VERSION_NUMBER >= 3'037'000, "plinth needs SQLite 3.37 or later");

inline constexpr plinth::dialect::sqlite sqlite_dialect;

class connection final : public driver::connection {
 public:
  /// Opens the file `target.file`, or where that is empty the memory database `memory_name`, and sets the connection
  /// up. Throws `connection_error` where it cannot be opened or a setting is not in force.
  explicit connection(const settings& target, const std::string& memory_name = {});

  [[nodiscard]] const sql::dialect& dialect() const override { return sqlite_dialect; }

  [[nodiscard]] PLINTH_INLINE std::unique_ptr<driver::prepared> prepare(std::string_view text) override;

  PLINTH_INLINE void run(std::string_view script) override;

  /// Whatever isolation is asked for, the transaction is serializable.
  using driver::connection::begin;
  PLINTH_INLINE void begin(const driver::transaction_options& how) override;

  PLINTH_INLINE void commit() override;

  PLINTH_INLINE void rollback() override;

  [[nodiscard]] PLINTH_INLINE bool in_transaction() const override;

  [[nodiscard]] PLINTH_INLINE std::int64_t generated_key() const override;

  /// SQLite gives each row the largest key of the table and one, unless a trigger adds rows between two of them or the
  /// largest key there can be is taken (then it tries keys at random).
  [[nodiscard]] PLINTH_INLINE bool keys_will_be_consecutive(std::string_view table, std::string_view key,
                                                            std::int64_t rows) override;

  /// SQLite has no server that could have gone; a file that was replaced under it cannot be noticed either.
  [[nodiscard]] PLINTH_INLINE bool healthy() noexcept override;

  /// Also turns foreign keys on again where a migration turned them off.
  [[nodiscard]] PLINTH_INLINE bool reset() noexcept override;

  void cancel() noexcept override { sqlite3_interrupt(db_.get()); }

  /// For what plinth does not offer: functions, hooks, backup. The connection still owns it.
  [[nodiscard]] sqlite3* handle() const noexcept { return db_.get(); }

 private:
  struct parsed {
    detail::statement_handle statement;
    std::string_view rest;
  };

  /// The first statement of `text`, null where there are only blanks and comments, and what stands behind it.
  [[nodiscard]] parsed prepare_first(std::string_view text, unsigned flags);

  /// SQLite would take a NUL byte for the end of the text and leave out what stands behind it.
  static void refuse_nul(std::string_view text);

  /// Has SQLite refuse every change, or not any more.
  void refuse_changes(bool refused);

  [[nodiscard]] detail::statement_handle prepare_handle(std::string_view text);

  void step_through(sqlite3_stmt* statement);

  detail::database_handle db_;
  detail::statement_handle begin_read_;
  detail::statement_handle begin_write_;
  detail::statement_handle commit_;
  detail::statement_handle rollback_;
  bool read_only_ = false;  ///< in this transaction
};

}  // namespace plinth::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/sqlite/impl/connection.hpp>
#endif
