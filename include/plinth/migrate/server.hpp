// SPDX-License-Identifier: MIT
#pragma once

// What a server does in its own way when its tables change. Nothing above asks which server it is.

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/migrate/compare.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/operation.hpp>
#include <plinth/migrate/script.hpp>
#include <plinth/migrate/step.hpp>

namespace plinth::migrate {

/// Looks at a database before a revision runs and again before its commit.
class guard {
 public:
  virtual ~guard() = default;

  /// Throws `migration_error` where something is gone that no statement of `script` dropped by its name, or where rows
  /// point to none.
  virtual void check(connection& on, const std::vector<script_statement>& script) const = 0;
};

class server {
 public:
  virtual ~server() = default;

  /// As sections of revisions name it.
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual const dialect::lexical_rules& rules() const = 0;

  // ---- comparing ----

  [[nodiscard]] virtual database inspect(connection& on) const = 0;

  /// The tables of the models, told as `inspect` tells those of a database.
  [[nodiscard]] virtual database expected(engine& on, std::span<const catalog::table* const> tables) const = 0;

  /// What it can do, as far as it decides which operations there are.
  [[nodiscard]] virtual compare_options abilities() const = 0;

  [[nodiscard]] virtual std::vector<step> render(const database& from, const std::vector<operation>& ops) const = 0;

  /// The names of a table's columns; none where there is no such table.
  [[nodiscard]] virtual std::vector<std::string> columns_of(connection& on, std::string_view table) const = 0;

  // ---- running ----

  /// Keeps other runs out until the connection is given back, where the server can lock across transactions. False
  /// where the lock was not to be had in this time.
  [[nodiscard]] virtual bool lock(connection& on, std::chrono::milliseconds wait_at_most) const = 0;

  /// Before the transaction of a revision. `foreign_keys`: whether they shall be enforced in it.
  virtual void prepare(connection& on, bool foreign_keys) const = 0;

  /// In the transaction, before its first statement.
  [[nodiscard]] virtual std::unique_ptr<guard> watch(connection& on) const = 0;

  /// After the transaction, however it ended. Does not throw.
  virtual void settle(connection& on) const noexcept = 0;

  /// The words that a script of SQL has before and after the statements of a revision.
  [[nodiscard]] virtual std::string script_begin() const = 0;
  [[nodiscard]] virtual std::string script_end() const = 0;
};

/// The server behind this engine. Throws `migration_error` for one that migrations do not know.
[[nodiscard]] const server& server_of(const engine& on);

/// The same by its name.
[[nodiscard]] const server& server_named(std::string_view name);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/server.hpp>
#endif
