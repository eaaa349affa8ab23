// SPDX-License-Identifier: MIT
#pragma once

// A connection to a PostgreSQL server.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/dialect/postgresql.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/postgresql/channel.hpp>
#include <plinth/driver/postgresql/notice.hpp>
#include <plinth/driver/postgresql/prepared.hpp>
#include <plinth/driver/postgresql/runs_ahead.hpp>
#include <plinth/driver/postgresql/settings.hpp>
#include <plinth/driver/postgresql/type_book.hpp>

namespace plinth::postgresql {

inline constexpr plinth::dialect::postgresql postgresql_dialect;

class connection final : public driver::connection {
 public:
  /// Connects. Throws `connection_error`. `types` outlives the connection.
  connection(const settings& target, detail::type_book& types);

  [[nodiscard]] const sql::dialect& dialect() const override { return postgresql_dialect; }
  [[nodiscard]] PLINTH_INLINE std::unique_ptr<driver::prepared> prepare(std::string_view text) override;

  /// The server takes all statements of a script as one transaction where none is open: one that fails undoes those
  /// before it.
  PLINTH_INLINE void run(std::string_view script) override;

  /// Sends nothing: BEGIN goes with the first statement, in one message.
  using driver::connection::begin;
  PLINTH_INLINE void begin(const driver::transaction_options& how) override;

  /// The server ends the transaction also where it refuses to commit.
  PLINTH_INLINE void commit() override;
  PLINTH_INLINE void rollback() override;
  [[nodiscard]] bool in_transaction() const override { return channel_.in_transaction(); }

  /// What a sequence gave last in this session of the server. Throws `statement_error` where none gave anything.
  [[nodiscard]] PLINTH_INLINE std::int64_t generated_key() const override;

  /// By binary COPY. Not into views, and not where rules or row security stand between INSERT and the table. Asks the
  /// server for the types of the columns.
  [[nodiscard]] PLINTH_INLINE std::unique_ptr<driver::row_sink> rows_into(
      std::string_view table, std::span<const std::string_view> columns) override;

  /// Not behind a pooler, where a statement is parsed with each run.
  [[nodiscard]] bool sends_ahead() const override { return home_.named; }
  void drop_ahead() noexcept override { ahead_.drop(); }

  [[nodiscard]] PLINTH_INLINE bool healthy() noexcept override;
  [[nodiscard]] PLINTH_INLINE bool reset() noexcept override;
  [[nodiscard]] bool lost() const noexcept override { return channel_.dead(); }
  void cancel() noexcept override { channel_.cancel(); }

  /// From now on `hear` gets what the server says beside the results, until the connection is given back. Without it
  /// that is dropped.
  void on_notice(hear_notice hear) { hear_notice_ = std::move(hear); }

  /// For what plinth does not offer. The connection still owns it; do not read results of statements that it did not
  /// send.
  [[nodiscard]] PGconn* handle() const noexcept { return channel_.handle(); }

 private:
  hear_notice hear_notice_;
  mutable detail::channel channel_;
  detail::runs_ahead ahead_{channel_};
  detail::statement_home home_;
  std::vector<std::string> local_settings_;  ///< of each transaction, where the session of the server is not ours
};

}  // namespace plinth::postgresql

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/connection.hpp>
#endif
