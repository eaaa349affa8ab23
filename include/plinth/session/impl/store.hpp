// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/store.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/tagged_table.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/hooks.hpp>
#include <plinth/model/in_step.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/key_lookup.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE void store::close() noexcept {
  loader_ = nullptr;
  if (handles_.load(std::memory_order_acquire) == 1) return;  // nobody will see the objects again
  for (const auto& space : spaces_)
    space->each([](model::node& n) {
      n.watched = true;  // nobody will compare it again
      if (may(n.state, model::object_event::close)) n.pass(model::object_event::close);
    });
}

PLINTH_INLINE node_space& store::space_of(const model::model_info& m) {
  if (last_ && &last_->model() == &m) return *last_;
  for (const auto& space : spaces_)
    if (&space->model() == &m) return *(last_ = space.get());
  spaces_.push_back(std::make_unique<node_space>(m));
  if (m.hooks) {
    has_model_hooks_ = true;
    notes_loads_ = notes_loads_ || m.hooks->call(hook::after_load);
  }
  return *(last_ = spaces_.back().get());
}

PLINTH_INLINE model::node* store::find_node(const void* object, const model::model_info& m) noexcept {
  for (const auto& space : spaces_)
    if (&space->model() == &m) return space->find(object);
  return nullptr;
}

/// Which of the objects with a tag has this key. One integer is its own tag.
struct store::key_matches {
  std::span<const cell> key;

  bool operator()(const model::node& n) const {
    return (key.size() == 1 && key[0].kind == kind::integer) || has_key(n, key);
  }
};

PLINTH_INLINE model::node* store::find(const model::model_info& m, std::span<const cell> key) {
  return find_in(space_of(m), key);
}

PLINTH_INLINE model::node* store::find_by(const model::model_info& m, std::span<const std::uint16_t> columns,
                                          std::span<const cell> values) {
  if (values.empty()) return nullptr;
  if (std::equal(columns.begin(), columns.end(), m.key.begin(), m.key.end())) return find(m, values);
  model::node* found = nullptr;
  scratch keep;
  key_buffer key;
  space_of(m).each([&](model::node& n) {
    if (found || n.state != model::object_state::persistent) return;
    const auto own = read_key(n, columns, key, keep);
    if (!own.empty() && std::equal(own.begin(), own.end(), values.begin(), &same_value)) found = &n;
  });
  return found;
}

PLINTH_INLINE model::node& store::load(model::node& blank) {
  node_space& space = space_of(*blank.model);
  scratch keep;
  std::array<cell, 8> cells;
  const auto key = stored_key(blank, cells, keep);
  return space.identities.find_or_insert(tag_of(key), key_matches{key}, [&]() -> model::node& {
    space.keep_blank();
    blank.store = this;
    blank.pass(model::object_event::load);
    attach_links(blank);
    if (notes_loads_) loaded_.push_back(&blank);
    return blank;
  });
}

PLINTH_INLINE void store::fill(model::node& n, const cell* row) {
  const auto places = n.model->places;
  std::size_t i = 0;
  void* const object = n.object();
  try {
    for (; i < places.size(); ++i) model::decode_field(places[i], row[i], object);
  } catch (const value_error& e) {
    rethrow_for_column(e, *n.model, i);
  }
}

/// Stores that a new object's links kept alive: until its targets have been looked at.
struct kept_alive {
  std::vector<model::node_store*> stores;

  ~kept_alive() {
    for (model::node_store* s : stores) s->release();
  }
};

PLINTH_INLINE model::node& store::add(const model::model_info& m, void* from) {
  for (const model::relationship_info& r : m.relationships)
    if (r.viewonly && !static_cast<const model::link*>(static_cast<void*>(static_cast<std::byte*>(from) + r.offset))
                           ->targets()
                           .empty())
      model::require_writable(r);
  model::node& n = space_of(m).create(from);
  n.store = this;
  kept_alive until_settled;
  for (const model::relationship_info& r : m.relationships)
    if (model::node_store* held = model::link_of(n, r).attach(&n)) until_settled.stores.push_back(held);
  enlist(n);
  settle_links(n);
  return n;
}

PLINTH_INLINE void store::enlist(model::node& n) {
  pending_.push_back(&n);
  n.pass(model::object_event::add);
  n.sequence = next_sequence_++;
}

PLINTH_INLINE void store::watch(model::node& n) {
  if (n.watched) return;
  if (n.state == model::object_state::persistent) {
    if (!n.snapshot) n.snapshot = take_snapshot(n, snapshots_);
    watched_.push_back(&n);
  }
  n.watched = true;
}

PLINTH_INLINE void store::remove(model::node& n) {
  if (n.state == model::object_state::pending) forget_pending(n);
  if (n.state == model::object_state::persistent) removed_.push_back(&n);
  n.pass(model::object_event::remove);
}

PLINTH_INLINE bool store::load_lazily(model::node& n, const model::relationship_info& relation,
                                      const std::source_location& where) {
  return loader_ && loader_->load_on_access(n, relation, where);
}

PLINTH_INLINE model::node* store::owner_of(const model::node& child, const model::relationship_info& r) {
  if (const link_change* c = links_.find(child, r, child)) return c->step == link_step::add ? c->owner : nullptr;
  scratch keep;
  key_buffer key;
  return find_by(*r.owner, r.own_columns, read_key(child, r.target_columns, key, keep));
}

PLINTH_INLINE model::node* store::named_by_key(const model::node& n, const model::relationship_info& r) {
  scratch keep;
  key_buffer key;
  return find_by(r.target(), r.target_columns, read_key(n, r.own_columns, key, keep));
}

PLINTH_INLINE void store::expunge(model::node& n) {
  if (n.state == model::object_state::pending) {
    forget_pending(n);
  } else {
    if (!n.snapshot) n.snapshot = take_snapshot(n, snapshots_);  // for what changes until it is added again
    unmap(n);
    std::erase(removed_, &n);
    std::erase(watched_, &n);
    n.watched = true;
  }
  n.pass(model::object_event::expunge);
}

PLINTH_INLINE void store::add_again(model::node& n) {
  if (n.state == model::object_state::removed) take_back(n);
  if (n.state == model::object_state::detached) attach_again(n);
  if (n.state != model::object_state::transient) return;
  enlist(n);
  for (const model::relationship_info& r : n.model->relationships) {
    const model::node_list reached = model::link_of(n, r).targets();
    for (model::node* t : reached)
      if (t->state == model::object_state::transient) add_again(*t);
    const bool said_by_column = r.holds_key || (!r.secondary && r.inverse >= 0);
    if (!said_by_column && !r.viewonly) reconnect(n, r, reached);
  }
}

/// What only the relationship says, of an object that was forgotten, is to be written after all.
PLINTH_INLINE void store::reconnect(model::node& n, const model::relationship_info& r,
                                    const model::node_list& targets) {
  const model::relationship_info* const back = model::inverse_of(r);
  model::link_of(n, r).targets().clear();
  for (model::node* t : targets) {
    if (back) model::link_of(*t, *back).targets().erase(&n);
    if (r.to_many)
      model::enter(n, r, *t);
    else
      model::point_to(n, r, t);
  }
}

/// It was marked as removed, and is not to be.
PLINTH_INLINE void store::take_back(model::node& n) {
  const auto place = std::find(removed_.begin(), removed_.end(), &n);
  if (place == removed_.end())
    throw session_error(3006, joined({"the row of ", identity_text(n),
                                      " was deleted in this transaction, so the object cannot be added again; add a "
                                      "new one, or roll back"}));
  removed_.erase(place);
  n.pass(model::object_event::add);
}

PLINTH_INLINE void store::attach_again(model::node& n) {
  map(n);
  watched_.push_back(&n);
  n.pass(model::object_event::add);
}

[[noreturn]] PLINTH_INLINE void refuse_double(const model::node& n, const model::node& other) {
  throw session_error(3002, joined({"two objects of one session would be ", identity_text(n), ": one that is ",
                                    model::name_of(n.state), ", and one that is ", model::name_of(other.state),
                                    "; change the one that session.get gives, or remove or expunge it first"}));
}

PLINTH_INLINE void store::map(model::node& n) {
  scratch keep;
  std::array<cell, 8> key;
  const auto cells = stored_key(n, key, keep);
  const model::node& mapped = space_of(*n.model).identities.find_or_insert(tag_of(cells), key_matches{cells},
                                                                           [&]() -> model::node& { return n; });
  if (&mapped != &n) refuse_double(n, mapped);
}

PLINTH_INLINE void store::unmap(model::node& n) {
  scratch keep;
  std::array<cell, 8> key;
  space_of(*n.model).identities.erase(tag_of(stored_key(n, key, keep)), n);
}

/// Whether the object is going to keep the key that its row has.
[[nodiscard]] PLINTH_INLINE bool keeps_key(const model::node& n) {
  scratch keep;
  if (n.state != model::object_state::persistent) return false;
  for (const std::uint16_t k : n.model->key)
    if (n.snapshot && !same_value(n.snapshot[k], read_column(n, k, keep))) return false;
  return true;
}

/// Whether the key has columns that point to other rows, whose keys the flush may have to carry over first.
[[nodiscard]] PLINTH_INLINE bool key_points_elsewhere(const model::model_info& m) {
  for (const catalog::foreign_key& points : m.table->foreign_keys)
    for (const std::string_view column : points.columns)
      if (std::find(m.table->key.columns.begin(), m.table->key.columns.end(), column) != m.table->key.columns.end())
        return true;
  return false;
}

PLINTH_INLINE void store::refuse_doubles() {
  tagged_table<model::node> with_keys;
  const model::model_info* looked_at = nullptr;
  bool unknown = false;
  for (model::node* n : pending_) {
    if (std::exchange(looked_at, n->model) != n->model) unknown = key_points_elsewhere(*n->model);
    if (unknown) continue;
    scratch keep;
    std::array<cell, 8> key;
    const auto cells = stored_key(*n, key, keep);
    if (n->model->generated_column >= 0 && cells[0].integer == 0) continue;
    if (const model::node* other = find_in(space_of(*n->model), cells); other && keeps_key(*other))
      refuse_double(*n, *other);
    const auto is_it = [&](const model::node& other) { return other.model == n->model && has_key(other, cells); };
    if (const model::node* other = with_keys.find(tag_of(cells), is_it)) refuse_double(*n, *other);
    with_keys.insert(tag_of(cells), *n);
  }
}

PLINTH_INLINE std::span<const cell> store::stored_key(const model::node& n, std::array<cell, 8>& out, scratch& keep) {
  for (std::size_t i = 0; i < n.model->key.size(); ++i) {
    const std::size_t column = n.model->key[i];
    out[i] = n.snapshot ? n.snapshot[column] : read_column(n, column, keep);
  }
  return std::span<const cell>(out).first(n.model->key.size());
}

PLINTH_INLINE std::uint64_t store::tag_of(std::span<const cell> key) noexcept {
  if (key.size() == 1 && key[0].kind == kind::integer) return static_cast<std::uint64_t>(key[0].integer);
  std::uint64_t tag = key.size();
  for (const cell& c : key) tag = hash_of(c, tag);
  return tag;
}

PLINTH_INLINE model::node* store::find_in(const node_space& space, std::span<const cell> key) {
  return space.identities.find(tag_of(key), key_matches{key});
}

PLINTH_INLINE bool store::has_key(const model::node& n, std::span<const cell> key) {
  scratch keep;
  std::array<cell, 8> own;
  static_cast<void>(stored_key(n, own, keep));
  for (std::size_t i = 0; i < key.size(); ++i)
    if (!same_value(own[i], key[i])) return false;
  return true;
}

PLINTH_INLINE void store::attach_links(model::node& n) noexcept {
  for (const model::relationship_info& r : n.model->relationships)
    static_cast<void>(model::link_of(n, r).attach(&n));  // a row's object holds nothing
}

PLINTH_INLINE void store::settle_links(model::node& n) {
  for (const model::relationship_info& r : n.model->relationships) {
    model::link& l = model::link_of(n, r);
    if (l.targets().empty()) continue;
    const model::node_list targets = l.give_targets();
    for (model::node* t : targets) {
      if (t->store && t->store != this) model::refuse_stranger(*t, *this);
      model::node& target = t->store ? *t : adopt(model::loose_node(t, &model::destroy_loose));
      if (r.to_many)
        model::enter(n, r, target);
      else
        model::point_to(n, r, &target);
    }
  }
}

PLINTH_INLINE void store::unload_links(model::node& n) {
  if (n.state != model::object_state::persistent) return;
  for (const model::relationship_info& r : n.model->relationships) {
    model::link_of(n, r).unload();
  }
}

PLINTH_INLINE void store::forget_pending(model::node& n) {
  std::erase(pending_, &n);
  std::erase(orphans_, &n);
}

}  // namespace plinth::detail
