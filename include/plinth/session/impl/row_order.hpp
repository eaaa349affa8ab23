// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/row_order.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/table.hpp>
#include <plinth/session/row_values.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/stand_in.hpp>

namespace plinth::detail {

/// What a flush does to one row.
struct row_operation {
  flush_verb verb;
  model::node* row;
  model::node* former = nullptr;  ///< whose row it takes over
  column_set columns = 0;         ///< as of its step
};

/// Why one operation has to follow another, and so what can give way where that is a circle.
enum class bond : std::uint8_t {
  fixed,
  new_key,  ///< the row points to one that is inserted; it can do so later
  old_key,  ///< the row that is removed points to another such; it can point to nobody first
  unique,   ///< the row has a value that another takes; it can be put aside first
};

struct row_edge {
  std::size_t before;
  std::size_t after;
  bond why;
  column_list columns;  ///< the key's, of the row that points; or the unique ones
  bool gone = false;
};

/// Operations of the usual order, found by a hash of some of their columns.
class operations_by_hash {
 public:
  void add(std::optional<std::uint64_t> hash, std::size_t operation) {
    if (hash) entries_.push_back({*hash, operation});
  }
  void sort() { std::sort(entries_.begin(), entries_.end()); }

  template <class Function>
  void each(std::optional<std::uint64_t> hash, const Function& f) const {
    if (!hash) return;
    const std::pair<std::uint64_t, std::size_t> least{*hash, 0};
    for (auto at = std::lower_bound(entries_.begin(), entries_.end(), least);
         at != entries_.end() && at->first == *hash; ++at)
      f(at->second);
  }

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

 private:
  std::vector<std::pair<std::uint64_t, std::size_t>> entries_;
};

class row_sorter {
 public:
  explicit row_sorter(const flush_plan& plan) : plan_(plan), values_(plan) {
    for (const flush_step& step : plan.steps) {
      if (step.verb == flush_verb::replace) {
        const auto rows = plan.rows_of(step);
        for (std::size_t i = 0; i < rows.size(); i += 2) operations_.push_back({step.verb, rows[i], rows[i + 1]});
        continue;
      }
      for (model::node* n : plan.rows_of(step)) operations_.push_back({step.verb, n});
    }
    for (std::size_t i = 0; i < operations_.size(); ++i) operations_[i].row->mark = static_cast<std::uint32_t>(i + 1);
  }
  row_sorter(const row_sorter&) = delete;
  row_sorter& operator=(const row_sorter&) = delete;
  ~row_sorter() {
    for (const row_operation& o : operations_) o.row->mark = 0;
  }

  /// The edges that unique values and changed keys make. Whether the usual order breaks one.
  bool add_handovers() {
    for (const model::model_info* m : models())
      for (const column_list& columns : unique_columns_of(*m)) add_unique_edges(*m, columns);
    for (const row_edge& e : edges_)
      if (e.before > e.after) return true;
    return false;
  }

  /// Whether a key changes that other rows of the plan point to.
  [[nodiscard]] bool changes_keys_in_use() {
    for (const row_operation& o : operations_)
      if (o.verb == flush_verb::update)
        for (const model::model_info* m : models())
          for (const catalog::foreign_key& k : m->table->foreign_keys)
            if (k.target_table == o.row->model->table->name &&
                values_.changes(*o.row, columns_named(*o.row->model->table, k.target_columns).view()))
              return true;
    return false;
  }

  void add_key_edges() {
    for (const model::model_info* child : models())
      for (const catalog::foreign_key& k : child->table->foreign_keys)
        for (const model::model_info* parent : models())
          if (parent->table->name == k.target_table)
            add_edges_of_key(*child, columns_named(*child->table, k.columns), *parent,
                             columns_named(*parent->table, k.target_columns));
  }

  [[nodiscard]] std::vector<row_operation> sorted() {
    connect();
    std::vector<row_operation> order;
    for (std::size_t placed = 0; placed < operations_.size();) {
      if (ready_.empty()) {
        give_way(order);
        continue;
      }
      const std::size_t next = ready_.top();
      ready_.pop();
      placed_[next] = true;
      ++placed;
      order.push_back(operations_[next]);
      for (std::size_t i = 0; i < leaving_[next].size(); ++i) drop(leaving_[next][i]);
    }
    return order;
  }

 private:
  // ---- who has to follow whom ----

  [[nodiscard]] const std::vector<const model::model_info*>& models() {
    if (models_.empty())
      for (const row_operation& o : operations_)
        if (std::find(models_.begin(), models_.end(), o.row->model) == models_.end()) models_.push_back(o.row->model);
    return models_;
  }

  /// The row that the operation takes away or changes, as it is in the database; null for an INSERT.
  [[nodiscard]] static model::node* former_row(const row_operation& o) noexcept {
    if (o.verb == flush_verb::insert) return nullptr;
    return o.former ? o.former : o.row;
  }

  [[nodiscard]] static bool writes(const row_operation& o) noexcept { return o.verb != flush_verb::remove; }

  /// Whether the row leaves the values that it has in these columns.
  [[nodiscard]] bool leaves(const row_operation& o, const column_list& columns) {
    if (o.verb == flush_verb::insert) return false;
    return o.verb != flush_verb::update || values_.changes(*o.row, columns.view());
  }

  /// Whether the row gets other values in these columns.
  [[nodiscard]] bool enters(const row_operation& o, const column_list& columns) {
    if (o.verb == flush_verb::remove) return false;
    return o.verb != flush_verb::update || values_.changes(*o.row, columns.view());
  }

  void add_unique_edges(const model::model_info& m, const column_list& columns) {
    operations_by_hash freed;
    for (std::size_t i = 0; i < operations_.size(); ++i)
      if (operations_[i].row->model == &m && leaves(operations_[i], columns))
        freed.add(values_.hash_before(*former_row(operations_[i]), columns.view()), i);
    if (freed.empty()) return;
    freed.sort();
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const row_operation& o = operations_[i];
      if (o.row->model != &m || !enters(o, columns)) continue;
      freed.each(values_.hash_after(*o.row, columns.view()), [&](std::size_t from) {
        if (from != i && values_.hands_over(*former_row(operations_[from]), columns.view(), *o.row, columns.view()))
          edges_.push_back({from, i, bond::unique, columns});
      });
    }
  }

  void add_edges_of_key(const model::model_info& child, const column_list& own, const model::model_info& parent,
                        const column_list& target) {
    operations_by_hash provided;
    operations_by_hash taken_away;
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const row_operation& o = operations_[i];
      if (o.row->model != &parent) continue;
      if (o.verb == flush_verb::insert || (o.verb == flush_verb::update && values_.changes(*o.row, target.view())))
        provided.add(values_.hash_after(*o.row, target.view()), i);
      if (o.verb == flush_verb::remove) taken_away.add(values_.hash_before(*o.row, target.view()), i);
    }
    provided.sort();
    taken_away.sort();
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      if (operations_[i].row->model != &child) continue;
      if (enters(operations_[i], own)) follow_new_owner(i, own, target, provided);
      if (leaves(operations_[i], own)) precede_former_owner(i, own, target, taken_away);
    }
  }

  void follow_new_owner(std::size_t i, const column_list& own, const column_list& target,
                        const operations_by_hash& provided) {
    const row_operation& o = operations_[i];
    const bond why = o.verb == flush_verb::insert && nullable(*o.row->model, own) ? bond::new_key : bond::fixed;
    if (const model::node* owner = said_owner(*o.row, own)) {
      if (owner->mark > 0 && owner != o.row && operations_[owner->mark - 1].verb == flush_verb::insert)
        edges_.push_back({owner->mark - 1, i, why, own});
      return;
    }
    provided.each(values_.hash_after(*o.row, own.view()), [&](std::size_t from) {
      if (from != i && values_.will_be_equal(*operations_[from].row, target.view(), *o.row, own.view()))
        edges_.push_back({from, i, why, own});
    });
  }

  void precede_former_owner(std::size_t i, const column_list& own, const column_list& target,
                            const operations_by_hash& taken_away) {
    const row_operation& o = operations_[i];
    const model::node& row = *former_row(o);
    const bond why = o.verb == flush_verb::remove && nullable(*row.model, own) ? bond::old_key : bond::fixed;
    taken_away.each(values_.hash_before(row, own.view()), [&](std::size_t to) {
      const model::node& owner = *operations_[to].row;
      if (to == i) return;
      for (std::size_t c = 0; c < own.count; ++c)
        if (!same_value(values_.before(row, own.columns[c]), values_.before(owner, target.columns[c]))) return;
      edges_.push_back({i, to, why, own});
    });
  }

  /// The new owner that a relationship says, where one says it.
  [[nodiscard]] const model::node* said_owner(const model::node& n, const column_list& own) const {
    for (const model::relationship_info& r : n.model->relationships)
      if (says_key(n, r) && same_columns(r.own_columns, own))
        return model::link_of(const_cast<model::node&>(n), r).target();
    for (const key_copy& c : plan_.copies_of(n))
      if (same_columns(c.relation->target_columns, own)) return c.parent;
    return nullptr;
  }

  [[nodiscard]] static bool same_columns(std::span<const std::uint16_t> a, const column_list& b) noexcept {
    return std::is_permutation(a.begin(), a.end(), b.view().begin(), b.view().end());
  }

  [[nodiscard]] static bool nullable(const model::model_info& m, const column_list& columns) noexcept {
    return std::any_of(columns.view().begin(), columns.view().end(),
                       [&](std::uint16_t c) { return m.columns[c].type->nullable; });
  }

  [[nodiscard]] static column_set nullable_of(const model::model_info& m, const column_list& columns) noexcept {
    column_set result = 0;
    for (const std::uint16_t c : columns.view())
      if (m.columns[c].type->nullable) result |= column_set{1} << c;
    return result;
  }

  // ---- the order ----

  void connect() {
    leaving_.resize(operations_.size());
    arriving_.resize(operations_.size());
    waiting_for_.resize(operations_.size());
    placed_.resize(operations_.size());
    for (std::size_t e = 0; e < edges_.size(); ++e) attach(e);
    for (std::size_t i = 0; i < operations_.size(); ++i)
      if (waiting_for_[i] == 0) ready_.push(i);
  }

  void attach(std::size_t edge) {
    leaving_[edges_[edge].before].push_back(edge);
    arriving_[edges_[edge].after].push_back(edge);
    ++waiting_for_[edges_[edge].after];
  }

  void drop(std::size_t edge) {
    if (std::exchange(edges_[edge].gone, true)) return;
    if (--waiting_for_[edges_[edge].after] == 0) ready_.push(edges_[edge].after);
  }

  /// The edges of a circle among what is left, backwards.
  [[nodiscard]] std::vector<std::size_t> find_circle() const {
    std::size_t at = 0;
    while (placed_[at]) ++at;
    std::vector<std::size_t> path;
    std::vector<std::size_t> position(operations_.size(), operations_.size());
    while (position[at] == operations_.size()) {
      position[at] = path.size();
      for (const std::size_t e : arriving_[at])
        if (!edges_[e].gone) {
          path.push_back(e);
          at = edges_[e].before;
          break;
        }
    }
    path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(position[at]));
    return path;
  }

  /// Nothing can go next. One edge of a circle gives way, at the cost of a step more.
  void give_way(std::vector<row_operation>& order) {
    const std::vector<std::size_t> circle = find_circle();
    for (const bond wanted : {bond::new_key, bond::old_key, bond::unique})
      for (const std::size_t e : circle)
        if (edges_[e].why == wanted && give_way_at(e, order)) return;
    refuse(circle);
  }

  [[nodiscard]] bool give_way_at(std::size_t e, std::vector<row_operation>& order) {
    const row_edge edge = edges_[e];
    if (edge.why == bond::new_key) {
      point_later(edge.after, nullable_of(*operations_[edge.after].row->model, edge.columns));
      drop_alike(edge.after, edge, arriving_);
      return true;
    }
    model::node& row = *former_row(operations_[edge.before]);
    column_set columns = nullable_of(*row.model, edge.columns);
    if (edge.why == bond::unique) {
      const auto column = column_to_put_aside(*row.model, edge.columns.view());
      if (!column) return false;
      columns = column_set{1} << *column;
    }
    order.push_back({flush_verb::put_aside, &row, nullptr, columns});
    drop_alike(edge.before, edge, leaving_);
    return true;
  }

  /// The operation's other edges that have just been satisfied as well.
  void drop_alike(std::size_t operation, const row_edge& as, const std::vector<std::vector<std::size_t>>& edges_of) {
    const std::vector<std::size_t> candidates = edges_of[operation];
    for (const std::size_t e : candidates)
      if (edges_[e].why == as.why && edges_[e].columns.set() == as.columns.set()) drop_for_later(e);
  }

  /// What an INSERT does not wait for, the UPDATE that completes it does.
  void drop_for_later(std::size_t e) {
    if (edges_[e].gone) return;
    if (edges_[e].why == bond::new_key && !placed_[edges_[e].before]) {
      edges_.push_back({edges_[e].before, completion_of(edges_[e].after), bond::fixed, {}});
      attach(edges_.size() - 1);
    }
    drop(e);
  }

  void point_later(std::size_t insert, column_set columns) {
    operations_[insert].columns |= columns;
    static_cast<void>(completion_of(insert));
  }

  /// The UPDATE that fills in what an INSERT leaves NULL.
  [[nodiscard]] std::size_t completion_of(std::size_t insert) {
    for (const auto& [of, completion] : completions_)
      if (of == insert) return completion;
    const std::size_t completion = operations_.size();
    completions_.emplace_back(insert, completion);
    operations_.push_back({flush_verb::update, operations_[insert].row});
    leaving_.emplace_back();
    arriving_.emplace_back();
    waiting_for_.push_back(0);
    placed_.push_back(false);
    edges_.push_back({insert, completion, bond::fixed, {}});
    attach(edges_.size() - 1);
    return completion;
  }

  // ---- refusing ----

  [[noreturn]] void refuse(const std::vector<std::size_t>& circle) const {
    for (const std::size_t e : circle)
      if (edges_[e].why == bond::unique) refuse_exchange(edges_[e]);
    std::string names;
    bool one_model = true;
    for (const std::size_t e : circle) {
      const model::node& row = *operations_[edges_[e].after].row;
      names += joined({names.empty() ? "" : ", ", row.model->name});
      one_model = one_model && row.model == operations_[edges_[e].before].row->model;
    }
    if (one_model)
      throw session_error(3111, joined({"objects of ", operations_[edges_[circle.front()].after].row->model->name,
                                        " point to each other in a circle by a foreign key that may not be NULL, so no "
                                        "row can come first; make it a std::optional, or flush them before they are "
                                        "connected"}));
    throw session_error(3110, joined({"the foreign keys of ", names,
                                      " form a cycle in which none may be NULL, so no row can come first; make one of "
                                      "the columns a std::optional"}));
  }

  [[noreturn]] void refuse_exchange(const row_edge& edge) const {
    const model::node& freed = *former_row(operations_[edge.before]);
    std::string columns;
    for (const std::uint16_t c : edge.columns.view())
      columns += joined({columns.empty() ? "" : ", ", freed.model->columns[c].name});
    throw session_error(3112, joined({identity_text(freed), " has a unique value (", columns, ") that ",
                                      identity_text(*operations_[edge.after].row),
                                      " is to get, and each waits for the other; no value of this type can stand in "
                                      "meanwhile, so flush one change before the other"}));
  }

  const flush_plan& plan_;
  row_values values_;
  std::vector<row_operation> operations_;
  std::vector<const model::model_info*> models_;
  std::vector<row_edge> edges_;
  std::vector<std::vector<std::size_t>> leaving_;
  std::vector<std::vector<std::size_t>> arriving_;
  std::vector<std::size_t> waiting_for_;
  std::vector<bool> placed_;
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready_;
  std::vector<std::pair<std::size_t, std::size_t>> completions_;
};

/// Whether a unique value of this model may go from one row to another, or a key change.
[[nodiscard]] PLINTH_INLINE bool may_change_hands(const flush_plan& plan, const model::model_info& m) {
  bool takes = false;
  bool leaves = false;
  for (const flush_step& step : plan.steps) {
    if (step.count == 0 || plan.rows_of(step).front()->model != &m) continue;
    takes = takes || step.verb == flush_verb::insert || step.verb == flush_verb::replace;
    leaves = leaves || step.verb == flush_verb::remove || step.verb == flush_verb::replace;
  }
  column_set touched = 0;
  for (const touched_columns& t : plan.touched)
    if (t.model == &m) touched = t.columns;
  if (!touched && !(takes && leaves)) return false;
  for (const column_list& columns : unique_columns_of(m))
    if ((columns.set() & touched) != 0) return true;
  return takes && leaves;
}

/// The rows in this order. Pairs that go are taken away before anything else, those that come are added behind all.
PLINTH_INLINE void replace_steps(flush_plan& plan, const std::vector<row_operation>& order) {
  std::vector<model::node*> rows;
  std::vector<flush_step> steps;
  const auto keep = [&](flush_verb verb) {
    for (const flush_step& step : plan.steps)
      if (step.verb == verb) steps.push_back({verb, rows.size(), 0});
  };
  keep(flush_verb::unpair);
  for (const row_operation& o : order) {
    const bool continues = !steps.empty() && steps.back().verb == o.verb && steps.back().columns == o.columns &&
                           rows[steps.back().first]->model == o.row->model;
    if (!continues) steps.push_back({o.verb, rows.size(), 0, o.columns});
    rows.push_back(o.row);
    if (o.former) rows.push_back(o.former);
    steps.back().count = rows.size() - steps.back().first;
  }
  keep(flush_verb::pair);
  plan.rows = std::move(rows);
  plan.steps = std::move(steps);
}

PLINTH_INLINE void order_rows(flush_plan& plan, bool in_circle) {
  bool needed = in_circle;
  for (std::size_t i = 0; i < plan.steps.size() && !needed; ++i)
    needed = plan.steps[i].count > 0 && may_change_hands(plan, *plan.rows_of(plan.steps[i]).front()->model);
  if (!needed) return;
  row_sorter rows(plan);
  const bool handed_over = rows.add_handovers();
  if (!in_circle && !handed_over && !rows.changes_keys_in_use()) return;
  rows.add_key_edges();
  const std::vector<row_operation> order = rows.sorted();
  replace_steps(plan, order);
}

}  // namespace plinth::detail
