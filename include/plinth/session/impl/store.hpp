// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/store.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/tagged_table.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE node_space::~node_space() {
  for (const block& b : blocks_) {
    for (std::size_t i = 0; i < b.used; ++i) destroy(at(b, i));
    ::operator delete(b.memory, model::node_alignment(*model_));
  }
}

PLINTH_INLINE model::node& node_space::create(void* from) {
  if (blocks_.empty() || blocks_.back().used == blocks_.back().capacity) add_block();
  block& b = blocks_.back();
  auto* n = ::new (b.memory + b.used * stride_) model::node{};
  n->model = model_;
  if (from)
    model_->move(n->object(), from);
  else
    model_->construct(n->object());
  ++b.used;
  return *n;
}

PLINTH_INLINE model::node* node_space::find(const void* object) const noexcept {
  const auto place = reinterpret_cast<std::uintptr_t>(object);
  for (const block& b : blocks_) {
    const auto begin = reinterpret_cast<std::uintptr_t>(b.memory) + model_->object_offset;
    if (place < begin || place >= begin + b.used * stride_ || (place - begin) % stride_ != 0) continue;
    return at(b, (place - begin) / stride_);
  }
  return nullptr;
}

PLINTH_INLINE std::size_t node_space::stride_of(const model::model_info& m) {
  const auto alignment = static_cast<std::size_t>(model::node_alignment(m));
  return (m.node_size() + alignment - 1) / alignment * alignment;
}

PLINTH_INLINE void node_space::destroy(model::node* n) noexcept {
  delete[] n->snapshot;
  n->model->destroy(n->object());
  n->~node();
}

PLINTH_INLINE void node_space::add_block() {
  const std::size_t capacity = blocks_.empty() ? 8 : std::min<std::size_t>(blocks_.back().capacity * 2, 4096);
  blocks_.reserve(blocks_.size() + 1);
  auto* memory = static_cast<std::byte*>(::operator new(capacity* stride_, model::node_alignment(*model_)));
  blocks_.push_back({memory, capacity, 0});
}

PLINTH_INLINE void store::close() noexcept {
  loader_ = nullptr;
  for (const auto& space : spaces_)
    space->each([](model::node& n) {
      n.watched = true;  // nobody will compare it again
      if (n.state == model::object_state::persistent || n.state == model::object_state::removed)
        n.state = model::object_state::detached;
      if (n.state == model::object_state::pending) n.state = model::object_state::transient;
    });
}

PLINTH_INLINE node_space& store::space_of(const model::model_info& m) {
  if (last_ && &last_->model() == &m) return *last_;
  for (const auto& space : spaces_)
    if (&space->model() == &m) return *(last_ = space.get());
  spaces_.push_back(std::make_unique<node_space>(m));
  return *(last_ = spaces_.back().get());
}

PLINTH_INLINE model::node* store::find_node(const void* object, const model::model_info& m) noexcept {
  for (const auto& space : spaces_)
    if (&space->model() == &m) return space->find(object);
  return nullptr;
}

PLINTH_INLINE model::node* store::find(const model::model_info& m, std::span<const cell> key) {
  return find_in(space_of(m), key);
}

PLINTH_INLINE model::node& store::load(const model::model_info& m, const cell* row) {
  node_space& space = space_of(m);
  std::array<cell, 8> key;
  for (std::size_t i = 0; i < m.key.size(); ++i) key[i] = row[m.key[i]];
  const auto key_cells = std::span<const cell>(key).first(m.key.size());
  if (model::node* present = find_in(space, key_cells)) return *present;
  model::node& n = space.create(nullptr);
  fill(n, row);
  n.store = this;
  n.state = model::object_state::persistent;
  attach_links(n);
  space.identities.insert(tag_of(key_cells), n);
  return n;
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

PLINTH_INLINE model::node& store::add(const model::model_info& m, void* from) {
  model::node& n = space_of(m).create(from);
  n.store = this;
  attach_links(n);
  enlist(n);
  settle_links(n);
  return n;
}

PLINTH_INLINE void store::enlist(model::node& n) {
  pending_.push_back(&n);
  n.state = model::object_state::pending;
  n.sequence = next_sequence_++;
  n.watched = false;
}

PLINTH_INLINE void store::watch(model::node& n) {
  if (n.watched) return;
  if (n.state == model::object_state::persistent) {
    if (!n.snapshot) n.snapshot = take_snapshot(n).release();
    watched_.push_back(&n);
  }
  n.watched = true;
}

PLINTH_INLINE void store::remove(model::node& n) {
  if (n.state == model::object_state::pending) {
    forget_pending(n);
    n.state = model::object_state::transient;
  } else if (n.state == model::object_state::persistent) {
    removed_.push_back(&n);
    n.state = model::object_state::removed;
  }
}

PLINTH_INLINE bool store::load_lazily(model::node& n, const model::relationship_info& relation) {
  return loader_ && loader_->load_on_access(n, relation);
}

PLINTH_INLINE void store::expunge(model::node& n) {
  if (n.state == model::object_state::pending) forget_pending(n);
  if (n.state == model::object_state::removed) std::erase(removed_, &n);
  const bool had_row = n.state == model::object_state::persistent || n.state == model::object_state::removed;
  if (had_row) unmap(n);
  std::erase(watched_, &n);
  n.state = had_row ? model::object_state::detached : model::object_state::transient;
  n.watched = true;
}

PLINTH_INLINE void store::map(model::node& n) {
  scratch keep;
  std::array<cell, 8> key;
  const auto cells = key_cells(n, key, keep);
  node_space& space = space_of(*n.model);
  if (find_in(space, cells))
    throw session_error(3002, joined({"this session already has another object for ", identity_text(n),
                                      "; change that one, or expunge it first"}));
  space.identities.insert(tag_of(cells), n);
}

PLINTH_INLINE void store::unmap(model::node& n) {
  scratch keep;
  std::array<cell, 8> key;
  if (n.snapshot)
    for (std::size_t i = 0; i < n.model->key.size(); ++i) key[i] = n.snapshot[n.model->key[i]];
  else
    static_cast<void>(key_cells(n, key, keep));
  space_of(*n.model).identities.erase(tag_of(std::span<const cell>(key).first(n.model->key.size())), n);
}

PLINTH_INLINE std::span<const cell> store::key_cells(const model::node& n, std::array<cell, 8>& out, scratch& keep) {
  for (std::size_t i = 0; i < n.model->key.size(); ++i) out[i] = read_column(n, n.model->key[i], keep);
  return std::span<const cell>(out).first(n.model->key.size());
}

PLINTH_INLINE logged_change& store::log(model::node& n) {
  if (n.log_position > 0) return log_[n.log_position - 1];
  log_.push_back({&n, n.state, nullptr});
  n.log_position = static_cast<std::uint32_t>(log_.size());
  return log_.back();
}

PLINTH_INLINE void store::renew_snapshot(model::node& n, logged_change& change) {
  snapshot_memory fresh = take_snapshot(n);
  if (!change.snapshot && change.before == model::object_state::persistent)
    change.snapshot.reset(n.snapshot);
  else
    delete[] n.snapshot;
  n.snapshot = fresh.release();
}

PLINTH_INLINE void store::committed() noexcept {
  for (logged_change& c : log_) {
    c.n->log_position = 0;
    if (c.n->state == model::object_state::removed) c.n->state = model::object_state::detached;
  }
  log_.clear();
}

PLINTH_INLINE void store::rolled_back(undo how) {
  std::vector<model::node*> reborn;
  for (logged_change& c : log_) {
    c.n->log_position = 0;
    if (c.before == model::object_state::pending)
      undo_insert(c, reborn);
    else
      undo_change(c, how);
  }
  log_.clear();
  std::erase_if(watched_, [](const model::node* n) { return n->state == model::object_state::pending; });
  // A flush that failed half-way left in the list what it had not finished; the log has the order of adding.
  for (model::node* n : reborn) n->mark = 1;
  std::erase_if(pending_, [](const model::node* n) { return n->mark != 0; });
  for (model::node* n : reborn) n->mark = 0;
  pending_.insert(pending_.begin(), reborn.begin(), reborn.end());
  if (how == undo::keep_values) return;
  for (model::node* n : removed_) n->state = model::object_state::persistent;
  removed_.clear();
  for (model::node* n : pending_) n->state = model::object_state::transient;
  pending_.clear();
  orphans_.clear();
  for (model::node* n : watched_)
    if (n->state == model::object_state::persistent && n->snapshot && changed_columns(*n) != 0)
      restore_columns(*n, n->snapshot);
  for (const auto& space : spaces_)
    if (!space->model().relationships.empty()) space->each(&unload_links);
}

PLINTH_INLINE std::uint64_t store::tag_of(std::span<const cell> key) noexcept {
  if (key.size() == 1 && key[0].kind == kind::integer) return static_cast<std::uint64_t>(key[0].integer);
  std::uint64_t tag = key.size();
  for (const cell& c : key) tag = hash_of(c, tag);
  return tag;
}

PLINTH_INLINE model::node* store::find_in(const node_space& space, std::span<const cell> key) {
  const bool by_tag = key.size() == 1 && key[0].kind == kind::integer;
  return space.identities.find(tag_of(key), [&](const model::node& n) { return by_tag || has_key(n, key); });
}

PLINTH_INLINE bool store::has_key(const model::node& n, std::span<const cell> key) {
  scratch keep;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const std::size_t column = n.model->key[i];
    if (!same_value(n.snapshot ? n.snapshot[column] : read_column(n, column, keep), key[i])) return false;
  }
  return true;
}

PLINTH_INLINE void store::attach_links(model::node& n) noexcept {
  for (const model::relationship_info& r : n.model->relationships) model::link_of(n, r).attach(&n);
}

PLINTH_INLINE void store::settle_links(model::node& n) {
  for (const model::relationship_info& r : n.model->relationships) {
    model::link& l = model::link_of(n, r);
    if (l.targets().empty()) continue;
    const model::node_list targets = l.give_targets();
    for (model::node* t : targets) {
      if (t->store && t->store != this)
        throw session_error(
            3001, joined({"an object of ", t->model->name, " belongs to another session; get it from this one"}));
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

PLINTH_INLINE void store::undo_insert(logged_change& c, std::vector<model::node*>& reborn) {
  model::node& n = *c.n;
  if (n.state == model::object_state::persistent) unmap(n);
  if (n.state == model::object_state::removed) std::erase(removed_, &n);
  delete[] std::exchange(n.snapshot, nullptr);
  if (c.generated_key) write_column(n, static_cast<std::size_t>(n.model->generated_column), cell::of_integer(0));
  n.state = model::object_state::pending;
  reborn.push_back(&n);
}

PLINTH_INLINE void store::undo_change(logged_change& c, undo how) {
  model::node& n = *c.n;
  if (n.state == model::object_state::removed || n.state == model::object_state::detached) {
    map_again(n);
    n.state = how == undo::keep_values ? model::object_state::removed : model::object_state::persistent;
    if (how == undo::keep_values) removed_.push_back(&n);
  }
  if (!c.snapshot) return;
  delete[] n.snapshot;
  n.snapshot = c.snapshot.release();
}

PLINTH_INLINE void store::map_again(model::node& n) {
  scratch keep;
  std::array<cell, 8> key;
  const auto cells = key_cells(n, key, keep);
  node_space& space = space_of(*n.model);
  if (!find_in(space, cells)) space.identities.insert(tag_of(cells), n);
}

}  // namespace plinth::detail
