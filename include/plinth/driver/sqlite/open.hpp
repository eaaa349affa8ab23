// SPDX-License-Identifier: MIT
#pragma once

// Opening a SQLite database and putting its settings in force. Each setting is read back: SQLite ignores a pragma that
// it does not know or cannot obey, without a word.

#include <string>

#include <sqlite3.h>

#include <plinth/driver/sqlite/handles.hpp>
#include <plinth/driver/sqlite/settings.hpp>

namespace plinth::sqlite::detail {

[[nodiscard]] database_handle open(const settings& target, const std::string& memory_name);

/// Switches one of SQLite's own switches and says whether it is where it should be.
[[nodiscard]] bool switch_to(sqlite3* db, int option, int wanted) noexcept;

/// Puts everything in force that `target` asks for, and what plinth always wants: foreign keys enforced, a misspelt
/// "name" never taken for a string, the schema not trusted to call functions, temporary tables in memory.
void set_up(sqlite3* db, const settings& target);

}  // namespace plinth::sqlite::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/sqlite/impl/open.hpp>
#endif
