// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/make_plan.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/tagged_table.hpp>
#include <plinth/core/text.hpp>
#include <plinth/core/topological_order.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/table.hpp>
#include <plinth/session/row_order.hpp>
#include <plinth/session/row_values.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

/// The models in an order in which each follows those that its foreign keys point to, or nothing where these form a
/// cycle. Those that may be NULL count `with_nullable` only.
[[nodiscard]] PLINTH_INLINE std::optional<std::vector<std::size_t>> order_of_models(
    std::span<const model::model_info* const> models, bool with_nullable) {
  std::vector<dependency> edges;
  for (std::size_t child = 0; child < models.size(); ++child) {
    const model::model_info& m = *models[child];
    for (const catalog::foreign_key& key : m.table->foreign_keys) {
      if (key.target_table == m.table->name) continue;
      if (!with_nullable && m.columns[model::column_position(*m.table, key.columns[0])].type->nullable) continue;
      for (std::size_t parent = 0; parent < models.size(); ++parent)
        if (models[parent]->table->name == key.target_table) edges.push_back({parent, child});
    }
  }
  return topological_order(models.size(), edges);
}

/// The models in the order of dependence. Where there is none, as far as it goes without keys that may be NULL; `known`
/// is false then.
struct model_order {
  std::vector<const model::model_info*> models;
  bool known = true;
};

[[nodiscard]] PLINTH_INLINE model_order sorted_models(const std::vector<const model::model_info*>& models) {
  model_order result;
  auto order = order_of_models(models, true);
  result.known = order.has_value();
  if (!order) order = order_of_models(models, false);
  if (!order) return {models, false};
  for (const std::size_t i : *order) result.models.push_back(models[i]);
  return result;
}

/// The nodes' models, each once.
[[nodiscard]] PLINTH_INLINE std::vector<const model::model_info*> models_of(std::span<model::node* const> nodes) {
  std::vector<const model::model_info*> models;
  for (const model::node* n : nodes)
    if (models.empty() ||
        (models.back() != n->model && std::find(models.begin(), models.end(), n->model) == models.end()))
      models.push_back(n->model);
  return models;
}

/// A hash of the columns with these names, for finding rows by them; false where the first is NULL.
[[nodiscard]] PLINTH_INLINE bool hash_columns(const model::node& n, std::span<const std::string_view> names,
                                              std::uint64_t& hash) {
  scratch keep;
  hash = 0;
  for (const std::string_view name : names) {
    const cell value = read_column(n, model::column_position(*n.model->table, name), keep);
    if (value.is_null()) return false;
    hash = hash_of(value, hash);
  }
  return true;
}

/// The edges between rows of one table that point to each other by the values of their columns: rows that were given
/// their keys by the program. The rows are marked with their positions, from 1 on.
PLINTH_INLINE void add_value_edges(std::span<model::node* const> rows, std::vector<dependency>& edges) {
  const model::model_info& m = *rows.front()->model;
  for (const catalog::foreign_key& key : m.table->foreign_keys) {
    if (key.target_table != m.table->name) continue;
    const auto any = [](const model::node&) { return true; };
    tagged_table<model::node> by_key;
    std::uint64_t hash = 0;
    for (model::node* n : rows)
      if (hash_columns(*n, key.target_columns, hash) && !by_key.find(hash, any)) by_key.insert(hash, *n);
    if (by_key.size() < rows.size()) continue;  // keys that are still to be given are all alike
    for (model::node* n : rows)
      if (hash_columns(*n, key.columns, hash))
        if (const model::node* target = by_key.find(hash, any); target && target != n)
          edges.push_back({target->mark - 1, n->mark - 1});
  }
}

/// The edges that the relationships between these rows say.
PLINTH_INLINE void add_link_edges(std::span<model::node* const> rows, std::vector<dependency>& edges) {
  for (model::node* n : rows)
    for (const model::relationship_info& r : n->model->relationships) {
      if (r.secondary || r.viewonly) continue;
      for (const model::node* target : model::link_of(*n, r).targets()) {
        if (target->model != n->model || target->mark == 0 || target == n) continue;
        const dependency edge{target->mark - 1, n->mark - 1};
        edges.push_back(r.holds_key ? edge : dependency{edge.after, edge.before});
      }
    }
}

[[nodiscard]] PLINTH_INLINE bool points_to_itself(const catalog::table& t) noexcept {
  for (const catalog::foreign_key& key : t.foreign_keys)
    if (key.target_table == t.name) return true;
  return false;
}

/// Rows of one table that points to itself: each after the row that it points to, by relationship or by value. False
/// where they form a circle.
[[nodiscard]] PLINTH_INLINE bool sort_rows(std::span<model::node*> rows) {
  if (rows.size() < 2 || !points_to_itself(*rows.front()->model->table)) return true;
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i]->mark = static_cast<std::uint32_t>(i + 1);
  std::vector<dependency> edges;
  add_link_edges(rows, edges);
  add_value_edges(rows, edges);
  for (model::node* n : rows) n->mark = 0;
  const auto order = topological_order(rows.size(), edges);
  if (!order) return false;
  const std::vector<model::node*> before(rows.begin(), rows.end());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = before[(*order)[i]];
  return true;
}

[[nodiscard]] PLINTH_INLINE bool is_staying(const model::node& n) noexcept {
  return n.state == model::object_state::pending || n.state == model::object_state::persistent;
}

/// Notes what relationships say and no column does. What concerns objects that are removed goes with them.
PLINTH_INLINE void plan_links(flush_plan& plan, const link_changes& links) {
  for (const link_change& c : links.waiting()) {
    if (c.step == link_step::none || !is_staying(*c.target)) continue;
    const bool added = c.step == link_step::add;
    if (!c.relation->secondary)
      plan.copies.push_back({c.target, added ? c.owner : nullptr, c.relation});
    else if (is_staying(*c.owner))
      plan.pairs.push_back(c);
  }
  std::stable_sort(plan.copies.begin(), plan.copies.end(),
                   [](const key_copy& a, const key_copy& b) { return a.child < b.child; });
}

/// -1, 0 or 1: any order of values, as long as it is the same each time.
[[nodiscard]] PLINTH_INLINE int compared(const cell& a, const cell& b) noexcept {
  if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
  if (has_bytes(a.kind)) {
    const int bytes = a.bytes().compare(b.bytes());
    return bytes < 0 ? -1 : (bytes > 0 ? 1 : 0);
  }
  return a.integer < b.integer ? -1 : (a.integer > b.integer ? 1 : 0);
}

/// By the keys that the rows have in the database.
PLINTH_INLINE void sort_by_key(std::span<model::node*> rows) {
  scratch keep;
  const auto stored = [&](const model::node& n, std::size_t column) {
    return n.snapshot ? n.snapshot[column] : read_column(n, column, keep);
  };
  const auto earlier = [&](const model::node* a, const model::node* b) {
    for (const std::uint16_t k : a->model->key)
      if (const int order = compared(stored(*a, k), stored(*b, k)); order != 0) return order < 0;
    return false;
  };
  if (!std::is_sorted(rows.begin(), rows.end(), earlier)) std::stable_sort(rows.begin(), rows.end(), earlier);
}

/// Appends a step for the nodes of one model.
PLINTH_INLINE std::span<model::node*> add_step(flush_plan& plan, flush_verb verb, const model::model_info& m,
                                               std::span<model::node* const> nodes) {
  const std::size_t first = plan.rows.size();
  for (model::node* n : nodes)
    if (n->model == &m) plan.rows.push_back(n);
  plan.steps.push_back({verb, first, plan.rows.size() - first});
  return std::span(plan.rows).subspan(first);
}

/// False where tables or rows form a circle.
[[nodiscard]] PLINTH_INLINE bool plan_inserts(flush_plan& plan, std::span<model::node* const> pending) {
  const model_order order = sorted_models(models_of(pending));
  bool in_order = order.known;
  for (const model::model_info* m : order.models)
    in_order = sort_rows(add_step(plan, flush_verb::insert, *m, pending)) && in_order;
  return in_order;
}

/// What the relationships are going to write into the foreign keys of `n`.
[[nodiscard]] PLINTH_INLINE column_set said_columns(const flush_plan& plan, const model::node& n) {
  column_set said = 0;
  for (const model::relationship_info& r : n.model->relationships)
    if (says_key(n, r))
      for (const std::uint16_t c : r.own_columns) said |= column_set{1} << c;
  for (const key_copy& k : plan.copies_of(n))
    for (const std::uint16_t c : k.relation->target_columns) said |= column_set{1} << c;
  return said;
}

PLINTH_INLINE void note_touched(flush_plan& plan, const model::model_info& m, column_set columns) {
  for (touched_columns& t : plan.touched)
    if (t.model == &m) {
      t.columns |= columns;
      return;
    }
  plan.touched.push_back({&m, columns});
}

PLINTH_INLINE void plan_updates(flush_plan& plan, std::span<model::node* const> watched) {
  std::vector<model::node*> changed;
  for (model::node* n : watched) {
    if (n->state != model::object_state::persistent) continue;
    const column_set columns = said_columns(plan, *n) | columns_to_write(*n);
    if (columns == 0) continue;
    changed.push_back(n);
    note_touched(plan, *n->model, columns);
  }
  const auto models = models_of(changed);
  const auto order = order_of_models(models, true);
  for (std::size_t i = 0; i < models.size(); ++i)
    sort_by_key(add_step(plan, flush_verb::update, *models[order ? (*order)[i] : i], changed));
}

/// False where tables or rows form a circle.
[[nodiscard]] PLINTH_INLINE bool plan_removes(flush_plan& plan, std::span<model::node* const> removed) {
  const model_order order = sorted_models(models_of(removed));
  bool in_order = order.known;
  for (std::size_t i = order.models.size(); i-- > 0;) {
    const auto rows = add_step(plan, flush_verb::remove, *order.models[i], removed);
    sort_by_key(rows);
    if (!points_to_itself(*order.models[i]->table)) continue;
    in_order = sort_rows(rows) && in_order;
    std::reverse(rows.begin(), rows.end());
  }
  return in_order;
}

PLINTH_INLINE void plan_pairs(flush_plan& plan) {
  const auto any = [&](link_step step) {
    return std::any_of(plan.pairs.begin(), plan.pairs.end(), [&](const link_change& c) { return c.step == step; });
  };
  if (!plan.purges.empty() || any(link_step::remove)) plan.steps.push_back({flush_verb::unpair, plan.rows.size(), 0});
  if (any(link_step::add)) plan.steps.push_back({flush_verb::pair, plan.rows.size(), 0});
}

/// Whether the row of `former` can be given to `fresh`, which has its key: where nothing is left to the database that
/// it does for a new row only, or for one that goes.
[[nodiscard]] PLINTH_INLINE bool may_replace(const model::node& fresh, model::node& former) {
  scratch keep;
  for (std::size_t i = 0; i < fresh.model->columns.size(); ++i)
    if (fresh.model->columns[i].server_default && read_column(fresh, i, keep).is_null()) return false;
  for (const model::relationship_info& r : former.model->relationships) {
    if (r.holds_key || r.viewonly) continue;
    const model::link& l = model::link_of(former, r);
    if (!l.is_complete() || (r.secondary && !l.targets().empty())) return false;
  }
  return true;
}

/// New objects that take over the rows of removed ones, and what is left of both.
struct replacements {
  std::vector<model::node*> pairs;  ///< the new, the removed, …
  std::vector<model::node*> pending;
  std::vector<model::node*> removed;
};

/// A new object with the key of a removed one takes over its row: one UPDATE in the place of DELETE and INSERT.
[[nodiscard]] PLINTH_INLINE replacements find_replacements(const flush_plan& plan,
                                                           std::span<model::node* const> pending,
                                                           std::span<model::node* const> removed) {
  replacements found;
  row_values values(plan);
  tagged_table<model::node> gone;
  for (model::node* n : removed)
    if (const auto hash = values.hash_before(*n, n->model->key)) gone.insert(*hash, *n);
  for (model::node* n : pending) {
    const auto hash = values.hash_after(*n, n->model->key);
    const auto has_its_key = [&](const model::node& other) {
      return other.model == n->model && other.mark == 0 &&
             values.hands_over(other, other.model->key, *n, n->model->key);
    };
    model::node* former = hash ? gone.find(*hash, has_its_key) : nullptr;
    if (former && may_replace(*n, *former)) {
      former->mark = 1;
      found.pairs.insert(found.pairs.end(), {n, former});
    } else {
      found.pending.push_back(n);
    }
  }
  for (model::node* n : removed)
    if (std::exchange(n->mark, 0) == 0) found.removed.push_back(n);
  return found;
}

PLINTH_INLINE void plan_replacements(flush_plan& plan, const replacements& found) {
  for (std::size_t i = 0; i < found.pairs.size(); i += 2) {
    plan.steps.push_back({flush_verb::replace, plan.rows.size(), 2});
    plan.rows.insert(plan.rows.end(), {found.pairs[i], found.pairs[i + 1]});
  }
}

PLINTH_INLINE flush_plan make_plan(std::span<model::node* const> pending, std::span<model::node* const> watched,
                                   std::span<model::node* const> removed, const link_changes& links,
                                   std::vector<pair_purge> purges) {
  flush_plan plan;
  plan.purges = std::move(purges);
  plan_links(plan, links);
  replacements found;
  if (!pending.empty() && !removed.empty()) {
    found = find_replacements(plan, pending, removed);
    pending = found.pending;
    removed = found.removed;
  }
  plan.rows.reserve(pending.size() + removed.size() + found.pairs.size());
  bool in_order = plan_inserts(plan, pending);
  plan_replacements(plan, found);
  plan_updates(plan, watched);
  plan_pairs(plan);
  in_order = plan_removes(plan, removed) && in_order;
  order_rows(plan, !in_order);
  return plan;
}

}  // namespace plinth::detail
