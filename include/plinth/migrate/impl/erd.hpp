// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/erd.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/type_change.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE bool is_one_of(std::span<const std::string_view> columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

[[nodiscard]] PLINTH_INLINE bool is_foreign(const catalog::table& t, std::string_view column) {
  return std::any_of(t.foreign_keys.begin(), t.foreign_keys.end(),
                     [&](const catalog::foreign_key& k) { return is_one_of(k.columns, column); });
}

/// Whether no two rows have the same values in these columns.
[[nodiscard]] PLINTH_INLINE bool is_unique_in(const catalog::table& t, std::span<const std::string_view> columns) {
  const auto same = [&](std::span<const std::string_view> other) {
    return std::equal(other.begin(), other.end(), columns.begin(), columns.end());
  };
  return same(t.key.columns) ||
         std::any_of(t.uniques.begin(), t.uniques.end(), [&](const auto& u) { return same(u.columns); }) ||
         std::any_of(t.indexes.begin(), t.indexes.end(),
                     [&](const auto& i) { return i.unique && i.where.empty() && same(i.columns); });
}

[[nodiscard]] PLINTH_INLINE bool may_be_null(const catalog::table& t, const catalog::foreign_key& key) {
  return std::any_of(t.columns.begin(), t.columns.end(),
                     [&](const catalog::column& c) { return c.nullable && is_one_of(key.columns, c.name); });
}

/// A word of Mermaid: letters, digits, _ only.
[[nodiscard]] PLINTH_INLINE std::string mermaid_word(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (plain || (!result.empty() && result.back() != '_')) result += plain ? c : '_';
  }
  while (result.ends_with('_')) result.pop_back();
  return result.empty() ? "_" : result;
}

[[nodiscard]] PLINTH_INLINE std::string type_word(const catalog::column& c) {
  own::data_type type = owned_copy(c.type);
  type.labels.clear();
  return shown_type(type);
}

[[nodiscard]] PLINTH_INLINE std::string escaped_for_dot(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '&')
      result += "&amp;";
    else if (c == '"')
      result += "&quot;";
    else
      result += c;
  }
  return result;
}

}  // namespace detail

PLINTH_INLINE std::string as_mermaid(std::span<const catalog::table* const> tables) {
  std::string out = "erDiagram\n";
  for (const catalog::table* t : tables) {
    out += joined({"  ", detail::mermaid_word(t->name), " {\n"});
    for (const catalog::column& c : t->columns) {
      const bool key = detail::is_one_of(t->key.columns, c.name);
      const bool foreign = detail::is_foreign(*t, c.name);
      out += joined({"    ", detail::mermaid_word(detail::type_word(c)), " ", detail::mermaid_word(c.name),
                     key && foreign ? " PK,FK"
                     : key          ? " PK"
                     : foreign      ? " FK"
                                    : "",
                     c.nullable ? " \"optional\"" : "", "\n"});
    }
    out += "  }\n";
  }
  for (const catalog::table* t : tables)
    for (const catalog::foreign_key& k : t->foreign_keys)
      out += joined({"  ", detail::mermaid_word(k.target_table), detail::may_be_null(*t, k) ? " |o--" : " ||--",
                     detail::is_unique_in(*t, k.columns) ? "o| " : "o{ ", detail::mermaid_word(t->name), " : ",
                     detail::mermaid_word(k.columns.empty() ? std::string_view("_") : k.columns.front()), "\n"});
  return out;
}

PLINTH_INLINE std::string as_dot(std::span<const catalog::table* const> tables) {
  std::string out = "digraph models {\n  rankdir=LR;\n  node [shape=plain];\n";
  for (const catalog::table* t : tables) {
    const std::string name = detail::escaped_for_dot(t->name);
    out += joined({"  \"", name, "\" [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\">\n    <tr><td><b>",
                   name, "</b></td></tr>\n"});
    for (const catalog::column& c : t->columns) {
      const bool key = detail::is_one_of(t->key.columns, c.name);
      const std::string column_name = detail::escaped_for_dot(c.name);
      out += joined({"    <tr><td align=\"left\" port=\"", column_name, "\">", key ? "<u>" : "", column_name,
                     key ? "</u>" : "", " ", detail::escaped_for_dot(detail::type_word(c)), c.nullable ? "?" : "",
                     "</td></tr>\n"});
    }
    out += "  </table>>];\n";
  }
  for (const catalog::table* t : tables)
    for (const catalog::foreign_key& k : t->foreign_keys)
      out += joined({"  \"", detail::escaped_for_dot(t->name), "\":\"", detail::escaped_for_dot(k.columns.front()),
                     "\" -> \"", detail::escaped_for_dot(k.target_table), "\":\"",
                     detail::escaped_for_dot(k.target_columns.empty() ? std::string_view() : k.target_columns.front()),
                     "\";\n"});
  return out += "}\n";
}

}  // namespace plinth::migrate
