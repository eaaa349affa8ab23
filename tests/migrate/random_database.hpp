// SPDX-License-Identifier: MIT
#pragma once

// Random tables, random changes to them, random rows. Equal seeds give equal databases. What only SQLite has (its
// collations, its tables without rowid, expressions over values of any type) is left out for other servers.

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <plinth/dialect/names.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/operation.hpp>

namespace plinth_test {

namespace catalog = plinth::catalog;
namespace own = plinth::catalog::own;

class random_database {
 public:
  explicit random_database(std::uint32_t seed, bool on_sqlite = true)
      : engine_(seed),
        on_sqlite_(on_sqlite),
        rules_(on_sqlite ? plinth::dialect::sqlite_lexical_rules : plinth::dialect::postgresql_lexical_rules) {}

  /// Between two and five tables with what tables can have.
  [[nodiscard]] plinth::migrate::database make() {
    plinth::migrate::database result;
    result.rules = rules_;
    const std::size_t count = 2 + below(4);
    for (std::size_t i = 0; i < count; ++i) result.tables.push_back(make_table("table" + std::to_string(i)));
    for (own::table& t : result.tables) add_foreign_keys(result, t);
    name_all(result);
    return result;
  }

  /// The database after a few changes, with old names noted where something was renamed.
  [[nodiscard]] plinth::migrate::database changed(plinth::migrate::database from) {
    const std::size_t changes = 1 + below(5);
    for (std::size_t i = 0; i < changes; ++i) change(from);
    drop_loose_keys(from);
    name_all(from);
    return from;
  }

  [[nodiscard]] std::size_t below(std::size_t bound) { return engine_() % bound; }
  [[nodiscard]] bool chance(std::size_t one_in) { return below(one_in) == 0; }

  /// A value for this column, as SQL.
  [[nodiscard]] std::string value(const own::column& c) {
    if (c.nullable && chance(4)) return "NULL";
    const std::string number = std::to_string(below(50));
    switch (c.type.base) {
      case catalog::base_type::boolean:
        if (!on_sqlite_) return chance(2) ? "true" : "false";
        return std::to_string(below(2));
      case catalog::base_type::smallint:
      case catalog::base_type::integer:
      case catalog::base_type::bigint:
      case catalog::base_type::decimal: return number;
      case catalog::base_type::real:
      case catalog::base_type::double_precision: return number + ".5";
      case catalog::base_type::enumeration: {
        const std::string& label = c.type.labels[below(c.type.labels.size())];
        return label == "it's" ? "'it''s'" : "'" + label + "'";
      }
      case catalog::base_type::blob: return (on_sqlite_ ? "x'" : "'\\x") + std::to_string(10 + below(80)) + "'";
      case catalog::base_type::timestamp:
        if (!on_sqlite_) return "'2024-01-01 00:00:" + std::to_string(10 + below(50)) + "Z'";
        return "'it''s " + number + "'";
      default: return "'it''s " + number + "'";
    }
  }

 private:
  // ---- parts ----

  [[nodiscard]] own::data_type make_type() {
    using catalog::base_type;
    switch (below(11)) {
      case 0: return {.base = base_type::boolean};
      case 1: return {.base = base_type::smallint};
      case 2: return {.base = base_type::integer};
      case 3: return {.base = base_type::bigint};
      case 4: return {.base = base_type::double_precision};
      case 5: return {.base = base_type::text, .length = static_cast<std::uint32_t>(20 + below(3) * 10)};
      case 6: return {.base = base_type::blob};
      case 7: return {.base = base_type::timestamp};
      case 8: return make_labels();
      case 9: return {.base = base_type::decimal, .precision = 10, .scale = static_cast<std::uint8_t>(below(3))};
      default: return {.base = base_type::text};
    }
  }

  [[nodiscard]] own::data_type make_labels() {
    own::data_type result{.base = catalog::base_type::enumeration};
    for (const char* label : {"red", "it's", "blue", "green"})
      if (result.labels.empty() || chance(2)) result.labels.push_back(label);
    return result;
  }

  [[nodiscard]] own::column make_column(const std::string& name) {
    own::column c{.name = name, .type = make_type(), .nullable = !chance(3)};
    const bool is_text = c.type.base == catalog::base_type::text;
    if (chance(3)) c.server_default = value({.name = "", .type = c.type});
    if (is_text && chance(4)) c.collation = on_sqlite_ ? "NOCASE" : "C";
    if (c.type.base == catalog::base_type::timestamp && chance(2)) c.server_default = "CURRENT_TIMESTAMP";
    if (is_text && chance(6)) c.server_default = "lower('ABC')";
    return c;
  }

  [[nodiscard]] own::table make_table(const std::string& name) {
    own::table t{.name = name};
    make_key(t);
    const std::size_t count = 2 + below(4);
    for (std::size_t i = 0; i < count; ++i) t.columns.push_back(make_column("c" + std::to_string(i)));
    if (chance(3)) add_computed(t);
    if (chance(3)) add_unique(t);
    if (chance(3)) add_check(t);
    for (std::size_t i = below(3); i > 0; --i) add_index(t);
    return t;
  }

  void make_key(own::table& t) {
    switch (below(4)) {
      case 0:
        t.columns.push_back({.name = "id", .type = {.base = catalog::base_type::text}});
        t.key.columns = {"id"};
        t.without_rowid = chance(2) && on_sqlite_;
        break;
      case 1:
        t.columns.push_back({.name = "part_a", .type = {.base = catalog::base_type::bigint}});
        t.columns.push_back({.name = "part_b", .type = {.base = catalog::base_type::text}});
        t.key.columns = {"part_b", "part_a"};
        break;
      default:
        t.columns.push_back({.name = "id",
                             .type = {.base = catalog::base_type::bigint},
                             .generated_key = true,
                             .never_reuses_keys = chance(3) && on_sqlite_});
        t.key.columns = {"id"};
    }
  }

  /// One that is in no key and not computed.
  [[nodiscard]] own::column* plain_column(own::table& t) {
    std::vector<own::column*> fitting;
    for (own::column& c : t.columns)
      if (!is_in(t.key.columns, c.name) && c.computation == catalog::computation::none && !is_target_or_key(t, c.name))
        fitting.push_back(&c);
    return fitting.empty() ? nullptr : fitting[below(fitting.size())];
  }

  /// One over which an expression can be written.
  [[nodiscard]] own::column* spoken_column(own::table& t) {
    own::column* c = plain_column(t);
    return c != nullptr && (on_sqlite_ || c->type.base == catalog::base_type::text) ? c : nullptr;
  }

  [[nodiscard]] static bool is_in(const std::vector<std::string>& columns, const std::string& name) {
    for (const std::string& column : columns)
      if (column == name) return true;
    return false;
  }

  [[nodiscard]] static bool is_target_or_key(const own::table& t, const std::string& name) {
    for (const own::foreign_key& key : t.foreign_keys)
      if (is_in(key.columns, name)) return true;
    return false;
  }

  void add_computed(own::table& t) {
    const own::column* of = spoken_column(t);
    if (of == nullptr || is_taken(t, "computed")) return;
    const std::string of_name = of->name;
    t.columns.push_back(
        {.name = "computed",
         .type = {.base = catalog::base_type::text},
         .nullable = true,
         .computation = chance(2) || !on_sqlite_ ? catalog::computation::stored : catalog::computation::on_read,
         .expression = "coalesce(" + of_name + ", 'none') || 'c0'"});
  }

  void add_unique(own::table& t) {
    own::column* a = plain_column(t);
    own::column* b = plain_column(t);
    if (a == nullptr) return;
    own::unique_constraint u{.columns = {a->name}};
    if (a != b) u.columns.push_back(b->name);
    for (const auto& other : t.uniques)
      if (other.columns == u.columns) return;
    t.uniques.push_back(std::move(u));
  }

  void add_check(own::table& t) {
    const own::column* c = spoken_column(t);
    if (c == nullptr) return;
    const std::string name = "ck_" + t.name + "_" + std::to_string(next_name_++);
    const std::string column = chance(2) ? c->name : "\"" + c->name + "\"";
    t.checks.push_back(
        {.name = {}, .expression = "length(" + column + ") < " + std::to_string(100 + below(100)), .full_name = name});
  }

  void add_index(own::table& t) {
    const own::column* a = plain_column(t);
    const own::column* b = plain_column(t);
    if (a == nullptr) return;
    own::index i{.name = "ix_" + std::to_string(next_name_++), .columns = {a->name}, .unique = chance(8)};
    if (a != b) i.columns.push_back(b->name);
    if (chance(3)) i.descending = 1;
    if (chance(4)) i.where = a->name + " IS NOT NULL";
    if (chance(5) && (on_sqlite_ || a->type.base == catalog::base_type::text)) {
      i.expression = "lower(" + a->name + "), " + b->name + (on_sqlite_ ? " COLLATE NOCASE DESC" : " DESC NULLS LAST");
      i.columns.clear();
      i.descending = 0;
    }
    t.indexes.push_back(std::move(i));
  }

  void add_foreign_keys(const plinth::migrate::database& in, own::table& t) {
    const own::table& target = in.tables[below(in.tables.size())];
    if (chance(2) || target.key.columns.size() != 1 || is_taken(t, "ref_" + target.name)) return;
    const std::string name = "ref_" + target.name;
    t.columns.push_back({.name = name,
                         .type = plinth::migrate::find_column(target, target.key.columns[0], in.rules)->type,
                         .nullable = true});
    constexpr catalog::action actions[] = {catalog::action::no_action, catalog::action::cascade,
                                           catalog::action::set_null, catalog::action::restrict};
    t.foreign_keys.push_back({.columns = {name},
                              .target_table = target.name,
                              .target_columns = target.key.columns,
                              .on_delete = actions[below(4)],
                              .on_update = actions[below(4)],
                              .checked = chance(4) ? catalog::check_time::at_commit : catalog::check_time::at_once});
  }

  [[nodiscard]] static bool is_taken(const own::table& t, const std::string& name) {
    for (const own::column& c : t.columns)
      if (c.name == name) return true;
    return false;
  }

  // ---- changes ----

  void change(plinth::migrate::database& d) {
    own::table& t = d.tables[below(d.tables.size())];
    switch (below(14)) {
      case 0: d.tables.push_back(make_table("new" + std::to_string(next_name_++))); break;
      case 1:
        if (d.tables.size() > 1) drop_table(d, below(d.tables.size()));
        break;
      case 2: rename_table(d, t); break;
      case 3: t.columns.push_back(make_column("n" + std::to_string(next_name_++))); break;
      case 4: drop_column(t); break;
      case 5: rename_column(d, t); break;
      case 6: alter_column(t); break;
      case 7: add_unique(t); break;
      case 8: add_check(t); break;
      case 9: add_index(t); break;
      case 10: drop_some(t); break;
      case 11: add_foreign_keys(d, t); break;
      case 12: add_computed(t); break;
      default: change_keys(t);
    }
  }

  static void drop_table(plinth::migrate::database& d, std::size_t which) {
    const std::string name = d.tables[which].name;
    d.tables.erase(d.tables.begin() + static_cast<std::ptrdiff_t>(which));
    for (own::table& t : d.tables)
      std::erase_if(t.foreign_keys, [&](const own::foreign_key& k) { return k.target_table == name; });
  }

  void rename_table(plinth::migrate::database& d, own::table& t) {
    if (!t.renamed_from.empty()) return;
    const std::string old_name = t.name;
    t.renamed_from = old_name;
    t.name = "renamed" + std::to_string(next_name_++);
    for (own::table& other : d.tables)
      for (own::foreign_key& k : other.foreign_keys)
        if (k.target_table == old_name) k.target_table = t.name;
  }

  void rename_column(plinth::migrate::database& d, own::table& t) {
    own::column& c = t.columns[below(t.columns.size())];
    if (!c.renamed_from.empty() || c.name[0] == 'n') return;
    const std::string old_name = c.name;
    plinth::migrate::apply_to(d, plinth::migrate::rename_column{t.name, old_name, "r" + std::to_string(next_name_++)});
    c.renamed_from = old_name;
    if (chance(3)) t.columns.push_back(make_column(old_name));  // a new one takes the old name
  }

  void drop_column(own::table& t) {
    const own::column* c = plain_column(t);
    if (c == nullptr || t.columns.size() < 4) return;
    const std::string name = c->name;
    std::erase_if(t.uniques, [&](const auto& u) { return is_in(u.columns, name); });
    const auto said = [&](const std::string& text) { return plinth::dialect::mentions(text, name, rules_); };
    std::erase_if(t.indexes,
                  [&](const auto& i) { return is_in(i.columns, name) || said(i.expression) || said(i.where); });
    std::erase_if(t.checks, [&](const auto& k) { return said(k.expression); });
    std::erase_if(t.columns, [&](const auto& other) { return other.name == name || said(other.expression); });
  }

  void alter_column(own::table& t) {
    own::column* c = plain_column(t);
    if (c == nullptr) return;
    own::column other = make_column(c->name);
    if (!on_sqlite_ && other.type.base != catalog::base_type::text && is_spoken_of(t, c->name)) return;
    other.renamed_from = c->renamed_from;
    *c = other;
  }

  [[nodiscard]] bool is_spoken_of(const own::table& t, const std::string& name) const {
    const auto said = [&](const std::string& text) { return plinth::dialect::mentions(text, name, rules_); };
    for (const auto& c : t.columns)
      if (said(c.expression)) return true;
    for (const auto& k : t.checks)
      if (said(k.expression)) return true;
    for (const auto& i : t.indexes)
      if (said(i.expression)) return true;
    return false;
  }

  void drop_some(own::table& t) {
    if (chance(2) && !t.uniques.empty()) t.uniques.pop_back();
    if (chance(2) && !t.checks.empty()) t.checks.pop_back();
    if (chance(2) && !t.indexes.empty()) t.indexes.pop_back();
    if (chance(2) && !t.foreign_keys.empty()) t.foreign_keys.pop_back();
  }

  void change_keys(own::table& t) {
    if (t.key.columns.size() == 2) std::swap(t.key.columns[0], t.key.columns[1]);
    if (!on_sqlite_) return;
    if (t.columns[0].generated_key) t.columns[0].never_reuses_keys = !t.columns[0].never_reuses_keys;
    if (t.columns[0].type.base == catalog::base_type::text && t.key.columns.size() == 1)
      t.without_rowid = !t.without_rowid;
  }

  /// Foreign keys to a key that is another one now.
  static void drop_loose_keys(plinth::migrate::database& d) {
    for (own::table& t : d.tables)
      std::erase_if(t.foreign_keys, [&](const own::foreign_key& k) {
        const own::table* target = d.find(k.target_table);
        return target == nullptr || target->key.columns != k.target_columns;
      });
  }

  /// By the convention, as a model's would be; those of checks are the model's own.
  static void name_all(plinth::migrate::database& d) {
    for (own::table& t : d.tables) {
      const auto name = [&](auto& thing) {
        thing.name.clear();
        thing.name = std::string(plinth::dialect::name_of(t, thing).text());
      };
      name(t.key);
      for (auto& u : t.uniques) name(u);
      for (auto& k : t.foreign_keys) name(k);
    }
  }

  std::mt19937 engine_;
  bool on_sqlite_;
  plinth::dialect::lexical_rules rules_;
  std::size_t next_name_ = 10;
};

}  // namespace plinth_test
