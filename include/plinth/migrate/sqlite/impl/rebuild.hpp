// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/sqlite/rebuild.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/sqlite/text.hpp>
#include <plinth/migrate/type_change.hpp>

namespace plinth::migrate::sqlite {

namespace detail {

// ---- ALTER ----------------------------------------------------------------------------------------------------------

/// Whether a default is a value and no expression, which is what ADD COLUMN asks for.
[[nodiscard]] PLINTH_INLINE bool is_constant(std::string_view server_default) {
  std::vector<dialect::lexical_token> tokens = dialect::tokens_of(server_default);
  tokens.pop_back();
  if (!tokens.empty() && (tokens[0].is_symbol("-") || tokens[0].is_symbol("+"))) tokens.erase(tokens.begin());
  if (tokens.size() != 1) return tokens.empty();
  const dialect::lexical_token& only = tokens[0];
  return only.kind == dialect::token_kind::number || only.kind == dialect::token_kind::text || only.is_word("NULL") ||
         only.is_word("TRUE") || only.is_word("FALSE");
}

[[nodiscard]] PLINTH_INLINE bool is_null(std::string_view server_default) {
  return server_default.empty() || dialect::same_but_for_case(server_default, "null");
}

/// The single-column foreign key of `to` that the column has, if there is one.
[[nodiscard]] PLINTH_INLINE const own::foreign_key* foreign_key_of(const own::table& t, std::string_view column) {
  for (const own::foreign_key& key : t.foreign_keys)
    if (key.columns.size() == 1 && same_name(key.columns[0], column, rules)) return &key;
  return nullptr;
}

/// What SQLite's ADD COLUMN takes.
[[nodiscard]] PLINTH_INLINE bool can_add(const own::table& to, const own::column& added) {
  if (added.computation == catalog::computation::stored || names(to.key.columns, added.name, rules)) return false;
  if (added.computation == catalog::computation::on_read) return true;
  if (!added.nullable && is_null(added.server_default)) return false;
  if (foreign_key_of(to, added.name) != nullptr && !is_null(added.server_default)) return false;
  return added.default_is_literal || is_constant(added.server_default);
}

/// What SQLite's DROP COLUMN takes: nothing else of the table may say the column's name.
[[nodiscard]] PLINTH_INLINE bool can_drop(const own::table& from, std::string_view dropped) {
  const auto in = [&](const auto& thing) { return names(thing.columns, dropped, rules); };
  const auto said_in = [&](std::string_view text) { return dialect::mentions(text, dropped, rules); };
  return !names(from.key.columns, dropped, rules) && std::none_of(from.uniques.begin(), from.uniques.end(), in) &&
         std::none_of(from.foreign_keys.begin(), from.foreign_keys.end(), in) &&
         std::none_of(from.indexes.begin(), from.indexes.end(),
                      [&](const own::index& i) { return in(i) || said_in(i.expression) || said_in(i.where); }) &&
         std::none_of(from.checks.begin(), from.checks.end(),
                      [&](const own::check_constraint& c) { return said_in(c.expression); }) &&
         std::none_of(from.columns.begin(), from.columns.end(), [&](const own::column& c) {
           return said_in(c.expression) ||
                  (same_name(c.name, dropped, rules) && c.type.base == catalog::base_type::enumeration);
         });
}

/// Whether the plan's table gets this column.
[[nodiscard]] PLINTH_INLINE bool is_new(const table_plan& plan, std::string_view column) {
  for (std::size_t i = 0; i < plan.to.columns.size(); ++i)
    if (same_name(plan.to.columns[i].name, column, rules)) return plan.origins[i].empty();
  return false;
}

/// Whether an operation needs nothing but ALTER, or is no matter of the table itself.
struct altering {
  const table_plan& plan;

  bool operator()(const rename_table&) const { return true; }
  bool operator()(const rename_column&) const { return true; }
  bool operator()(const create_index&) const { return true; }
  bool operator()(const drop_index&) const { return true; }
  bool operator()(const rename_index&) const { return true; }
  bool operator()(const add_column&) const { return true; }   // looked at by its column
  bool operator()(const drop_column&) const { return true; }  // looked at by its column
  bool operator()(const add_foreign_key& o) const {
    return o.key.columns.size() == 1 && is_new(plan, name_now(o.key.columns[0]));
  }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }

  /// What the column is called until the renames.
  [[nodiscard]] std::string name_now(const std::string& column) const {
    for (const auto& [now, wanted] : plan.column_renames)
      if (same_name(wanted, column, rules)) return now;
    return column;
  }
};

/// The columns of `from` that nothing of `to` was.
[[nodiscard]] PLINTH_INLINE std::vector<std::string> dropped_columns(const table_plan& plan) {
  std::vector<std::string> result;
  for (const own::column& c : plan.from.columns)
    if (!names(plan.origins, c.name, rules)) result.push_back(c.name);
  return result;
}

/// The column with what hangs on it alone, as it stands behind ADD COLUMN.
PLINTH_INLINE void write_added(sql::writer& out, const own::table& to, const own::column& added) {
  dialect::column_definition(out, to, added);
  if (const own::foreign_key* key = foreign_key_of(to, added.name)) {
    if (!key->name.empty()) (out << " CONSTRAINT ").name(key->name);
    dialect::references(out << ' ', *key);
  }
  if (dialect::detail::needs_labels_check(out, added)) {
    (out << " CONSTRAINT ").name(dialect::name_of_check(to, added.name, 0).text()) << ' ';
    dialect::detail::write_labels_check(out, added);
  }
}

// ---- the rebuild ----------------------------------------------------------------------------------------------------

[[nodiscard]] PLINTH_INLINE std::int64_t power_of_ten(unsigned exponent) {
  std::int64_t result = 1;
  while (exponent-- > 0 && result < 1'000'000'000'000'000'000) result *= 10;
  return result;
}

/// A value of the old column as the new one stores it. A decimal is a whole number of its smallest unit, so that it
/// changes with the scale; everything else goes over as it is, and nothing is forced into a type that it has no value
/// of.
[[nodiscard]] PLINTH_INLINE std::string copied_value(const own::column& from, const own::column& to) {
  const std::string name = dialect::as_name(from.name);
  const bool was_decimal = from.type.base == catalog::base_type::decimal;
  const bool is_decimal = to.type.base == catalog::base_type::decimal;
  const bool same_words = from.type.declared == to.type.declared && from.type.scale == to.type.scale;
  if ((!was_decimal && !is_decimal) || (was_decimal && is_decimal && same_words)) return name;
  const int old_scale = was_decimal ? from.type.scale : 0;
  const int new_scale = is_decimal ? to.type.scale : 0;
  const auto whole = [&](std::string_view then) {
    return joined({"CASE typeof(", name, ") WHEN 'integer' THEN ", then, " ELSE ", name, " END"});
  };
  if (to.type.base == catalog::base_type::double_precision || to.type.base == catalog::base_type::real)
    return whole(joined({name, " / ", std::to_string(power_of_ten(static_cast<unsigned>(old_scale))), ".0"}));
  if (from.type.base == catalog::base_type::double_precision || from.type.base == catalog::base_type::real)
    return joined({"CASE WHEN typeof(", name, ") IN ('real', 'integer') THEN CAST(round(", name, " * ",
                   std::to_string(power_of_ten(static_cast<unsigned>(new_scale))), ") AS INTEGER) ELSE ", name,
                   " END"});
  if (new_scale == old_scale) return name;
  const std::string factor = std::to_string(power_of_ten(static_cast<unsigned>(std::abs(new_scale - old_scale))));
  return whole(joined({name, new_scale > old_scale ? " * " : " / ", factor}));
}

/// Makes the statements of one rebuild.
class rebuilding {
 public:
  rebuilding(const table_plan& plan, const std::vector<trigger>& triggers)
      : plan_(plan), triggers_(triggers), temporary_("_plinth_new_" + plan.from.name) {}

  [[nodiscard]] std::vector<std::string> run() {
    add(written([&](sql::writer& out) { dialect::create_table_as(out, plan_.to, temporary_); }));
    copy();
    keep_sequence();
    replace();
    for (const own::index& i : plan_.to.indexes)
      add(written([&](sql::writer& out) { dialect::create_index(out, plan_.to, i); }));
    for (const trigger& t : triggers_) add(t.sql);
    return std::move(result_);
  }

 private:
  void add(std::string sql) { result_.push_back(std::move(sql)); }

  /// Computed columns are computed again.
  void copy() {
    std::string into;
    std::string values;
    for (std::size_t i = 0; i < plan_.to.columns.size(); ++i) {
      const own::column& c = plan_.to.columns[i];
      if (plan_.origins[i].empty() || c.computation != catalog::computation::none) continue;
      const std::string_view separator = into.empty() ? "" : ", ";
      into += joined({separator, dialect::as_name(c.name)});
      values += joined({separator, copied_value(*find_column(plan_.from, plan_.origins[i], rules), c)});
    }
    if (into.empty()) return;
    add(joined({"INSERT INTO ", dialect::as_name(temporary_), " (", into, ")\n  SELECT ", values, " FROM ",
                dialect::as_name(plan_.from.name)}));
  }

  [[nodiscard]] static bool never_reuses_keys(const own::table& t) {
    return std::any_of(t.columns.begin(), t.columns.end(), [](const own::column& c) { return c.never_reuses_keys; });
  }

  /// The largest key that there ever was, also where its row is gone.
  void keep_sequence() {
    if (!never_reuses_keys(plan_.from) || !never_reuses_keys(plan_.to)) return;
    const auto literal = [](std::string_view text) { return written([&](sql::writer& out) { out.literal(text); }); };
    add(joined({"DELETE FROM sqlite_sequence WHERE name = ", literal(temporary_)}));
    add(joined({"INSERT INTO sqlite_sequence (name, seq)\n  SELECT ", literal(temporary_),
                ", seq FROM sqlite_sequence WHERE name = ", literal(plan_.from.name)}));
  }

  /// SQLite's old way of renaming looks at nothing else, so that views which name the table do not stand in the way.
  void replace() {
    add(joined({"DROP TABLE ", dialect::as_name(plan_.from.name)}));
    add("PRAGMA legacy_alter_table = ON");
    add(joined({"ALTER TABLE ", dialect::as_name(temporary_), " RENAME TO ", dialect::as_name(plan_.from.name)}));
    add("PRAGMA legacy_alter_table = OFF");
  }

  const table_plan& plan_;
  const std::vector<trigger>& triggers_;
  std::string temporary_;
  std::vector<std::string> result_;
};

}  // namespace detail

PLINTH_INLINE bool can_alter(const table_plan& plan) {
  for (const operation& op : plan.ops)
    if (!std::visit(detail::altering{plan}, op)) return false;
  for (std::size_t i = 0; i < plan.to.columns.size(); ++i)
    if (plan.origins[i].empty() && !detail::can_add(plan.to, plan.to.columns[i])) return false;
  for (const std::string& dropped : detail::dropped_columns(plan))
    if (!detail::can_drop(plan.from, dropped)) return false;
  return true;
}

PLINTH_INLINE std::vector<std::string> alter_statements(const table_plan& plan) {
  std::vector<std::string> result;
  const std::string alter = joined({"ALTER TABLE ", dialect::as_name(plan.from.name)});
  for (const bool computed : {false, true})  // what is computed may mention what is added with it
    for (std::size_t i = 0; i < plan.to.columns.size(); ++i) {
      const own::column& c = plan.to.columns[i];
      if (!plan.origins[i].empty() || (c.computation != catalog::computation::none) != computed) continue;
      result.push_back(
          detail::written([&](sql::writer& out) { detail::write_added(out << alter << " ADD COLUMN ", plan.to, c); }));
    }
  for (const std::string& dropped : detail::dropped_columns(plan))
    result.push_back(joined({alter, " DROP COLUMN ", dialect::as_name(dropped)}));
  return result;
}

PLINTH_INLINE std::vector<std::string> rebuild_statements(const table_plan& plan,
                                                          const std::vector<trigger>& triggers) {
  return detail::rebuilding(plan, triggers).run();
}

}  // namespace plinth::migrate::sqlite
