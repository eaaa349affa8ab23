// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/operation.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/same_content.hpp>

namespace plinth::migrate {

namespace detail {

[[noreturn]] PLINTH_INLINE void not_there(std::string_view what, std::string_view in) {
  throw migration_error(5301, joined({"a migration changes ", what, " of ", dialect::as_name(in),
                                      ", which is not there; compare again with the database as it is"}));
}

/// Changes a database by one operation.
class applying {
 public:
  explicit applying(database& on) : on_(on) {}

  void operator()(const create_table& o) const {
    on_.tables.push_back(o.table);
    on_.triggers.insert(on_.triggers.end(), o.triggers.begin(), o.triggers.end());
  }

  void operator()(const drop_table& o) const {
    const own::table& gone = in(o.table.name);
    std::erase_if(on_.triggers, [&](const trigger& t) { return on_.same_name(t.table, o.table.name); });
    on_.tables.erase(on_.tables.begin() + (&gone - on_.tables.data()));
  }

  void operator()(const rename_table& o) const {
    in(o.from).name = o.to;
    for (own::table& t : on_.tables)
      for (own::foreign_key& key : t.foreign_keys)
        if (on_.same_name(key.target_table, o.from)) key.target_table = o.to;
    for (trigger& t : on_.triggers)
      if (on_.same_name(t.table, o.from)) t.table = o.to;
    outdate(o.from);
  }

  void operator()(const add_column& o) const { in(o.table).columns.push_back(o.column); }

  void operator()(const drop_column& o) const {
    own::table& t = in(o.table);
    t.columns.erase(t.columns.begin() + (&column(t, o.column.name) - t.columns.data()));
  }

  void operator()(const rename_column& o) const {
    own::table& t = in(o.table);
    column(t, o.from).name = o.to;
    rename_in(t, o);
    for (own::table& other : on_.tables)
      for (own::foreign_key& key : other.foreign_keys)
        if (on_.same_name(key.target_table, o.table)) rename_all(key.target_columns, o);
    outdate(o.from);
  }

  void operator()(const alter_column& o) const { column(in(o.table), o.from.name) = o.to; }
  void operator()(const change_primary_key& o) const { in(o.table).key = o.to; }
  void operator()(const add_unique& o) const { in(o.table).uniques.push_back(o.unique); }
  void operator()(const drop_unique& o) const { remove(in(o.table).uniques, o.unique, "a unique constraint", o.table); }
  void operator()(const add_check& o) const { in(o.table).checks.push_back(o.check); }
  void operator()(const drop_check& o) const { remove(in(o.table).checks, o.check, "a check", o.table); }
  void operator()(const add_foreign_key& o) const { in(o.table).foreign_keys.push_back(o.key); }
  void operator()(const drop_foreign_key& o) const {
    remove(in(o.table).foreign_keys, o.key, "a foreign key", o.table);
  }
  void operator()(const create_index& o) const { in(o.table).indexes.push_back(o.index); }
  void operator()(const drop_index& o) const { remove(in(o.table).indexes, o.index, "an index", o.table); }

  void operator()(const rename_index& o) const {
    for (own::index& i : in(o.table).indexes)
      if (on_.same_name(i.name, o.from)) i.name = o.to;
  }

  void operator()(const rename_constraint& o) const {
    own::table& t = in(o.table);
    const auto rename = [&](std::string& name) {
      if (on_.same_name(name, o.from)) name = o.to;
    };
    rename(t.key.name);
    for (auto& u : t.uniques) rename(u.name);
    for (auto& k : t.foreign_keys) rename(k.name);
    for (auto& c : t.checks) rename(c.full_name);
  }

  void operator()(const change_options& o) const {
    own::table& t = in(o.table);
    t.strict = o.to.strict;
    t.without_rowid = o.to.without_rowid;
  }

 private:
  [[nodiscard]] own::table& in(std::string_view name) const {
    own::table* found = on_.find(name);
    if (found == nullptr) not_there("the table itself", name);
    return *found;
  }

  [[nodiscard]] own::column& column(own::table& t, std::string_view name) const {
    own::column* found = find_column(t, name, on_.rules);
    if (found == nullptr) not_there(joined({"the column ", dialect::as_name(name)}), t.name);
    return *found;
  }

  template <class Thing>
  void remove(std::vector<Thing>& from, const Thing& what, std::string_view word, std::string_view in) const {
    const same_content same{on_.rules};
    auto found = std::find_if(from.begin(), from.end(), [&](const Thing& t) {
      return same(t, what) && on_.same_name(name_in(t), name_in(what));
    });
    if (found == from.end())
      found = std::find_if(from.begin(), from.end(), [&](const Thing& t) { return same(t, what); });
    if (found == from.end()) not_there(word, in);
    from.erase(found);
  }

  /// The server writes the new name into the text of triggers; what stands there then only it knows.
  void outdate(std::string_view old_name) const {
    for (trigger& t : on_.triggers)
      if (dialect::has_name(t.sql, old_name, on_.rules)) t.outdated = true;
  }

  void rename_all(std::vector<std::string>& columns, const rename_column& o) const {
    for (std::string& name : columns)
      if (on_.same_name(name, o.from)) name = o.to;
  }

  /// What the table itself says about its columns.
  void rename_in(own::table& t, const rename_column& o) const {
    const std::vector<std::pair<std::string, std::string>> change = {{o.from, o.to}};
    const auto rename = [&](std::string& text) { text = dialect::with_new_names(text, change, on_.rules); };
    rename_all(t.key.columns, o);
    for (own::column& c : t.columns) rename(c.expression);
    for (auto& u : t.uniques) rename_all(u.columns, o);
    for (auto& k : t.foreign_keys) rename_all(k.columns, o);
    for (auto& c : t.checks) rename(c.expression);
    for (own::index& i : t.indexes) {
      rename_all(i.columns, o);
      rename(i.expression);
      rename(i.where);
    }
  }

  database& on_;
};

}  // namespace detail

PLINTH_INLINE void apply_to(database& on, const operation& op) { std::visit(detail::applying(on), op); }

}  // namespace plinth::migrate
