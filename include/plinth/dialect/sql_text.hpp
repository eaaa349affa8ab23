// SPDX-License-Identifier: MIT
#pragma once

// Expressions of SQL as text: whether two say the same, and what one says once a column has another name.

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/dialect/lexer.hpp>

namespace plinth::dialect {

/// One form for all spellings: no comments, blanks where they are needed, words in small letters, quotes only where a
/// name needs them, no brackets around the whole. Texts that have the same form say the same; not every pair of texts
/// that say the same has the same form.
[[nodiscard]] std::string normal_form(std::string_view expression, const lexical_rules& rules);

[[nodiscard]] inline bool says_the_same(std::string_view a, std::string_view b, const lexical_rules& rules) {
  return a == b || normal_form(a, rules) == normal_form(b, rules);
}

/// Whether an expression over the columns of one table names this column.
[[nodiscard]] bool mentions(std::string_view expression, std::string_view column, const lexical_rules& rules);

/// Whether a whole statement has this name anywhere: of a table, a column or anything else.
[[nodiscard]] bool has_name(std::string_view statement, std::string_view name, const lexical_rules& rules);

/// Old and new names of columns, all of which change at once.
using new_names = std::span<const std::pair<std::string, std::string>>;

/// An expression over the columns of one table, in which columns are called by their new names. What is no name of one
/// of these columns stays as it is, blanks and comments too.
[[nodiscard]] std::string with_new_names(std::string_view expression, new_names names, const lexical_rules& rules);

/// `name` as a quoted name.
[[nodiscard]] std::string as_name(std::string_view name);

}  // namespace plinth::dialect

#ifndef PLINTH_PRECOMPILED
#include <plinth/dialect/impl/sql_text.hpp>
#endif
