// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/operation.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/type_change.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE std::string listed(const std::vector<std::string>& columns) {
  std::string result = "(";
  for (const std::string& column : columns) {
    if (result.size() > 1) result += ", ";
    result += column;
  }
  return result += ')';
}

[[nodiscard]] PLINTH_INLINE std::string shown_column(std::string_view in, std::string_view column) {
  return joined({dialect::as_name(in), ".", dialect::as_name(column)});
}

/// "the check "ck_users_age"", or the content where there is no name.
[[nodiscard]] PLINTH_INLINE std::string shown_constraint(std::string_view what, std::string_view name,
                                                         std::string_view content) {
  return name.empty() ? joined({"the ", what, " ", content}) : joined({"the ", what, " ", dialect::as_name(name)});
}

[[nodiscard]] PLINTH_INLINE std::string shown_key(const own::primary_key& key) {
  return key.columns.empty() ? std::string("none") : listed(key.columns);
}

[[nodiscard]] PLINTH_INLINE std::string shown_index(const own::index& i) {
  return joined({i.unique ? "the unique index " : "the index ", dialect::as_name(i.name)});
}

struct describing {
  [[nodiscard]] std::string operator()(const create_table& o) const {
    return joined({"creates the table ", dialect::as_name(o.table.name)});
  }
  [[nodiscard]] std::string operator()(const drop_table& o) const {
    return joined({"drops the table ", dialect::as_name(o.table.name)});
  }
  [[nodiscard]] std::string operator()(const rename_table& o) const {
    return joined({"renames the table ", dialect::as_name(o.from), " to ", dialect::as_name(o.to)});
  }
  [[nodiscard]] std::string operator()(const add_column& o) const {
    return joined({"adds the column ", shown_column(o.table, o.column.name)});
  }
  [[nodiscard]] std::string operator()(const drop_column& o) const {
    return joined({"drops the column ", shown_column(o.table, o.column.name)});
  }
  [[nodiscard]] std::string operator()(const rename_column& o) const {
    return joined({"renames the column ", shown_column(o.table, o.from), " to ", dialect::as_name(o.to)});
  }
  [[nodiscard]] std::string operator()(const alter_column& o) const {
    return joined({"changes the column ", shown_column(o.table, o.to.name), ": ", difference_of(o.from, o.to)});
  }
  [[nodiscard]] std::string operator()(const change_primary_key& o) const {
    return joined({"changes the primary key of ", dialect::as_name(o.table), " from ", shown_key(o.from), " to ",
                   shown_key(o.to)});
  }
  [[nodiscard]] std::string operator()(const add_unique& o) const { return constraint("adds ", o.table, o.unique); }
  [[nodiscard]] std::string operator()(const drop_unique& o) const { return constraint("drops ", o.table, o.unique); }
  [[nodiscard]] std::string operator()(const add_check& o) const { return constraint("adds ", o.table, o.check); }
  [[nodiscard]] std::string operator()(const drop_check& o) const { return constraint("drops ", o.table, o.check); }
  [[nodiscard]] std::string operator()(const add_foreign_key& o) const { return constraint("adds ", o.table, o.key); }
  [[nodiscard]] std::string operator()(const drop_foreign_key& o) const { return constraint("drops ", o.table, o.key); }
  [[nodiscard]] std::string operator()(const create_index& o) const {
    return joined({"creates ", shown_index(o.index), " of ", dialect::as_name(o.table)});
  }
  [[nodiscard]] std::string operator()(const drop_index& o) const {
    return joined({"drops ", shown_index(o.index), " of ", dialect::as_name(o.table)});
  }
  [[nodiscard]] std::string operator()(const rename_index& o) const {
    return joined({"renames the index ", dialect::as_name(o.from), " to ", dialect::as_name(o.to)});
  }
  [[nodiscard]] std::string operator()(const rename_constraint& o) const {
    return joined({"renames the constraint ", dialect::as_name(o.from), " of ", dialect::as_name(o.table), " to ",
                   dialect::as_name(o.to)});
  }
  [[nodiscard]] std::string operator()(const change_options& o) const {
    std::string result = joined({"makes the table ", dialect::as_name(o.table)});
    if (o.from.strict != o.to.strict) result += o.to.strict ? " strict" : " no longer strict";
    if (o.from.without_rowid != o.to.without_rowid) result += o.to.without_rowid ? " without rowid" : " with rowid";
    return result;
  }

 private:
  [[nodiscard]] static std::string constraint(std::string_view verb, std::string_view of,
                                              const own::unique_constraint& u) {
    return joined(
        {verb, shown_constraint("unique constraint", u.name, listed(u.columns)), " of ", dialect::as_name(of)});
  }
  [[nodiscard]] static std::string constraint(std::string_view verb, std::string_view of,
                                              const own::check_constraint& c) {
    return joined(
        {verb, shown_constraint("check", c.full_name, joined({"(", c.expression, ")"})), " of ", dialect::as_name(of)});
  }
  [[nodiscard]] static std::string constraint(std::string_view verb, std::string_view of, const own::foreign_key& k) {
    return joined({verb, shown_constraint("foreign key", k.name, listed(k.columns)), " of ", dialect::as_name(of),
                   " to ", dialect::as_name(k.target_table)});
  }
};

struct reversing {
  operation operator()(const create_table& o) const { return drop_table{o.table, o.triggers}; }
  operation operator()(const drop_table& o) const { return create_table{o.table, o.triggers}; }
  operation operator()(const rename_table& o) const { return rename_table{o.to, o.from}; }
  operation operator()(const add_column& o) const { return drop_column{o.table, o.column}; }
  operation operator()(const drop_column& o) const { return add_column{o.table, o.column}; }
  operation operator()(const rename_column& o) const { return rename_column{o.table, o.to, o.from}; }
  operation operator()(const alter_column& o) const { return alter_column{o.table, o.to, o.from}; }
  operation operator()(const change_primary_key& o) const { return change_primary_key{o.table, o.to, o.from}; }
  operation operator()(const add_unique& o) const { return drop_unique{o.table, o.unique}; }
  operation operator()(const drop_unique& o) const { return add_unique{o.table, o.unique}; }
  operation operator()(const add_check& o) const { return drop_check{o.table, o.check}; }
  operation operator()(const drop_check& o) const { return add_check{o.table, o.check}; }
  operation operator()(const add_foreign_key& o) const { return drop_foreign_key{o.table, o.key}; }
  operation operator()(const drop_foreign_key& o) const { return add_foreign_key{o.table, o.key}; }
  operation operator()(const create_index& o) const { return drop_index{o.table, o.index}; }
  operation operator()(const drop_index& o) const { return create_index{o.table, o.index}; }
  operation operator()(const rename_index& o) const { return rename_index{o.table, o.to, o.from}; }
  operation operator()(const rename_constraint& o) const { return rename_constraint{o.table, o.to, o.from}; }
  operation operator()(const change_options& o) const { return change_options{o.table, o.to, o.from}; }
};

struct finding_danger {
  [[nodiscard]] std::string operator()(const drop_table& o) const {
    return joined({"drops the table ", dialect::as_name(o.table.name), " and its rows"});
  }
  [[nodiscard]] std::string operator()(const drop_column& o) const {
    if (o.column.computation != catalog::computation::none) return {};
    return joined({"drops the column ", shown_column(o.table, o.column.name), " and its values"});
  }
  [[nodiscard]] std::string operator()(const add_column& o) const {
    const own::column& c = o.column;
    if (c.nullable || !c.server_default.empty() || c.computation != catalog::computation::none) return {};
    return joined({"adds ", shown_column(o.table, c.name),
                   ", which must have a value and has no default: it fails where the table has rows"});
  }
  [[nodiscard]] std::string operator()(const alter_column& o) const {
    const std::string why = loss_of(o.from, o.to);
    return why.empty() ? why : joined({"changes ", shown_column(o.table, o.to.name), ": ", why});
  }
  [[nodiscard]] std::string operator()(const change_options& o) const {
    if (!o.to.strict || o.from.strict) return {};
    return joined({"makes ", dialect::as_name(o.table), " strict: it fails where a value is not of its column's type"});
  }
  template <class Other>
  [[nodiscard]] std::string operator()(const Other&) const {
    return {};
  }
};

struct finding_table {
  const std::string& operator()(const create_table& o) const noexcept { return o.table.name; }
  const std::string& operator()(const drop_table& o) const noexcept { return o.table.name; }
  const std::string& operator()(const rename_table& o) const noexcept { return o.from; }
  template <class Other>
  const std::string& operator()(const Other& o) const noexcept {
    return o.table;
  }
};

}  // namespace detail

PLINTH_INLINE std::string describe(const operation& op) { return std::visit(detail::describing{}, op); }

PLINTH_INLINE std::string_view name_of(const operation& op) noexcept {
  constexpr std::array<std::string_view, std::variant_size_v<operation>> words = {
      "create_table",  "drop_table",   "rename_table",       "add_column",       "drop_column",
      "rename_column", "alter_column", "change_primary_key", "add_unique",       "drop_unique",
      "add_check",     "drop_check",   "add_foreign_key",    "drop_foreign_key", "create_index",
      "drop_index",    "rename_index", "rename_constraint",  "change_options"};
  return words[op.index()];
}

PLINTH_INLINE const std::string& table_of(const operation& op) noexcept {
  return std::visit(detail::finding_table{}, op);
}

PLINTH_INLINE operation reversed(const operation& op) { return std::visit(detail::reversing{}, op); }

PLINTH_INLINE std::vector<operation> reversed(const std::vector<operation>& ops) {
  std::vector<operation> result;
  for (auto op = ops.rbegin(); op != ops.rend(); ++op) result.push_back(reversed(*op));
  return result;
}

PLINTH_INLINE std::string danger_of(const operation& op) { return std::visit(detail::finding_danger{}, op); }

}  // namespace plinth::migrate
