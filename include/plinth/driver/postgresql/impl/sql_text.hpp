// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>

#include <plinth/core/error.hpp>
#include <plinth/driver/postgresql/sql_text.hpp>

namespace plinth::postgresql::detail {

/// What stands behind blanks and comments. Comments of PostgreSQL nest.
[[nodiscard]] PLINTH_INLINE std::string_view without_leading_blanks(std::string_view sql) noexcept {
  for (;;) {
    while (!sql.empty() && (sql.front() == ' ' || (sql.front() >= '\t' && sql.front() <= '\r'))) sql.remove_prefix(1);
    if (sql.starts_with("--")) {
      sql.remove_prefix(std::min(sql.find('\n'), sql.size()));
    } else if (sql.starts_with("/*")) {
      int depth = 0;
      do {
        const bool opens = sql.starts_with("/*");
        const bool closes = sql.starts_with("*/");
        depth += opens ? 1 : closes ? -1 : 0;
        sql.remove_prefix(opens || closes ? 2 : 1);
      } while (depth > 0 && !sql.empty());
    } else {
      return sql;
    }
  }
}

PLINTH_INLINE bool is_blank(std::string_view sql) noexcept {
  sql = without_leading_blanks(sql);
  while (sql.starts_with(';')) sql = without_leading_blanks(sql.substr(1));
  return sql.empty();
}

[[nodiscard]] PLINTH_INLINE char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] PLINTH_INLINE bool begins_with_word(std::string_view sql, std::string_view word) noexcept {
  if (sql.size() < word.size()) return false;
  return std::equal(word.begin(), word.end(), sql.begin(), [](char a, char b) { return a == lower(b); });
}

PLINTH_INLINE bool mentions(std::string_view sql, std::string_view word) noexcept {
  const auto found =
      std::search(sql.begin(), sql.end(), word.begin(), word.end(), [](char a, char b) { return lower(a) == b; });
  return found != sql.end();
}

PLINTH_INLINE bool may_leave_state(std::string_view sql) noexcept {
  sql = without_leading_blanks(sql);
  for (const std::string_view word :
       {"select", "insert", "update", "delete", "with", "savepoint", "release", "rollback"})
    if (begins_with_word(sql, word)) return mentions(sql, "advisory_lock") || mentions(sql, "set_config");
  return true;
}

PLINTH_INLINE void refuse_too_many_places(std::string_view sql) {
  constexpr std::size_t least_size = 65'536 * 6;  // so many places, with commas between them
  if (sql.size() > least_size && sql.find("$65536") != std::string_view::npos)
    throw statement_error(2425,
                          "the statement has more than 65,535 places for values, which the server cannot count; split "
                          "it, or bind an array",
                          sql.substr(0, 200));
}

PLINTH_INLINE void refuse_nul_in_statement(std::string_view sql) {
  if (sql.find('\0') != std::string_view::npos)
    throw statement_error(2225, "a statement has a NUL byte in its text; bind the value instead", sql);
}

}  // namespace plinth::postgresql::detail
