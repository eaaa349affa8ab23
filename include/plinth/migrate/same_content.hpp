// SPDX-License-Identifier: MIT
#pragma once

// When two parts of tables are the same, whatever they are called and however they are spelt.

#include <string>
#include <string_view>

#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/type_change.hpp>

namespace plinth::migrate::detail {

/// Whether two things say the same, whatever they are called.
struct same_content {
  const dialect::lexical_rules& rules;

  bool operator()(const own::unique_constraint& a, const own::unique_constraint& b) const {
    return same_names(a.columns, b.columns, rules);
  }
  bool operator()(const own::primary_key& a, const own::primary_key& b) const {
    return same_names(a.columns, b.columns, rules);
  }
  bool operator()(const own::check_constraint& a, const own::check_constraint& b) const {
    return dialect::says_the_same(a.expression, b.expression, rules);
  }
  bool operator()(const own::foreign_key& a, const own::foreign_key& b) const {
    return same_names(a.columns, b.columns, rules) && same_name(a.target_table, b.target_table, rules) &&
           same_names(a.target_columns, b.target_columns, rules) && a.on_delete == b.on_delete &&
           a.on_update == b.on_update && a.checked == b.checked;
  }
  bool operator()(const own::index& a, const own::index& b) const {
    return same_names(a.columns, b.columns, rules) && a.unique == b.unique && a.descending == b.descending &&
           dialect::says_the_same(a.where, b.where, rules) && dialect::says_the_same(a.expression, b.expression, rules);
  }
  bool operator()(const own::column& a, const own::column& b) const {
    return same_type(a.type, b.type) && a.nullable == b.nullable && a.generated_key == b.generated_key &&
           dialect::says_the_same(default_of(a), default_of(b), rules) && a.never_reuses_keys == b.never_reuses_keys &&
           a.computation == b.computation && dialect::says_the_same(a.expression, b.expression, rules) &&
           dialect::same_but_for_case(collation_of(a), collation_of(b));
  }

  [[nodiscard]] static std::string default_of(const own::column& c) {
    if (!c.default_is_literal) return c.server_default;
    std::string text = "'";
    for (const char ch : c.server_default) text.append(ch == '\'' ? 2 : 1, ch);
    return text += '\'';
  }
  [[nodiscard]] static std::string_view collation_of(const own::column& c) {
    return dialect::same_but_for_case(c.collation, "binary") ? std::string_view() : std::string_view(c.collation);
  }
};

/// The name of a constraint, index or table.
[[nodiscard]] inline std::string& name_in(own::check_constraint& c) noexcept { return c.full_name; }
template <class Thing>
[[nodiscard]] std::string& name_in(Thing& thing) noexcept {
  return thing.name;
}
template <class Thing>
[[nodiscard]] const std::string& name_in(const Thing& thing) noexcept {
  return name_in(const_cast<Thing&>(thing));
}

}  // namespace plinth::migrate::detail
