// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/carry_keys.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/in_step.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/table.hpp>
#include <plinth/session/key_lookup.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

PLINTH_INLINE void key_carrier::begin(const model::model_info& m) {
  one_sided_.clear();
  for (const auto& space : store_.spaces())
    for (const model::relationship_info& r : space->model().relationships)
      if (r.inverse < 0 && r.is_held_by_target() && r.to_many && &r.target() == &m) one_sided_.push_back(&r);
}

PLINTH_INLINE bool key_carrier::waits_for_parent(model::node& n) {
  const auto waits_for = [&](const model::node* parent) {
    if (parent == nullptr || parent->model != n.model || parent->model->generated_column < 0) return false;
    return read_column(*parent, static_cast<std::size_t>(parent->model->generated_column), keep_).integer == 0;
  };
  for (const model::relationship_info& r : n.model->relationships)
    if (r.holds_key && !r.viewonly && says_key(n, r) && waits_for(model::link_of(n, r).target())) return true;
  for (const key_copy& c : plan_.copies_of(n))
    if (waits_for(c.parent)) return true;
  return false;
}

PLINTH_INLINE void key_carrier::before_write(model::node& n, column_set later) {
  for (const model::relationship_info& r : n.model->relationships) {
    if (!r.holds_key || r.viewonly || (set_of(r.own_columns) & later) != 0) continue;
    if (says_key(n, r))
      copy_key(n, r.own_columns, model::link_of(n, r).target(), r.target_columns, r);
    else if (n.state == model::object_state::pending)
      require_owner(n, r);
  }
  if (plan_.copies.empty()) return;
  for (const key_copy& c : plan_.copies_of(n))
    if ((set_of(c.relation->target_columns) & later) == 0)
      copy_key(n, c.relation->target_columns, c.parent, c.relation->own_columns, *c.relation);
}

/// A key of several columns points to nobody when one of them is NULL.
PLINTH_INLINE void key_carrier::copy_key(model::node& child, std::span<const std::uint16_t> columns,
                                         const model::node* parent, std::span<const std::uint16_t> parent_columns,
                                         const model::relationship_info& r) {
  bool may_be_null = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool nullable = child.model->columns[columns[i]].type->nullable;
    keep_.clear();
    if (parent)
      write_column(child, columns[i], read_column(*parent, parent_columns[i], keep_));
    else if (nullable)
      write_column(child, columns[i], cell{});
    may_be_null = may_be_null || nullable;
  }
  if (!parent && !may_be_null) refuse_nobody(child, r, columns[0]);
}

PLINTH_INLINE void key_carrier::refuse_nobody(const model::node& n, const model::relationship_info& r,
                                              std::size_t column) {
  throw session_error(3106, joined({identity_text(n), " points to nobody by ", model::member_name(r),
                                    ", but its column ", n.model->columns[column].name,
                                    " may not be NULL; give it an owner, remove it, or let the relation cascade "
                                    "plinth::delete_orphan"}));
}

/// A new object needs an owner where its foreign key may not be NULL, or where owners keep no orphans; the root of a
/// tree does not. A key of 0 that the database chooses is one that nobody has.
PLINTH_INLINE void key_carrier::require_owner(const model::node& n, const model::relationship_info& r) {
  const model::relationship_info* const back = model::inverse_of(r);
  const bool may_be_alone = !back || (back->cascades & model::cascade_orphan) == 0 || &r.target() == n.model;
  for (std::size_t i = 0; i < r.own_columns.size(); ++i) {
    const model::column_info& own = n.model->columns[r.own_columns[i]];
    if (own.type->nullable && may_be_alone) continue;
    keep_.clear();
    const cell value = read_column(n, r.own_columns[i], keep_);
    const bool chosen_later = r.target().columns[r.target_columns[i]].generated;
    if (value.is_null() || (chosen_later && value.integer == 0)) refuse_ownerless(n, r, own.field);
  }
}

PLINTH_INLINE void key_carrier::refuse_ownerless(const model::node& n, const model::relationship_info& r,
                                                 std::string_view column) {
  throw session_error(3151, joined({"a new ", n.model->name, " (number ", std::to_string(n.sequence + 1),
                                    " of the objects added to this session) never got an owner: neither ",
                                    model::member_name(r), " nor ", n.model->name, "::", column,
                                    " says to whom it belongs; set one of them, or remove the object"}));
}

PLINTH_INLINE void key_carrier::after_insert(model::node& n, column_set later) {
  for (const model::relationship_info& r : n.model->relationships) {
    model::link& l = model::link_of(n, r);
    const bool knows_owner = !r.holds_key || l.queued() || !l.targets().empty();
    l.set_queued(r.holds_key && !r.viewonly && (set_of(r.own_columns) & later) != 0);
    l.set_loaded(!r.viewonly);
    if (!knows_owner) follow_key(n, r);
  }
  if (!one_sided_.empty()) follow_one_sided(n, nullptr);
}

PLINTH_INLINE void key_carrier::after_update(model::node& n) {
  if (!one_sided_.empty()) follow_one_sided(n, n.snapshot);
}

PLINTH_INLINE void key_carrier::settle_links(model::node& n, column_set changed) {
  for (const model::relationship_info& r : n.model->relationships) {
    model::link& l = model::link_of(n, r);
    if (r.holds_key && !l.queued() && (set_of(r.own_columns) & changed) != 0) follow_key(n, r);
    l.set_queued(false);
  }
}

/// An owner that the session has gets the row into its collection, where that is loaded.
PLINTH_INLINE void key_carrier::follow_key(model::node& n, const model::relationship_info& r) {
  key_buffer key;
  keep_.clear();
  const auto own = read_key(n, r.own_columns, key, keep_);
  model::node* owner = store_.find_by(r.target(), r.target_columns, own);
  model::follow_key(n, r, owner, own.empty() || owner);
}

/// A child that has been given another owner by its foreign key alone is in that one's collection, where that is
/// loaded. `before` is the row as it was, null for a new one.
PLINTH_INLINE void key_carrier::follow_one_sided(model::node& n, const cell* before) {
  for (const model::relationship_info* r : one_sided_) {
    if (is_said(n, *r)) continue;
    key_buffer key;
    keep_.clear();
    model::node* former = nullptr;
    if (before) {
      for (std::size_t i = 0; i < r->target_columns.size(); ++i) key[i] = before[r->target_columns[i]];
      const auto old = std::span<const cell>(key).first(r->target_columns.size());
      if (std::none_of(old.begin(), old.end(), [](const cell& c) { return c.is_null(); }))
        former = store_.find_by(*r->owner, r->own_columns, old);
    }
    model::node* owner = store_.find_by(*r->owner, r->own_columns, read_key(n, r->target_columns, key, keep_));
    if (former != owner) model::follow_owner(n, *r, former, owner);
  }
}

PLINTH_INLINE bool key_carrier::is_said(const model::node& n, const model::relationship_info& r) const {
  for (const key_copy& c : plan_.copies_of(n))
    if (c.relation == &r) return true;
  return false;
}

}  // namespace plinth::detail
