// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/database.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/dialect/names.hpp>

namespace plinth::migrate {

PLINTH_INLINE bool same_name(std::string_view a, std::string_view b, const dialect::lexical_rules& rules) noexcept {
  return rules.names_ignore_case ? dialect::same_but_for_case(a, b) : a == b;
}

PLINTH_INLINE bool database::same_name(std::string_view a, std::string_view b) const noexcept {
  return migrate::same_name(a, b, rules);
}

PLINTH_INLINE own::table* database::find(std::string_view name) noexcept {
  const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return same_name(t.name, name); });
  return found == tables.end() ? nullptr : &*found;
}

PLINTH_INLINE const own::table* database::find(std::string_view name) const noexcept {
  return const_cast<database*>(this)->find(name);
}

PLINTH_INLINE own::column* find_column(own::table& in, std::string_view name,
                                       const dialect::lexical_rules& rules) noexcept {
  for (own::column& c : in.columns)
    if (same_name(c.name, name, rules)) return &c;
  return nullptr;
}

PLINTH_INLINE const own::column* find_column(const own::table& in, std::string_view name,
                                             const dialect::lexical_rules& rules) noexcept {
  return find_column(const_cast<own::table&>(in), name, rules);
}

PLINTH_INLINE bool same_names(const std::vector<std::string>& a, const std::vector<std::string>& b,
                              const dialect::lexical_rules& rules) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](const std::string& x, const std::string& y) { return same_name(x, y, rules); });
}

PLINTH_INLINE bool names(const std::vector<std::string>& columns, std::string_view name,
                         const dialect::lexical_rules& rules) noexcept {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const std::string& column) { return same_name(column, name, rules); });
}

namespace detail {

[[nodiscard]] PLINTH_INLINE std::vector<std::string> owned_names(std::span<const std::string_view> texts) {
  return {texts.begin(), texts.end()};
}

[[nodiscard]] PLINTH_INLINE own::data_type owned_copy(const catalog::data_type& t) {
  return {.base = t.base,
          .length = t.length,
          .precision = t.precision,
          .scale = t.scale,
          .labels = owned_names(t.labels),
          .name = std::string(t.name),
          .declared = std::string(t.declared)};
}

[[nodiscard]] PLINTH_INLINE own::column owned_copy(const catalog::column& c) {
  return {.name = std::string(c.name),
          .type = owned_copy(c.type),
          .nullable = c.nullable,
          .generated_key = c.generated_key,
          .server_default = std::string(c.server_default),
          .default_is_literal = c.default_is_literal,
          .never_reuses_keys = c.never_reuses_keys,
          .computation = c.computation,
          .expression = std::string(c.expression),
          .collation = std::string(c.collation),
          .renamed_from = std::string(c.renamed_from)};
}

[[nodiscard]] PLINTH_INLINE own::foreign_key owned_copy(const catalog::table& of, const catalog::foreign_key& f) {
  return {.name = std::string(dialect::name_of(of, f).text()),
          .columns = owned_names(f.columns),
          .target_table = std::string(f.target_table),
          .target_columns = owned_names(f.target_columns),
          .on_delete = f.on_delete,
          .on_update = f.on_update,
          .checked = f.checked};
}

[[nodiscard]] PLINTH_INLINE own::index owned_copy(const catalog::table& of, const catalog::index& x) {
  return {.name = std::string(dialect::name_of(of, x).text()),
          .columns = owned_names(x.columns),
          .unique = x.unique,
          .where = std::string(x.where),
          .descending = x.descending,
          .expression = std::string(x.expression)};
}

}  // namespace detail

PLINTH_INLINE own::table owned_copy(const catalog::table& of) {
  own::table result{.name = std::string(of.name),
                    .strict = of.strict,
                    .without_rowid = of.without_rowid,
                    .renamed_from = std::string(of.renamed_from)};
  for (const catalog::column& c : of.columns) result.columns.push_back(detail::owned_copy(c));
  if (!of.key.columns.empty())
    result.key = {std::string(dialect::name_of(of, of.key).text()), detail::owned_names(of.key.columns)};
  for (const catalog::foreign_key& f : of.foreign_keys) result.foreign_keys.push_back(detail::owned_copy(of, f));
  for (const catalog::unique_constraint& u : of.uniques)
    result.uniques.push_back({std::string(dialect::name_of(of, u).text()), detail::owned_names(u.columns)});
  std::size_t position = 0;
  for (const catalog::check_constraint& c : of.checks)
    result.checks.push_back({.name = {},
                             .expression = std::string(c.expression),
                             .full_name = std::string(dialect::name_of(of, c, ++position).text())});
  for (const catalog::index& x : of.indexes) result.indexes.push_back(detail::owned_copy(of, x));
  return result;
}

PLINTH_INLINE database owned_copy(std::span<const catalog::table* const> tables, const dialect::lexical_rules& rules) {
  database result;
  result.rules = rules;
  for (const catalog::table* t : tables) result.tables.push_back(owned_copy(*t));
  return result;
}

}  // namespace plinth::migrate
