// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/dialect/sql_text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/dialect/lexer.hpp>

namespace plinth::dialect {

namespace detail {

/// Words of an expression that are names only where they are quoted.
[[nodiscard]] PLINTH_INLINE bool is_keyword(std::string_view lower_case) {
  constexpr std::array<std::string_view, 38> words = {
      "and",   "as",       "asc",    "between", "by",     "case",   "cast",  "check",   "collate", "default",
      "desc",  "distinct", "else",   "end",     "escape", "exists", "false", "filter",  "from",    "glob",
      "group", "having",   "in",     "is",      "isnull", "like",   "not",   "notnull", "null",    "on",
      "or",    "order",    "regexp", "select",  "then",   "true",   "when",  "where"};
  return std::binary_search(words.begin(), words.end(), lower_case);
}

/// Whether a quoted name means the same without its quotes.
[[nodiscard]] PLINTH_INLINE bool needs_no_quotes(std::string_view name, const lexical_rules& rules) {
  if (name.empty() || !begins_word(name.front()) || is_keyword(lowered(name))) return false;
  if (!rules.names_ignore_case && lowered(name) != name) return false;
  return std::all_of(name.begin(), name.end(), goes_on_word);
}

[[nodiscard]] PLINTH_INLINE std::string normal_token(const lexical_token& token, const lexical_rules& rules) {
  if (token.kind == token_kind::word || token.kind == token_kind::number) return lowered(token.text);
  if (token.kind != token_kind::quoted_name) return std::string(token.text == "==" ? "=" : token.text);
  const std::string name = token.unquoted();
  const std::string same_case = rules.names_ignore_case ? lowered(name) : name;
  return needs_no_quotes(name, rules) ? same_case : as_name(same_case);
}

/// How many tokens from `from` on stand in the bracket that opens there, both brackets included.
[[nodiscard]] PLINTH_INLINE std::size_t size_of_bracket(const std::vector<lexical_token>& tokens, std::size_t from) {
  std::size_t depth = 0;
  for (std::size_t i = from; i < tokens.size(); ++i) {
    if (tokens[i].is_symbol("(")) ++depth;
    if (tokens[i].is_symbol(")") && --depth == 0) return i + 1 - from;
  }
  return tokens.size() - from;
}

/// A name that can be a column's: no function, no keyword without quotes, nothing that another name qualifies but the
/// table's own.
[[nodiscard]] PLINTH_INLINE bool may_be_column(const std::vector<lexical_token>& tokens, std::size_t i) {
  const lexical_token& token = tokens[i];
  if (!token.is_name() || tokens[i + 1].is_symbol("(") || tokens[i + 1].is_symbol(".")) return false;
  return token.kind == token_kind::quoted_name || !is_keyword(lowered(token.text));
}

[[nodiscard]] PLINTH_INLINE bool is_called(const lexical_token& token, std::string_view name,
                                           const lexical_rules& rules) {
  if (rules.names_ignore_case) return same_but_for_case(token.unquoted(), name);
  return token.kind == token_kind::word ? lowered(token.text) == name : token.unquoted() == name;
}

}  // namespace detail

PLINTH_INLINE std::string as_name(std::string_view name) {
  std::string result = "\"";
  for (const char c : name) result.append(c == '"' ? 2 : 1, c);
  return result += '"';
}

PLINTH_INLINE std::string normal_form(std::string_view expression, const lexical_rules& rules) {
  const std::vector<lexical_token> tokens = tokens_of(expression, rules);
  std::size_t first = 0;
  std::size_t last = tokens.size() - 1;  // without the end
  while (last - first >= 2 && tokens[first].is_symbol("(") && detail::size_of_bracket(tokens, first) == last - first) {
    ++first;
    --last;
  }
  std::string result;
  for (std::size_t i = first; i < last; ++i) {
    const bool tight = i == first || tokens[i].is_symbol(")") || tokens[i].is_symbol(",") || tokens[i].is_symbol(".") ||
                       tokens[i - 1].is_symbol("(") || tokens[i - 1].is_symbol(".") ||
                       (tokens[i].is_symbol("(") && tokens[i - 1].is_name());
    if (!tight) result += ' ';
    result += detail::normal_token(tokens[i], rules);
  }
  return result;
}

PLINTH_INLINE bool mentions(std::string_view expression, std::string_view column, const lexical_rules& rules) {
  const std::vector<lexical_token> tokens = tokens_of(expression, rules);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
    if (detail::may_be_column(tokens, i) && detail::is_called(tokens[i], column, rules)) return true;
  return false;
}

PLINTH_INLINE bool has_name(std::string_view statement, std::string_view name, const lexical_rules& rules) {
  for (const lexical_token& token : tokens_of(statement, rules))
    if (token.is_name() && detail::is_called(token, name, rules)) return true;
  return false;
}

PLINTH_INLINE std::string with_new_names(std::string_view expression, new_names names, const lexical_rules& rules) {
  const std::vector<lexical_token> tokens = tokens_of(expression, rules);
  std::string result;
  std::size_t done = 0;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!detail::may_be_column(tokens, i)) continue;
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const auto& name) { return detail::is_called(tokens[i], name.first, rules); });
    if (found == names.end()) continue;
    result += expression.substr(done, tokens[i].begin - done);
    result += as_name(found->second);
    done = tokens[i].end();
  }
  return result += expression.substr(done);
}

}  // namespace plinth::dialect
