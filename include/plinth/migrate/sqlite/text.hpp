// SPDX-License-Identifier: MIT
#pragma once

// Texts in the words of SQLite.

#include <string>

#include <plinth/dialect/lexer.hpp>
#include <plinth/dialect/sqlite.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::migrate::sqlite::detail {

inline constexpr dialect::sqlite server;
inline constexpr const dialect::lexical_rules& rules = dialect::sqlite_lexical_rules;

/// What `write` writes to a `sql::writer`.
template <class Write>
[[nodiscard]] std::string written(const Write& write) {
  return sql::text_of(server, write);
}

}  // namespace plinth::migrate::sqlite::detail
