// SPDX-License-Identifier: MIT
#pragma once

// What a flush is going to do, decided before it does anything: which rows to insert, update and delete, in which
// order, and which keys to carry from one object to another on the way. Plain data, made without I/O.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/topological_order.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

/// "The foreign key of `child` is the key of `parent`": done just before the child's row is written, when the parent
/// has its key.
struct key_copy {
  model::node* child;
  model::node* parent;  ///< null: the child's key becomes NULL
  const model::relationship_info* relation;
  bool relation_is_childs;  ///< the relation is a member of the child; else of the parent
};

struct flush_plan {
  std::vector<model::node*> inserts;  ///< each after the rows that it points to
  std::vector<model::node*> updates;  ///< may turn out to need none
  std::vector<model::node*> deletes;  ///< each after the rows that point to it
  std::vector<key_copy> copies;       ///< sorted by child

  [[nodiscard]] bool empty() const noexcept { return inserts.empty() && updates.empty() && deletes.empty(); }

  [[nodiscard]] std::span<const key_copy> copies_of(const model::node& child) const {
    const auto [first, last] = std::equal_range(copies.begin(), copies.end(),
                                                key_copy{const_cast<model::node*>(&child), nullptr, nullptr, false},
                                                [](const key_copy& a, const key_copy& b) { return a.child < b.child; });
    return {first, last};
  }
};

/// The models in an order in which each follows those that its foreign keys point to. A key that may be NULL gives way
/// in a cycle; a cycle without one is refused.
[[nodiscard]] inline std::vector<const model::model_info*> sorted_models(std::vector<const model::model_info*> models) {
  const auto edges = [&](bool with_nullable) {
    std::vector<dependency> result;
    for (std::size_t child = 0; child < models.size(); ++child)
      for (const catalog::foreign_key& key : models[child]->table->foreign_keys) {
        if (key.target_table == models[child]->table->name) continue;
        const auto column = std::find_if(models[child]->columns.begin(), models[child]->columns.end(),
                                         [&](const model::column_info& c) { return c.name == key.columns[0]; });
        if (!with_nullable && column != models[child]->columns.end() && column->type->nullable) continue;
        for (std::size_t parent = 0; parent < models.size(); ++parent)
          if (models[parent]->table->name == key.target_table) result.push_back({parent, child});
      }
    return result;
  };
  auto order = topological_order(models.size(), edges(true));
  if (!order) order = topological_order(models.size(), edges(false));
  if (!order) {
    std::string names;
    for (const model::model_info* m : models) names += (names.empty() ? "" : ", ") + std::string(m->name);
    throw session_error(3110, "the foreign keys of " + names +
                                  " form a cycle in which none may be NULL, so no row can come first; make one of the "
                                  "columns a std::optional");
  }
  std::vector<const model::model_info*> sorted;
  for (const std::size_t i : *order) sorted.push_back(models[i]);
  return sorted;
}

/// The nodes' models, each once, in the order of dependence.
[[nodiscard]] inline std::vector<const model::model_info*> models_of(std::span<model::node* const> nodes) {
  std::vector<const model::model_info*> models;
  for (const model::node* n : nodes)
    if (models.empty() ||
        (models.back() != n->model && std::find(models.begin(), models.end(), n->model) == models.end()))
      models.push_back(n->model);
  return sorted_models(std::move(models));
}

/// The edges between rows of one table that point to each other by the values of their columns: rows that were given
/// their keys by the program.
inline void add_value_edges(std::span<model::node* const> rows, std::vector<dependency>& edges) {
  const model::model_info& m = *rows.front()->model;
  for (const catalog::foreign_key& key : m.table->foreign_keys) {
    if (key.target_table != m.table->name) continue;
    scratch keep;
    std::vector<std::pair<std::uint64_t, std::size_t>> by_key;
    const auto hash = [&](const model::node& n, std::span<const std::string_view> names) {
      std::uint64_t h = 0;
      for (const std::string_view name : names)
        h = hash_of(read_column(n, model::column_position(*m.table, name), keep), h);
      return h;
    };
    for (std::size_t i = 0; i < rows.size(); ++i) by_key.emplace_back(hash(*rows[i], key.target_columns), i);
    std::sort(by_key.begin(), by_key.end());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (read_column(*rows[i], model::column_position(*m.table, key.columns[0]), keep).is_null()) continue;
      const auto at =
          std::lower_bound(by_key.begin(), by_key.end(), std::pair(hash(*rows[i], key.columns), std::size_t{0}));
      const bool found = at != by_key.end() && at->first == hash(*rows[i], key.columns) && at->second != i;
      if (found && std::next(at) != by_key.end() && std::next(at)->first == at->first) continue;  // keys not given yet
      if (found) edges.push_back({at->second, i});
    }
  }
}

/// Rows of one table that points to itself: each after the row that it points to, by relationship or by value.
inline void sort_rows(std::span<model::node*> rows, std::span<const key_copy> copies) {
  const model::model_info& m = *rows.front()->model;
  const bool points_to_itself =
      std::any_of(m.table->foreign_keys.begin(), m.table->foreign_keys.end(),
                  [&](const catalog::foreign_key& k) { return k.target_table == m.table->name; });
  if (!points_to_itself || rows.size() < 2) return;

  std::vector<std::pair<const model::node*, std::size_t>> position;
  for (std::size_t i = 0; i < rows.size(); ++i) position.emplace_back(rows[i], i);
  std::sort(position.begin(), position.end());
  const auto find = [&](const model::node* n) {
    const auto at = std::lower_bound(position.begin(), position.end(), std::pair(n, std::size_t{0}));
    return at != position.end() && at->first == n ? at->second : rows.size();
  };

  std::vector<dependency> edges;
  for (const key_copy& c : copies) {
    if (!c.parent) continue;
    const std::size_t before = find(c.parent);
    const std::size_t after = find(c.child);
    if (before < rows.size() && after < rows.size() && before != after) edges.push_back({before, after});
  }
  add_value_edges(rows, edges);
  const auto order = topological_order(rows.size(), edges);
  if (!order)
    throw session_error(3111,
                        "new objects of " + std::string(m.name) +
                            " point to each other in a circle, so no row can come first; flush them before they are "
                            "connected");
  const std::vector<model::node*> before(rows.begin(), rows.end());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = before[(*order)[i]];
}

/// Adds the keys that the relationship members of `n` say.
inline void collect_copies(model::node& n, std::vector<key_copy>& out) {
  for (const model::relationship_info& r : n.model->relationships) {
    const model::link& l = model::link_of(n, r);
    if (!l.queued() && n.state != model::object_state::pending) continue;
    if (r.holds_key) {
      if (l.queued() || !l.targets().empty())
        out.push_back({&n, l.targets().empty() ? nullptr : l.targets().front(), &r, true});
    } else if (r.inverse < 0) {
      for (model::node* target : l.targets()) out.push_back({target, &n, &r, false});
    }
  }
}

/// The plan for these objects. `removed` have been marked; `pending` and `watched` hold no removed object.
[[nodiscard]] inline flush_plan make_plan(std::span<model::node* const> pending, std::span<model::node* const> watched,
                                          std::span<model::node* const> removed) {
  flush_plan plan;
  for (model::node* n : pending) collect_copies(*n, plan.copies);
  for (model::node* n : watched)
    if (n->state == model::object_state::persistent) collect_copies(*n, plan.copies);
  std::stable_sort(plan.copies.begin(), plan.copies.end(),
                   [](const key_copy& a, const key_copy& b) { return a.child < b.child; });

  // Inserts: models in the order of dependence, within each the order of adding.
  for (const model::model_info* m : models_of(pending)) {
    const std::size_t begin = plan.inserts.size();
    for (model::node* n : pending)
      if (n->model == m) plan.inserts.push_back(n);
    sort_rows(std::span(plan.inserts).subspan(begin), plan.copies);
  }
  for (model::node* n : watched)
    if (n->state == model::object_state::persistent && (changed_columns(*n) != 0 || !plan.copies_of(*n).empty()))
      plan.updates.push_back(n);

  auto models = models_of(removed);
  for (auto m = models.rbegin(); m != models.rend(); ++m) {
    const std::size_t begin = plan.deletes.size();
    for (model::node* n : removed)
      if (n->model == *m) plan.deletes.push_back(n);
    const auto rows = std::span(plan.deletes).subspan(begin);
    sort_rows(rows, {});
    std::reverse(rows.begin(), rows.end());
  }
  return plan;
}

}  // namespace plinth::detail
