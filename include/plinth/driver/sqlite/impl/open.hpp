// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/open.hpp>

#include <chrono>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/sqlite/errors.hpp>
#include <plinth/driver/sqlite/handles.hpp>
#include <plinth/driver/sqlite/settings.hpp>

namespace plinth::sqlite::detail {

[[noreturn]] PLINTH_INLINE void refuse_opening(sqlite3* db, int status, const settings& target,
                                               std::string_view doing) {
  const std::string message = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(status);
  const reported number = number_of(status, message);
  const std::string text = joined({"the SQLite database \"", target.file.empty() ? "in memory" : target.file,
                                   "\" could not be ", doing, ": ", message, advice_for(number)});
  if (number == damaged || number == only_readable) throw connection_error(number, text);
  throw connection_error(2002, text);
}

/// A name that begins with "file:" is a file too, never a URI whose parameters could change what is opened.
[[nodiscard]] PLINTH_INLINE std::string path_of(const std::string& file) {
  return file.starts_with("file:") ? "./" + file : file;
}

PLINTH_INLINE database_handle open(const settings& target, const std::string& memory_name) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (target.access) {
    case access::create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case access::read_write: flags |= SQLITE_OPEN_READWRITE; break;
    case access::read_only: flags |= SQLITE_OPEN_READONLY; break;
  }
  const bool in_memory = target.file.empty();
  if (in_memory) flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const std::string path = in_memory ? memory_name : path_of(target.file);
  sqlite3* raw = nullptr;
  const int status = sqlite3_open_v2(path.c_str(), &raw, flags, in_memory ? "memdb" : nullptr);
  database_handle db(raw);
  if (status != SQLITE_OK) refuse_opening(raw, status, target, "opened");
  if (target.access != access::read_only && sqlite3_db_readonly(raw, "main") == 1)  // what SQLite does without a word
    throw connection_error(only_readable, joined({"the SQLite database \"", target.file,
                                                  "\" could only be opened for "
                                                  "reading",
                                                  advice_for(only_readable)}));
  return db;
}

PLINTH_INLINE bool switch_to(sqlite3* db, int option, int wanted) noexcept {
  int found = -1;
  return sqlite3_db_config(db, option, wanted, &found) == SQLITE_OK && found == wanted;
}

/// What a pragma answers; empty where it has no answer. Waits as long as `busy_timeout` says where the file is locked:
/// SQLite itself does not always wait when it changes the journal mode.
[[nodiscard]] PLINTH_INLINE std::string ask(sqlite3* db, const settings& target, std::string_view pragma) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(target.busy_timeout_ms);
  for (;;) {
    sqlite3_stmt* raw = nullptr;
    int status = sqlite3_prepare_v2(db, pragma.data(), static_cast<int>(pragma.size()), &raw, nullptr);
    const statement_handle statement(raw);
    if (status == SQLITE_OK) status = sqlite3_step(raw);
    if (status == SQLITE_ROW) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
      return text != nullptr ? text : "";
    }
    if (status == SQLITE_DONE) return {};
    if ((status & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() >= until)
      refuse_opening(db, status, target, joined({"set up (", pragma, ")"}));
    sqlite3_sleep(5);
  }
}

PLINTH_INLINE void set_pragma(sqlite3* db, const settings& target, std::string_view name, std::string_view value,
                              std::string_view shown_as) {
  static_cast<void>(ask(db, target, joined({"PRAGMA ", name, " = ", value})));
  const std::string found = ask(db, target, joined({"PRAGMA ", name}));
  if (found == shown_as) return;
  throw connection_error(
      2004, joined({"the SQLite database \"", target.file, "\" keeps ", name, " = \"", found, "\" where ", shown_as,
                    " was asked for; this build of SQLite or the file's "
                    "place does not allow it"}));
}

[[nodiscard]] PLINTH_INLINE std::string_view level_of(std::string_view synchronous) {
  return synchronous == "off" ? "0" : synchronous == "normal" ? "1" : synchronous == "full" ? "2" : "3";
}

PLINTH_INLINE void set_switches(sqlite3* db, const settings& target) {
  const bool in_force = switch_to(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1) && switch_to(db, SQLITE_DBCONFIG_DQS_DML, 0) &&
                        switch_to(db, SQLITE_DBCONFIG_DQS_DDL, 0) && switch_to(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0) &&
                        switch_to(db, SQLITE_DBCONFIG_DEFENSIVE, 1);
  if (!in_force)
    throw connection_error(2004, joined({"this build of SQLite does not enforce foreign keys, or cannot refuse "
                                         "double-quoted strings; \"",
                                         target.file, "\" was not opened"}));
}

PLINTH_INLINE void set_up(sqlite3* db, const settings& target) {
  set_switches(db, target);
  sqlite3_busy_timeout(db, static_cast<int>(target.busy_timeout_ms));
  const std::string cache = std::to_string(-target.cache_kib);
  const std::string timeout = std::to_string(target.busy_timeout_ms);
  set_pragma(db, target, "busy_timeout", timeout, timeout);
  set_pragma(db, target, "temp_store", "memory", "2");
  set_pragma(db, target, "cache_size", cache, cache);
  if (target.file.empty()) return;
  static_cast<void>(
      ask(db, target, joined({"PRAGMA mmap_size = ", std::to_string(target.mmap_bytes)})));  // a wish, not a rule
  set_pragma(db, target, "synchronous", target.synchronous, level_of(target.synchronous));
  if (target.access == access::read_only)
    static_cast<void>(ask(db, target, "SELECT count(*) FROM sqlite_schema"));  // touches the file, as a mode would
  else
    set_pragma(db, target, "journal_mode", target.journal_mode, target.journal_mode);
}

}  // namespace plinth::sqlite::detail
