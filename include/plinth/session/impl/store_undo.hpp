// SPDX-License-Identifier: MIT
#pragma once

// What a session's objects do when its transaction ends or a part of it is taken back.

#include <plinth/session/store.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE std::uint64_t store::open_savepoint() {
  link_marks_.push_back(links_.mark());
  const std::uint64_t number = log_.open();
  depth = static_cast<std::uint16_t>(log_.depth());
  return number;
}

PLINTH_INLINE void store::release_savepoint() {
  depth = static_cast<std::uint16_t>(log_.depth() - 1);
  link_marks_.pop_back();
  log_.release();
}

PLINTH_INLINE void store::close_savepoint() noexcept {
  log_.close();
  link_marks_.pop_back();
  depth = static_cast<std::uint16_t>(log_.depth());
}

PLINTH_INLINE void store::committed() {
  while (log_.depth() > 0) release_savepoint();
  for (const logged_change& c : log_.changes())
    if (c.n->state == model::object_state::removed) c.n->pass(model::object_event::commit);
  log_.clear();
  links_.committed();
}

PLINTH_INLINE void store::rolled_back(undo how) {
  while (log_.depth() > 0) release_savepoint();
  undo_changes(how);
  undo_links(how, 0);
  if (how == undo::keep_values) return;
  restore_the_rest();
  for (const auto& space : spaces_)
    if (!space->model().relationships.empty()) space->each(&unload_links);
}

PLINTH_INLINE void store::rolled_back_to_savepoint(undo how) {
  const std::vector<model::node*> touched(log_.touched().begin(), log_.touched().end());
  undo_changes(how);
  undo_links(how, link_marks_.back());
  if (how == undo::keep_values) return;
  restore_the_rest();
  for (model::node* n : touched) unload_links(*n);
}

PLINTH_INLINE void store::undo_links(undo how, std::size_t mark) {
  if (how == undo::keep_values) return links_.take_back(mark);
  links_.drop(mark);
  formers_.clear();
}

/// Each node once.
PLINTH_INLINE void drop_repeated(std::vector<model::node*>& nodes) {
  std::erase_if(nodes, [](model::node* n) { return std::exchange(n->mark, 1) != 0; });
  for (model::node* n : nodes) n->mark = 0;
}

PLINTH_INLINE void store::undo_changes(undo how) {
  const std::span<logged_change> changes = log_.changes();
  for (const logged_change& c : changes) unmap(*c.n);  // first: a key may have gone from one object to another
  std::vector<model::node*> reborn;
  for (std::size_t i = changes.size(); i-- > 0;) {
    if (changes[i].before == model::object_state::pending)
      undo_insert(changes[i], reborn);
    else
      undo_change(changes[i], how);
  }
  log_.forget();
  std::erase_if(watched_, [](const model::node* n) { return n->state != model::object_state::persistent; });
  drop_repeated(watched_);
  std::erase_if(removed_, [](const model::node* n) { return n->state != model::object_state::removed; });
  drop_repeated(removed_);
  pending_.insert(pending_.end(), reborn.begin(), reborn.end());
  std::erase_if(pending_, [](const model::node* n) { return n->state != model::object_state::pending; });
  drop_repeated(pending_);
  std::sort(pending_.begin(), pending_.end(),
            [](const model::node* a, const model::node* b) { return a->sequence < b->sequence; });
}

/// What the relationships had to say before a flush wrote it, they have to say again.
PLINTH_INLINE void queue_again(const logged_change& c) {
  for (std::size_t i = 0; i < c.n->model->relationships.size() && i < 64; ++i)
    if (has_column(c.queued, i)) model::link_of(*c.n, c.n->model->relationships[i]).set_queued(true);
}

PLINTH_INLINE void store::undo_insert(logged_change& c, std::vector<model::node*>& reborn) {
  model::node& n = *c.n;
  give_snapshot(*n.model, std::exchange(n.snapshot, nullptr), snapshots_);
  if (c.generated_key) write_column(n, static_cast<std::size_t>(n.model->generated_column), cell::of_integer(0));
  if (c.raised_version) write_column(n, static_cast<std::size_t>(n.model->version_column), cell::of_integer(0));
  for (const model::time_column* t : {&n.model->created, &n.model->updated})
    if ((c.filled & set_of(*t)) != 0) {
      const auto column = static_cast<std::size_t>(t->column);
      const bool nullable = n.model->columns[column].type->nullable;
      write_column(n, column, nullable ? cell{} : cell::of_integer(0, kind::timestamp));
    }
  n.pass(model::object_event::undo_insert);
  if (n.state != model::object_state::pending) return;
  queue_again(c);
  reborn.push_back(&n);
}

PLINTH_INLINE void store::undo_change(logged_change& c, undo how) {
  model::node& n = *c.n;
  log_.restore_snapshot(c);
  if (n.state == model::object_state::detached) return;  // expunged in the meantime
  if (n.state == model::object_state::removed && how == undo::restore_values) n.pass(model::object_event::undo_remove);
  if (n.state == model::object_state::removed) removed_.push_back(&n);
  if (n.watched) watched_.push_back(&n);
  if (c.raised_version && n.snapshot) {
    const auto version = static_cast<std::size_t>(n.model->version_column);
    write_column(n, version, n.snapshot[version]);
  }
  for (const model::time_column* t : {&n.model->updated, &n.model->removed})
    if ((c.filled & set_of(*t)) != 0 && n.snapshot) {
      const auto column = static_cast<std::size_t>(t->column);
      write_column(n, column, n.snapshot[column]);
    }
  if (how == undo::keep_values) queue_again(c);
  scratch keep;
  std::array<cell, 8> key;
  space_of(*n.model).identities.insert(tag_of(stored_key(n, key, keep)), n);
}

PLINTH_INLINE void store::restore_the_rest() {
  for (model::node* n : removed_) n->pass(model::object_event::undo_remove);
  watched_.insert(watched_.end(), removed_.begin(), removed_.end());
  removed_.clear();
  for (model::node* n : pending_) n->pass(model::object_event::give_up);
  pending_.clear();
  orphans_.clear();
  std::erase_if(watched_, [](const model::node* n) { return !n->watched; });
  drop_repeated(watched_);
  for (model::node* n : watched_)
    if (n->state == model::object_state::persistent && n->snapshot && changed_columns(*n) != 0)
      restore_columns(*n, n->snapshot);
}

}  // namespace plinth::detail
