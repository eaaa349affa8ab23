// SPDX-License-Identifier: MIT
#pragma once

// Texts in the words of PostgreSQL.

#include <string>

#include <plinth/dialect/lexer.hpp>
#include <plinth/dialect/postgresql.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::migrate::postgresql::detail {

inline constexpr dialect::postgresql server;
inline constexpr const dialect::lexical_rules& rules = dialect::postgresql_lexical_rules;

/// What `write` writes to a `sql::writer`.
template <class Write>
[[nodiscard]] std::string written(const Write& write) {
  return sql::text_of(server, write);
}

}  // namespace plinth::migrate::postgresql::detail
