// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/sqlite/render.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/sqlite/plan.hpp>
#include <plinth/migrate/sqlite/rebuild.hpp>

namespace plinth::migrate::sqlite {

namespace detail {

class rendering {
 public:
  rendering(const database& from, const std::vector<operation>& ops) : start_(from), end_(from), ops_(ops) {
    for (const operation& op : ops) apply_to(end_, op);
    plans_ = plans_for(start_, end_, ops);
  }

  /// What frees a name goes before what takes one.
  [[nodiscard]] std::vector<step> run() {
    each<drop_table>([&](const drop_table& o) { add_noted(o, dropping("TABLE", o.table.name)); });
    each<drop_index>([&](const drop_index& o) { add_noted(o, dropping("INDEX", o.index.name)); });
    each<rename_index>([&](const rename_index& o) { add_noted(o, dropping("INDEX", o.from)); });
    for (const table_plan& plan : plans_) change(plan);
    rename();
    each<create_table>([&](const create_table& o) { create(o); });
    each<create_index>([&](const create_index& o) { add_noted(o, creating(o.table, o.index.name)); });
    each<rename_index>([&](const rename_index& o) { add(creating(o.table, o.to)); });
    return std::move(result_);
  }

 private:
  template <class Operation, class Work>
  void each(const Work& work) {
    for (const operation& op : ops_)
      if (const auto* found = std::get_if<Operation>(&op)) work(*found);
  }

  void add(std::string sql) { result_.push_back({.sql = std::move(sql)}); }

  void add_noted(const operation& op, std::string sql) {
    add(std::move(sql));
    note(result_.back(), op);
  }

  static void note(step& of, const operation& op) {
    of.notes.push_back(describe(op));
    if (std::string danger = danger_of(op); !danger.empty()) of.dangers.push_back(std::move(danger));
  }

  [[nodiscard]] static std::string dropping(std::string_view kind, std::string_view name) {
    return joined({"DROP ", kind, " ", dialect::as_name(name)});
  }

  /// An index as it is in the end, on a table by one of its names.
  [[nodiscard]] std::string creating(std::string_view table_name, std::string_view name) const {
    for (const own::table& t : end_.tables)
      for (const own::index& i : t.indexes)
        if (same_name(i.name, name, rules)) return written([&](sql::writer& out) { dialect::create_index(out, t, i); });
    throw migration_error(5301, joined({"a migration changes the index ", dialect::as_name(name), " of ",
                                        dialect::as_name(table_name), ", which is not there"}));
  }

  /// The table as it is in the end: all renames have been done by now.
  void create(const create_table& o) {
    const own::table* last = end_.find(last_name(o));
    if (last == nullptr) return;  // dropped again
    add_noted(o, written([&](sql::writer& out) { dialect::create_table(out, *last); }));
    for (const own::index& i : last->indexes)
      if (!is_created_by_itself(i.name)) add(written([&](sql::writer& out) { dialect::create_index(out, *last, i); }));
    for (const trigger& t : o.triggers) add(t.sql);
  }

  [[nodiscard]] std::string last_name(const create_table& created) const {
    std::string name = created.table.name;
    bool passed = false;
    for (const operation& op : ops_) {
      if (std::get_if<create_table>(&op) == &created) passed = true;
      const auto* renamed = std::get_if<rename_table>(&op);
      if (passed && renamed != nullptr && same_name(renamed->from, name, rules)) name = renamed->to;
    }
    return name;
  }

  [[nodiscard]] bool is_created_by_itself(std::string_view index_name) const {
    return std::any_of(ops_.begin(), ops_.end(), [&](const operation& op) {
      const auto* created = std::get_if<create_index>(&op);
      return created != nullptr && same_name(created->index.name, index_name, rules);
    });
  }

  // ---- tables that stay ----

  void change(const table_plan& plan) {
    const std::size_t first = result_.size();
    if (can_alter(plan)) {
      for (std::string& sql : alter_statements(plan)) add(std::move(sql));
      if (plan.origins.empty() || result_.size() == first) return;
    } else {
      refuse_loss(plan);
      for (std::string& sql : rebuild_statements(plan, triggers_of(plan.from.name))) add(std::move(sql));
    }
    for (const operation& op : plan.ops)
      if (!is_noted_elsewhere(op)) note(result_[first], op);
  }

  [[nodiscard]] static bool is_noted_elsewhere(const operation& op) {
    return std::holds_alternative<rename_table>(op) || std::holds_alternative<rename_column>(op) ||
           std::holds_alternative<create_index>(op) || std::holds_alternative<drop_index>(op) ||
           std::holds_alternative<rename_index>(op);
  }

  [[nodiscard]] std::vector<trigger> triggers_of(std::string_view name) const {
    std::vector<trigger> result;
    for (const trigger& t : start_.triggers)
      if (same_name(t.table, name, rules)) {
        if (t.outdated)
          throw migration_error(5304, joined({"the table ", dialect::as_name(name),
                                              " would have to be made anew with its trigger ", dialect::as_name(t.name),
                                              ", whose text is not known after the renames before; put the "
                                              "renames into a revision of their own"}));
        result.push_back(t);
      }
    return result;
  }

  void refuse_loss(const table_plan& plan) const {
    for (const not_comparable& what : start_.rest)
      if (what.lost_in_rebuild && same_name(what.table, plan.from.name, rules))
        throw migration_error(
            5303, joined({"the table ", dialect::as_name(plan.from.name), " would have to be made anew, and it has ",
                          what.what, ", which would be lost; write this revision by hand"}));
  }

  void rename() {
    renames table_names;
    for (const table_plan& plan : plans_) {
      for (const auto& [from, to] : in_order(plan.column_renames)) {
        add(joined({"ALTER TABLE ", dialect::as_name(plan.from.name), " RENAME COLUMN ", dialect::as_name(from), " TO ",
                    dialect::as_name(to)}));
        result_.back().notes.push_back(describe(rename_column{plan.from.name, from, to}));
      }
      if (plan.final_name != plan.from.name) table_names.emplace_back(plan.from.name, plan.final_name);
    }
    for (const auto& [from, to] : in_order(table_names)) {
      add(joined({"ALTER TABLE ", dialect::as_name(from), " RENAME TO ", dialect::as_name(to)}));
      result_.back().notes.push_back(describe(rename_table{from, to}));
    }
  }

  const database& start_;
  database end_;
  const std::vector<operation>& ops_;
  std::vector<table_plan> plans_;
  std::vector<step> result_;
};

}  // namespace detail

PLINTH_INLINE std::vector<step> render(const database& from, const std::vector<operation>& ops) {
  return detail::rendering(from, ops).run();
}

}  // namespace plinth::migrate::sqlite
