// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/sqlite/plan.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/sqlite/text.hpp>

namespace plinth::migrate::sqlite {

namespace detail {

PLINTH_INLINE void rename_each(std::vector<std::string>& columns, const renames& names) {
  for (std::string& column : columns)
    for (const auto& [from, to] : names)
      if (same_name(column, from, rules)) {
        column = to;
        break;
      }
}

/// The table with other names for its columns, all changed at once; what it says of other tables stays.
PLINTH_INLINE void rename_columns(own::table& t, const renames& names) {
  if (names.empty()) return;
  const auto rename = [&](std::string& text) { text = dialect::with_new_names(text, names, rules); };
  for (own::column& c : t.columns) {
    std::vector<std::string> one = {c.name};
    rename_each(one, names);
    c.name = one.front();
    rename(c.expression);
  }
  rename_each(t.key.columns, names);
  for (auto& u : t.uniques) rename_each(u.columns, names);
  for (auto& c : t.checks) rename(c.expression);
  for (auto& k : t.foreign_keys) rename_each(k.columns, names);
  for (own::index& i : t.indexes) {
    rename_each(i.columns, names);
    rename(i.expression);
    rename(i.where);
  }
}

[[nodiscard]] PLINTH_INLINE renames::iterator entry_of(renames& known, std::string_view today) {
  return std::find_if(known.begin(), known.end(), [&](const auto& k) { return same_name(k.first, today, rules); });
}

/// Today's name and the first one of each column that was there from the beginning.
[[nodiscard]] PLINTH_INLINE renames first_names(const own::table& from, const std::vector<operation>& ops) {
  renames known;
  for (const own::column& c : from.columns) known.emplace_back(c.name, c.name);
  for (const operation& op : ops) {
    if (const auto* renamed = std::get_if<rename_column>(&op)) {
      if (const auto found = entry_of(known, renamed->from); found != known.end()) found->first = renamed->to;
    } else if (const auto* dropped = std::get_if<drop_column>(&op)) {
      if (const auto found = entry_of(known, dropped->column.name); found != known.end()) known.erase(found);
    }
  }
  return known;
}

/// Gives the columns of `plan.to` the names that they have until the renames: the old one, and for a new column its own
/// unless an old one still has that.
PLINTH_INLINE void use_old_names(table_plan& plan) {
  renames known = first_names(plan.from, plan.ops);
  for (const own::column& c : plan.to.columns) {
    const auto found = entry_of(known, c.name);
    plan.origins.push_back(found == known.end() ? std::string() : found->second);
  }
  renames to_old;
  for (std::size_t i = 0; i < plan.to.columns.size(); ++i) {
    const std::string& wanted = plan.to.columns[i].name;
    std::string now = plan.origins[i];
    if (now.empty()) now = find_column(plan.from, wanted, rules) != nullptr ? "_plinth_new_" + wanted : wanted;
    if (now == wanted) continue;
    to_old.emplace_back(wanted, now);
    plan.column_renames.emplace_back(now, wanted);
  }
  rename_columns(plan.to, to_old);
}

/// Foreign keys, too, name their targets as they are called until the renames.
PLINTH_INLINE void use_old_targets(table_plan& plan, const std::vector<table_plan>& plans) {
  for (own::foreign_key& key : plan.to.foreign_keys)
    for (const table_plan& target : plans) {
      if (!same_name(key.target_table, target.final_name, rules)) continue;
      key.target_table = target.from.name;
      renames to_old;
      for (const auto& [from, to] : target.column_renames) to_old.emplace_back(to, from);
      rename_each(key.target_columns, to_old);
      break;
    }
}

/// Collects operations by the table that they are about, whatever it is called when each of them runs.
class collecting {
 public:
  collecting(const database& start, const database& end) : start_(start), end_(end) {}

  [[nodiscard]] std::vector<table_plan> run(const std::vector<operation>& ops) {
    for (const operation& op : ops) take(op);
    for (table_plan& plan : plans_) {
      const own::table* last = end_.find(plan.final_name);
      if (last == nullptr) continue;  // dropped afterwards
      plan.to = *last;
      drop_unstable_indexes(plan);
      use_old_names(plan);
      plan.to.name = plan.from.name;
    }
    std::erase_if(plans_, [&](const table_plan& plan) { return plan.to.columns.empty(); });
    for (table_plan& plan : plans_) use_old_targets(plan, plans_);
    return std::move(plans_);
  }

 private:
  void take(const operation& op) {
    if (std::holds_alternative<create_table>(op) || std::holds_alternative<drop_table>(op)) return;
    table_plan* plan = plan_of(table_of(op));
    if (plan == nullptr) return;  // a table that was created just now
    plan->ops.push_back(op);
    if (const auto* renamed = std::get_if<rename_table>(&op)) plan->final_name = renamed->to;
  }

  [[nodiscard]] table_plan* plan_of(std::string_view today) {
    for (table_plan& plan : plans_)
      if (same_name(plan.final_name, today, rules)) return &plan;
    const own::table* first = start_.find(today);
    if (first == nullptr) return nullptr;
    plans_.push_back(
        {.from = *first, .to = {}, .origins = {}, .column_renames = {}, .final_name = first->name, .ops = {}});
    return &plans_.back();
  }

  /// Leaves only indexes that stay: the others are dropped before and created afterwards.
  static void drop_unstable_indexes(table_plan& plan) {
    std::vector<std::string> gone;
    std::vector<std::string> come;
    for (const operation& op : plan.ops) {
      if (const auto* dropped = std::get_if<drop_index>(&op)) gone.push_back(dropped->index.name);
      if (const auto* created = std::get_if<create_index>(&op)) come.push_back(created->index.name);
      if (const auto* renamed = std::get_if<rename_index>(&op)) {
        gone.push_back(renamed->from);
        come.push_back(renamed->to);
      }
    }
    std::erase_if(plan.from.indexes, [&](const own::index& i) { return names(gone, i.name, rules); });
    std::erase_if(plan.to.indexes, [&](const own::index& i) { return names(come, i.name, rules); });
  }

  const database& start_;
  const database& end_;
  std::vector<table_plan> plans_;
};

}  // namespace detail

PLINTH_INLINE renames in_order(renames wanted) {
  renames result;
  while (!wanted.empty()) {
    const auto is_free = [&](const auto& rename) {
      return std::none_of(wanted.begin(), wanted.end(), [&](const auto& other) {
        return &other != &rename && same_name(other.first, rename.second, detail::rules);
      });
    };
    auto next = std::find_if(wanted.begin(), wanted.end(), is_free);
    if (next == wanted.end()) {  // a ring: its first steps aside
      const std::string aside = "_plinth_old_" + wanted.front().first;
      result.emplace_back(wanted.front().first, aside);
      wanted.front().first = aside;
      continue;
    }
    result.push_back(std::move(*next));
    wanted.erase(next);
  }
  return result;
}

PLINTH_INLINE std::vector<table_plan> plans_for(const database& start, const database& end,
                                                const std::vector<operation>& ops) {
  return detail::collecting(start, end).run(ops);
}

}  // namespace plinth::migrate::sqlite
