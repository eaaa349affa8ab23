// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/connection.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <sqlite3.h>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/dialect/sqlite.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/sqlite/errors.hpp>
#include <plinth/driver/sqlite/open.hpp>
#include <plinth/driver/sqlite/prepared.hpp>
#include <plinth/driver/sqlite/settings.hpp>

namespace plinth::sqlite {

PLINTH_INLINE connection::connection(const settings& target, const std::string& memory_name)
    : db_(detail::open(target, memory_name)) {
  detail::set_up(db_.get(), target);
  begin_read_ = prepare_handle("BEGIN DEFERRED");
  begin_write_ = prepare_handle("BEGIN IMMEDIATE");
  commit_ = prepare_handle("COMMIT");
  rollback_ = prepare_handle("ROLLBACK");
}

PLINTH_INLINE std::unique_ptr<driver::prepared> connection::prepare(std::string_view text) {
  return std::make_unique<sqlite::prepared>(prepare_handle(text));
}

PLINTH_INLINE void connection::run(std::string_view script) {
  refuse_nul(script);
  while (!script.empty()) {
    auto [statement, rest] = prepare_first(script, 0);
    if (statement != nullptr) step_through(statement.get());
    script = rest;
  }
}

PLINTH_INLINE void connection::begin(const driver::transaction_options& how) {
  const bool writes = how.mode == driver::transaction_mode::write && !how.read_only;
  step_through(writes ? begin_write_.get() : begin_read_.get());
  if (how.read_only) refuse_changes(true);
}

PLINTH_INLINE void connection::commit() {
  step_through(commit_.get());
  if (read_only_) refuse_changes(false);
}

PLINTH_INLINE void connection::rollback() {
  if (in_transaction()) step_through(rollback_.get());
  if (read_only_) refuse_changes(false);
}

PLINTH_INLINE void connection::refuse_changes(bool refused) {
  run(refused ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF");
  read_only_ = refused;
}

PLINTH_INLINE bool connection::in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

PLINTH_INLINE std::int64_t connection::generated_key() const { return sqlite3_last_insert_rowid(db_.get()); }

PLINTH_INLINE bool connection::keys_will_be_consecutive(std::string_view table, std::string_view key,
                                                        std::int64_t rows) {
  const std::string text = sql::text_of(sqlite_dialect, [&](sql::writer& out) {
    (out << "SELECT (SELECT count(*) FROM (SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' UNION ALL SELECT "
            "tbl_name FROM sqlite_temp_schema WHERE type = 'trigger') WHERE tbl_name = ")
        .literal(table);
    (out << " COLLATE NOCASE), EXISTS (SELECT 1 FROM sqlite_schema WHERE sql LIKE '%CONFLICT%' AND tbl_name = ")
        .literal(table);
    (out << " COLLATE NOCASE), (SELECT max(").name(key) << ") FROM ";
    out.name(table) << ')';
  });
  const detail::statement_handle ask = prepare_handle(text);
  if (sqlite3_step(ask.get()) != SQLITE_ROW) return false;
  const bool no_rules = sqlite3_column_int64(ask.get(), 0) == 0 && sqlite3_column_int64(ask.get(), 1) == 0;
  return no_rules && sqlite3_column_int64(ask.get(), 2) < std::numeric_limits<std::int64_t>::max() - rows;
}

PLINTH_INLINE bool connection::healthy() noexcept { return true; }

PLINTH_INLINE bool connection::reset() noexcept {
  for (sqlite3_stmt* s = sqlite3_next_stmt(db_.get(), nullptr); s != nullptr; s = sqlite3_next_stmt(db_.get(), s))
    if (sqlite3_stmt_busy(s) != 0) sqlite3_reset(s);
  if (in_transaction()) {
    sqlite3_step(rollback_.get());
    sqlite3_reset(rollback_.get());
  }
  if (read_only_) {
    sqlite3_exec(db_.get(), "PRAGMA query_only = OFF", nullptr, nullptr, nullptr);
    read_only_ = false;
  }
  return !in_transaction() && detail::switch_to(db_.get(), SQLITE_DBCONFIG_ENABLE_FKEY, 1);
}

PLINTH_INLINE connection::parsed connection::prepare_first(std::string_view text, unsigned flags) {
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  const auto size = static_cast<int>(text.size());
  const int status = sqlite3_prepare_v3(db_.get(), text.data(), size, flags, &raw, &tail);
  detail::statement_handle statement(raw);
  if (status != SQLITE_OK) detail::raise(db_.get(), status, text);
  return {std::move(statement), text.substr(static_cast<std::size_t>(tail - text.data()))};
}

PLINTH_INLINE void connection::refuse_nul(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    throw statement_error(2225, "a statement has a NUL byte in its text; bind the value instead", text);
}

PLINTH_INLINE detail::statement_handle connection::prepare_handle(std::string_view text) {
  refuse_nul(text);
  auto [statement, rest] = prepare_first(text, SQLITE_PREPARE_PERSISTENT);
  if (statement == nullptr) throw statement_error(2222, "the text has no statement", text);
  while (!rest.empty()) {
    auto [second, behind] = prepare_first(rest, 0);
    if (second != nullptr)
      throw statement_error(2223, "the text has more than one statement; give each its own call, or use run()", text);
    rest = behind;
  }
  return std::move(statement);
}

PLINTH_INLINE void connection::step_through(sqlite3_stmt* statement) {
  int status = SQLITE_ROW;
  while (status == SQLITE_ROW) status = sqlite3_step(statement);
  struct at_exit {
    sqlite3_stmt* statement;
    ~at_exit() { sqlite3_reset(statement); }
  } resetting{statement};
  if (status != SQLITE_DONE) detail::raise(db_.get(), status, sqlite3_sql(statement));
}

}  // namespace plinth::sqlite
