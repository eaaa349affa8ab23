// SPDX-License-Identifier: MIT
#pragma once

// SQLite keeps a table as the text of its CREATE statement, and its pragmas tell only a part of what stands there: no
// checks, no names of constraints, no collations, no AUTOINCREMENT. So the text is read.

#include <string>
#include <string_view>
#include <vector>

#include <plinth/migrate/database.hpp>

namespace plinth::migrate::sqlite {

struct parsed_table {
  own::table table;

  /// What stands there and has no place in the catalog: "ON CONFLICT REPLACE".
  std::vector<std::string> not_understood;

  /// False where the text is no CREATE TABLE that this reader knows its way through; `table` is then of no use.
  bool complete = true;
};

/// Reads CREATE TABLE. A foreign key without target columns has none here. What a type's words mean is decided by
/// `read_type`; the labels of an enumeration are taken from its check.
[[nodiscard]] parsed_table parse_table(std::string_view sql);

/// Reads CREATE INDEX. False where the text is none.
[[nodiscard]] bool parse_index(std::string_view sql, own::index& result);

}  // namespace plinth::migrate::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/sqlite/impl/parse.hpp>
#endif
