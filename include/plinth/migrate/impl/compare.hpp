// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/compare.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/names.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/same_content.hpp>

namespace plinth::migrate {

namespace detail {

/// What the convention calls it in this table.
template <class Thing>
[[nodiscard]] std::string usual_name(const own::table& in, Thing thing) {
  name_in(thing).clear();
  if constexpr (std::is_same_v<Thing, own::check_constraint>)
    return {};  // a part of it is the model's own
  else
    return std::string(dialect::name_of(in, thing).text());
}

/// For each of `to` its partner in `from`, or nothing: first those of the same name, then any of the same content.
template <class Thing>
[[nodiscard]] std::vector<std::optional<std::size_t>> partners(const std::vector<Thing>& from,
                                                               const std::vector<Thing>& to,
                                                               const dialect::lexical_rules& rules) {
  std::vector<std::optional<std::size_t>> result(to.size());
  std::vector<bool> taken(from.size());
  const same_content same{rules};
  for (const bool by_name : {true, false})
    for (std::size_t i = 0; i < to.size(); ++i)
      for (std::size_t j = 0; j < from.size() && !result[i]; ++j) {
        if (taken[j] || !same(from[j], to[i])) continue;
        if (by_name && !same_name(name_in(from[j]), name_in(to[i]), rules)) continue;
        result[i] = j;
        taken[j] = true;
      }
  return result;
}

/// Those of `from` that are nobody's partner.
template <class Thing>
[[nodiscard]] std::vector<Thing> left_over(const std::vector<Thing>& from, const std::vector<Thing>& to,
                                           const dialect::lexical_rules& rules) {
  std::vector<bool> taken(from.size());
  for (const std::optional<std::size_t> partner : partners(from, to, rules))
    if (partner) taken[*partner] = true;
  std::vector<Thing> result;
  for (std::size_t j = 0; j < from.size(); ++j)
    if (!taken[j]) result.push_back(from[j]);
  return result;
}

/// Goes through both databases and emits operations, each of which changes `from_` at once.
class comparing {
 public:
  comparing(database from, const database& to, const compare_options& options)
      : from_(std::move(from)), to_(to), options_(options) {}

  [[nodiscard]] difference run() {
    rename_tables();
    rename_columns();
    each_pair(&comparing::rename_things);
    each_pair(&comparing::drop_foreign_keys);
    each_pair(&comparing::drop_constraints);
    drop_tables();
    create_tables();
    each_pair(&comparing::add_columns);
    each_pair(&comparing::alter_columns);
    each_pair(&comparing::change_key);
    each_pair(&comparing::drop_columns);
    each_pair(&comparing::change_table_options);
    each_pair(&comparing::add_constraints);
    add_foreign_keys();
    tell_rest();
    return std::move(result_);
  }

 private:
  void emit(operation op) {
    apply_to(from_, op);
    result_.operations.push_back(std::move(op));
  }

  /// Calls `step` with each table that both have.
  void each_pair(void (comparing::*step)(const std::string&, const own::table&)) {
    for (const own::table& t : to_.tables)
      if (const own::table* old = from_.find(t.name)) (this->*step)(old->name, t);
  }

  [[nodiscard]] const own::table& now(std::string_view name) const { return *from_.find(name); }

  [[nodiscard]] bool is_passed_over(std::string_view name) const {
    return std::any_of(options_.passed_over.begin(), options_.passed_over.end(),
                       [&](const std::string& other) { return from_.same_name(name, other); });
  }

  // ---- names ----

  void rename_tables() {
    for (const own::table& t : to_.tables) {
      if (t.renamed_from.empty() || from_.find(t.name) != nullptr) continue;
      if (const own::table* old = from_.find(t.renamed_from)) emit(rename_table{old->name, t.name});
    }
  }

  void rename_columns() {
    for (const own::table& t : to_.tables) {
      const own::table* old = from_.find(t.name);
      if (old == nullptr) continue;
      for (const own::column& c : t.columns) {
        if (c.renamed_from.empty() || find_column(*old, c.name, from_.rules) != nullptr) continue;
        const own::column* before = find_column(*old, c.renamed_from, from_.rules);
        if (before != nullptr) emit(rename_column{old->name, before->name, c.name});
      }
    }
  }

  void rename_things(const std::string& name, const own::table& t) {
    rename_key(name, t);
    rename_constraints(name, t, &own::table::uniques);
    rename_constraints(name, t, &own::table::foreign_keys);
    rename_constraints(name, t, &own::table::checks);
    const auto found = partners(now(name).indexes, t.indexes, from_.rules);
    const std::vector<own::index> before = now(name).indexes;
    for (std::size_t i = 0; i < found.size(); ++i)
      if (found[i] && !from_.same_name(before[*found[i]].name, t.indexes[i].name))
        emit(rename_index{name, before[*found[i]].name, t.indexes[i].name});
  }

  /// A name that was chosen has to be there; one by the convention only where the server changes it at no cost.
  [[nodiscard]] bool wants_name(const std::string& before, const std::string& wanted, bool usual) const {
    if (before.empty() || wanted.empty() || from_.same_name(before, wanted)) return false;
    if (!usual) return true;
    const bool was_usual = before.size() > 3 && before[2] == '_' && before.substr(0, 3) == wanted.substr(0, 3);
    return options_.renames_constraints && was_usual;
  }

  void rename_key(const std::string& name, const own::table& t) {
    const own::primary_key before = now(name).key;
    if (!same_content{from_.rules}(before, t.key)) return;
    if (wants_name(before.name, t.key.name, t.key.name == usual_name(t, t.key)))
      emit(rename_constraint{name, before.name, t.key.name});
  }

  template <class Thing>
  void rename_constraints(const std::string& name, const own::table& t, std::vector<Thing> own::table::*list) {
    const std::vector<Thing> before = now(name).*list;
    const auto found = partners(before, t.*list, from_.rules);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (!found[i]) continue;
      const Thing& wanted = (t.*list)[i];
      const std::string& old_name = name_in(before[*found[i]]);
      const bool usual = std::is_same_v<Thing, own::check_constraint> || name_in(wanted) == usual_name(t, wanted);
      if (wants_name(old_name, name_in(wanted), usual)) emit(rename_constraint{name, old_name, name_in(wanted)});
    }
  }

  // ---- what goes ----

  /// Before what they rest on, in whatever table that is.
  void drop_foreign_keys(const std::string& name, const own::table& t) {
    for (own::foreign_key& key : left_over(now(name).foreign_keys, t.foreign_keys, from_.rules))
      emit(drop_foreign_key{name, std::move(key)});
  }

  void drop_constraints(const std::string& name, const own::table& t) {
    for (own::index& i : left_over(now(name).indexes, t.indexes, from_.rules)) emit(drop_index{name, std::move(i)});
    for (own::check_constraint& c : left_over(now(name).checks, t.checks, from_.rules))
      emit(drop_check{name, std::move(c)});
    for (own::unique_constraint& u : left_over(now(name).uniques, t.uniques, from_.rules))
      emit(drop_unique{name, std::move(u)});
  }

  void drop_tables() {
    std::vector<own::table> unknown;
    for (const own::table& t : from_.tables)
      if (to_.find(t.name) == nullptr && !is_passed_over(t.name)) unknown.push_back(t);
    if (!options_.drop_unknown_tables) {
      for (const own::table& t : unknown)
        result_.not_compared.push_back(
            joined({"the table ", dialect::as_name(t.name), " is in no model and is left alone"}));
      look_alike_tables(unknown);
      return;
    }
    look_alike_tables(unknown);
    std::vector<own::table> sorted = in_creation_order(std::move(unknown));
    std::reverse(sorted.begin(), sorted.end());
    for (const own::table& t : sorted) drop_one_table(t.name);
  }

  void drop_one_table(const std::string& name) {
    if (!options_.targets_may_be_missing)
      for (const own::table& other : std::vector<own::table>(from_.tables))
        for (const own::foreign_key& key : other.foreign_keys)
          if (from_.same_name(key.target_table, name) && !from_.same_name(other.name, name))
            emit(drop_foreign_key{other.name, key});
    std::vector<trigger> triggers;
    for (const trigger& t : from_.triggers)
      if (from_.same_name(t.table, name)) triggers.push_back(t);
    emit(drop_table{now(name), std::move(triggers)});
  }

  void drop_columns(const std::string& name, const own::table& t) {
    std::vector<own::column> gone;
    for (const own::column& c : now(name).columns)
      if (find_column(t, c.name, from_.rules) == nullptr) gone.push_back(c);
    for (own::column& c : gone) emit(drop_column{name, std::move(c)});
  }

  // ---- what comes ----

  /// Each table behind those that its foreign keys point to; what is in a cycle comes last.
  [[nodiscard]] std::vector<own::table> in_creation_order(std::vector<own::table> tables) const {
    std::vector<own::table> sorted;
    const auto waits = [&](const own::table& t) {
      return std::any_of(t.foreign_keys.begin(), t.foreign_keys.end(), [&](const own::foreign_key& key) {
        return std::any_of(tables.begin(), tables.end(), [&](const own::table& other) {
          return &other != &t && from_.same_name(other.name, key.target_table);
        });
      });
    };
    while (!tables.empty()) {
      auto next = std::find_if_not(tables.begin(), tables.end(), waits);
      if (next == tables.end()) next = tables.begin();
      sorted.push_back(std::move(*next));
      tables.erase(next);
    }
    return sorted;
  }

  void create_tables() {
    std::vector<own::table> wanted;
    for (const own::table& t : to_.tables)
      if (from_.find(t.name) == nullptr) wanted.push_back(t);
    for (own::table& t : in_creation_order(std::move(wanted))) {
      forget_old_names(t);
      if (!options_.targets_may_be_missing)
        std::erase_if(t.foreign_keys, [&](const own::foreign_key& key) {
          return from_.find(key.target_table) == nullptr && !from_.same_name(key.target_table, t.name);
        });
      emit(create_table{std::move(t)});
    }
  }

  static void forget_old_names(own::table& t) {
    t.renamed_from.clear();
    for (own::column& c : t.columns) c.renamed_from.clear();
  }

  void add_columns(const std::string& name, const own::table& t) {
    look_alike_columns(name, t);
    for (own::column c : t.columns) {
      if (find_column(now(name), c.name, from_.rules) != nullptr) continue;
      c.renamed_from.clear();
      emit(add_column{name, std::move(c)});
    }
  }

  void alter_columns(const std::string& name, const own::table& t) {
    for (own::column wanted : t.columns) {
      const own::column before = *find_column(now(name), wanted.name, from_.rules);
      if (same_content{from_.rules}(before, wanted)) continue;
      wanted.renamed_from.clear();
      wanted.name = before.name;
      if (same_type(before.type, wanted.type)) wanted.type = before.type;  // in the words that it has there
      emit(alter_column{name, before, std::move(wanted)});
    }
  }

  void change_key(const std::string& name, const own::table& t) {
    const own::primary_key before = now(name).key;
    if (!same_content{from_.rules}(before, t.key)) emit(change_primary_key{name, before, t.key});
  }

  void change_table_options(const std::string& name, const own::table& t) {
    const change_options::options before{now(name).strict, now(name).without_rowid};
    const change_options::options wanted{t.strict, t.without_rowid};
    if (!(before == wanted)) emit(change_options{name, before, wanted});
  }

  void add_constraints(const std::string& name, const own::table& t) {
    for (own::unique_constraint& u : left_over(t.uniques, now(name).uniques, from_.rules))
      emit(add_unique{name, std::move(u)});
    for (own::check_constraint& c : left_over(t.checks, now(name).checks, from_.rules))
      emit(add_check{name, std::move(c)});
    for (own::index& i : left_over(t.indexes, now(name).indexes, from_.rules)) emit(create_index{name, std::move(i)});
  }

  void add_foreign_keys() {
    for (const own::table& t : to_.tables) {
      const std::string name = from_.find(t.name)->name;
      for (own::foreign_key& key : left_over(t.foreign_keys, now(name).foreign_keys, from_.rules))
        emit(add_foreign_key{name, std::move(key)});
    }
  }

  // ---- what is told ----

  /// Columns that go and columns that come in the same table, and could be the same.
  void look_alike_columns(const std::string& name, const own::table& t) {
    for (const own::column& gone : now(name).columns) {
      if (find_column(t, gone.name, from_.rules) != nullptr) continue;
      for (const own::column& comes : t.columns) {
        if (find_column(now(name), comes.name, from_.rules) != nullptr) continue;
        if (!same_type(gone.type, comes.type) || gone.nullable != comes.nullable) continue;
        result_.hints.push_back(joined({"the columns ", dialect::as_name(gone.name), ", which is dropped, and ",
                                        dialect::as_name(comes.name), ", which is added to ", dialect::as_name(name),
                                        ", are alike; if it is the same one, say plinth::renamed_from(\"", gone.name,
                                        "\") at it, and its values stay"}));
      }
    }
  }

  void look_alike_tables(const std::vector<own::table>& unknown) {
    for (const own::table& gone : unknown)
      for (const own::table& comes : to_.tables) {
        if (from_.find(comes.name) != nullptr || !have_same_columns(gone, comes)) continue;
        result_.hints.push_back(
            joined({"the table ", dialect::as_name(gone.name), " has the columns of ", dialect::as_name(comes.name),
                    ", which is created; if it is the same one, say "
                    "plinth::renamed_from(\"",
                    gone.name,
                    "\") in its plinth::table, and its rows "
                    "stay"}));
      }
  }

  [[nodiscard]] bool have_same_columns(const own::table& a, const own::table& b) const {
    return a.columns.size() == b.columns.size() &&
           std::all_of(a.columns.begin(), a.columns.end(),
                       [&](const own::column& c) { return find_column(b, c.name, from_.rules) != nullptr; });
  }

  void tell_rest() {
    for (const not_comparable& what : from_.rest)
      if (!is_passed_over(what.table))
        result_.not_compared.push_back(joined({dialect::as_name(what.table), " has ", what.what}));
  }

  database from_;
  const database& to_;
  const compare_options& options_;
  difference result_;
};

template <class Thing>
void sort_by_name(std::vector<Thing>& things) {
  std::sort(things.begin(), things.end(), [](const Thing& a, const Thing& b) { return name_in(a) < name_in(b); });
}

PLINTH_INLINE void normalise(own::table& t, const dialect::lexical_rules& rules) {
  const auto normal = [&](std::string& text) { text = dialect::normal_form(text, rules); };
  t.renamed_from.clear();
  for (own::column& c : t.columns) {
    c.server_default = dialect::normal_form(same_content::default_of(c), rules);
    c.default_is_literal = false;
    normal(c.expression);
    c.collation = dialect::lowered(same_content::collation_of(c));
    c.type.declared.clear();
    c.renamed_from.clear();
  }
  for (own::check_constraint& c : t.checks) normal(c.expression);
  for (own::index& i : t.indexes) {
    normal(i.where);
    normal(i.expression);
  }
  sort_by_name(t.columns);
  sort_by_name(t.checks);
  sort_by_name(t.uniques);
  sort_by_name(t.foreign_keys);
  sort_by_name(t.indexes);
}

}  // namespace detail

PLINTH_INLINE difference compare(database from, const database& to, const compare_options& options) {
  return detail::comparing(std::move(from), to, options).run();
}

PLINTH_INLINE void note_old_names(database& expected, std::span<const catalog::table* const> tables) {
  for (const catalog::table* said : tables) {
    own::table* t = expected.find(said->name);
    if (t == nullptr) continue;
    t->renamed_from = said->renamed_from;
    for (const catalog::column& c : said->columns)
      if (own::column* found = find_column(*t, c.name, expected.rules)) found->renamed_from = c.renamed_from;
  }
}

PLINTH_INLINE database normalised(database d) {
  for (own::table& t : d.tables) detail::normalise(t, d.rules);
  std::sort(d.tables.begin(), d.tables.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  detail::sort_by_name(d.triggers);
  detail::sort_by_name(d.views);
  return d;
}

}  // namespace plinth::migrate
