// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/errors.hpp>

#include <string>
#include <string_view>
#include <utility>

#include <sqlite3.h>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>

namespace plinth::sqlite::detail {

/// What stands behind `prefix` in a message, or nothing.
[[nodiscard]] PLINTH_INLINE std::string_view behind(std::string_view message, std::string_view prefix) {
  return message.starts_with(prefix) ? message.substr(prefix.size()) : std::string_view{};
}

/// "users.email, users.name" as a table and its columns; "index 'ix'" as the name of an index on expressions.
[[nodiscard]] PLINTH_INLINE constraint_place place_of_columns(std::string_view text) {
  constraint_place place;
  if (const std::string_view index = behind(text, "index '"); !index.empty()) {
    place.constraint = index.substr(0, index.size() - 1);
    return place;
  }
  while (!text.empty()) {
    const std::size_t comma = text.find(", ");
    const std::string_view item = text.substr(0, comma);
    const std::size_t dot = item.find('.');
    place.table = item.substr(0, dot);
    if (dot != std::string_view::npos) place.columns.emplace_back(item.substr(dot + 1));
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 2);
  }
  return place;
}

template <class Violation>
[[noreturn]] void throw_violation(int code, std::string_view message, std::string_view meaning, std::string_view sql,
                                  constraint_place place = {}) {
  throw Violation(code, joined({message, meaning}), sql, std::move(place));
}

[[noreturn]] PLINTH_INLINE void throw_foreign_key(std::string_view message, std::string_view sql) {
  throw_violation<foreign_key_violation>(2204, message,
                                         "; the row points to one that does not exist, or others point to it; "
                                         "SQLite does not say which foreign key it was",
                                         sql);
}

[[noreturn]] PLINTH_INLINE void throw_constraint(int status, std::string_view message, std::string_view sql) {
  switch (status) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      throw_violation<unique_violation>(2201, message, "; another row already has this value", sql,
                                        place_of_columns(behind(message, "UNIQUE constraint failed: ")));
    case SQLITE_CONSTRAINT_NOTNULL:
      throw_violation<not_null_violation>(2202, message, "; the column must have a value", sql,
                                          place_of_columns(behind(message, "NOT NULL constraint failed: ")));
    case SQLITE_CONSTRAINT_CHECK:
      throw_violation<check_violation>(2203, message, "; the row breaks a rule of its table", sql,
                                       {{}, std::string(behind(message, "CHECK constraint failed: ")), {}});
    case SQLITE_CONSTRAINT_FOREIGNKEY: throw_foreign_key(message, sql);
    case SQLITE_CONSTRAINT_TRIGGER:
      if (message == "FOREIGN KEY constraint failed") throw_foreign_key(message, sql);  // ON DELETE RESTRICT
      throw_violation<check_violation>(2205, message, "; this is what a trigger says", sql);
    default: throw_violation<check_violation>(2206, message, "; the row does not fit its table", sql);
  }
}

/// SQLITE_LOCKED means that a statement of this very connection is in the way. SQLITE_BUSY has two meanings: where a
/// transaction has read and then wants to write, waiting cannot help, because another writer came first; everywhere
/// else a lock was not to be had in `busy_timeout`.
[[noreturn]] PLINTH_INLINE void throw_busy(sqlite3* db, int status, std::string_view message, std::string_view sql) {
  const bool own_cursor = (status & 0xff) == SQLITE_LOCKED;
  if (own_cursor || message.find("SQL statements in progress") != std::string_view::npos)
    throw statement_error(2216, joined({message, "; finish the open cursors first"}), sql);
  const bool has_read = sqlite3_get_autocommit(db) == 0 && sqlite3_txn_state(db, nullptr) == SQLITE_TXN_READ;
  if (status == SQLITE_BUSY_SNAPSHOT || has_read)
    throw serialization_failure(2207,
                                "this transaction has read, and another one wrote before it could write itself; "
                                "roll back and run it again, or begin it as a writing one",
                                sql);
  throw lock_timeout(2208,
                     joined({message,
                             ": another connection kept its lock for longer than busy_timeout; try again, or "
                             "keep transactions shorter"}),
                     sql);
}

PLINTH_INLINE reported number_of(int status, std::string_view message) noexcept {
  switch (status & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return damaged;
    case SQLITE_READONLY:
    case SQLITE_PERM: return only_readable;
    case SQLITE_CANTOPEN: return not_openable;
    case SQLITE_FULL: return disk_full;
    case SQLITE_IOERR: return io_failed;
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT: return interrupted;
    case SQLITE_TOOBIG: return too_big;
    case SQLITE_SCHEMA: return not_in_schema;
    case SQLITE_NOMEM: return out_of_memory;
    default: break;
  }
  if (message.starts_with("no such table") || message.starts_with("no such column") ||
      message.find("has no column named") != std::string_view::npos)
    return not_in_schema;
  return message.find("syntax error") != std::string_view::npos ? not_understood : refused;
}

PLINTH_INLINE std::string_view advice_for(reported number) noexcept {
  switch (number) {
    case refused: return "";
    case not_understood: return "; the statement is not SQL that SQLite understands";
    case damaged: return "; the file is damaged or no SQLite database: restore it from a backup";
    case only_readable: return "; the database may only be read: see its file's permissions and mode=ro in the URL";
    case not_openable: return "; a file of the database could not be opened: see its folder and the permissions there";
    case disk_full: return "; the disk is full";
    case io_failed: return "; the operating system could not read or write the file";
    case interrupted: return "; the statement was interrupted";
    case too_big: return "; a value or the statement is larger than SQLite takes";
    case not_in_schema: return "; the database does not match the models: run the migrations, or look at the statement";
    case out_of_memory: return "; no memory was left";
  }
  return "";
}

PLINTH_INLINE void raise(sqlite3* db, int status, std::string_view sql) {
  const std::string message = sqlite3_errmsg(db);
  const int primary = status & 0xff;
  if (primary == SQLITE_CONSTRAINT) throw_constraint(status, message, sql);
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) throw_busy(db, status, message, sql);
  const reported number = number_of(status, message);
  throw statement_error(number, joined({message, advice_for(number), " (SQLite ", std::to_string(status), ")"}), sql);
}

}  // namespace plinth::sqlite::detail
