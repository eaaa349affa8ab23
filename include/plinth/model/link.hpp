// SPDX-License-Identifier: MIT
#pragma once

// What both kinds of relationship share, and how the two sides of one are kept in step in memory, before any flush:
// plain functions over nodes, whatever the models are.

#include <cstddef>
#include <string>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/node_list.hpp>

namespace plinth::model {

/// The part of a relationship member that does not depend on its type. It belongs to its place in memory: moving the
/// struct moves the objects it owns, never the place.
class link {
 public:
  link() = default;
  link(const link&) noexcept {}  // a copied struct reaches nobody: its relationships are as if never loaded
  link(link&& other) noexcept { take(other); }
  link& operator=(const link&) noexcept { return *this; }
  link& operator=(link&& other) noexcept {
    if (this != &other && !owner_) {
      drop();
      take(other);
    }
    return *this;
  }
  ~link() {
    if (!owner_) drop();
  }

  /// Whether reading it gives what the database has and the program changed; a new object's always is.
  [[nodiscard]] bool is_loaded() const noexcept { return loaded_ || !owner_ || owner_->state == object_state::pending; }

  // What follows is the session's and the functions' below.
  [[nodiscard]] node* owner() const noexcept { return owner_; }
  [[nodiscard]] node_list& targets() noexcept { return targets_; }
  [[nodiscard]] const node_list& targets() const noexcept { return targets_; }
  [[nodiscard]] node* target() const noexcept { return targets_.empty() ? nullptr : targets_.front(); }
  void attach(node* owner) noexcept { owner_ = owner; }
  void set_loaded(bool loaded) noexcept { loaded_ = loaded; }

  /// Whether the program has said something that the database does not have yet: kept when it is loaded.
  [[nodiscard]] bool queued() const noexcept { return queued_; }
  void set_queued(bool queued) noexcept { queued_ = queued; }

  /// As if never loaded.
  void unload() noexcept {
    targets_.clear();
    loaded_ = queued_ = false;
  }

  // A struct that no store has yet owns the new objects in its relationships, and keeps the store of others alive.

  void add_unowned(node& n) {
    if (n.store && held_ && n.store != held_)
      throw session_error(3001, "objects of two sessions were put into one relationship; get both from one session");
    targets_.push_back(&n);
    if (n.store && !held_) (held_ = n.store)->retain();
  }

  /// Hands the targets to the store that the struct has come into.
  [[nodiscard]] node_list give_targets() noexcept {
    if (held_) std::exchange(held_, nullptr)->release();
    return std::exchange(targets_, {});
  }

 private:
  /// What an object of a store reaches stays there when the object is moved from.
  void take(link& other) noexcept {
    if (other.owner_) return;
    held_ = std::exchange(other.held_, nullptr);
    targets_ = std::exchange(other.targets_, {});
    loaded_ = false;
    queued_ = other.queued_;
  }

  void drop() noexcept {
    for (node* n : targets_)
      if (!n->store) destroy_loose(n);
    targets_.clear();
    if (held_) std::exchange(held_, nullptr)->release();
  }

  node* owner_ = nullptr;
  node_store* held_ = nullptr;
  node_list targets_;
  bool loaded_ = false;
  bool queued_ = false;
};

[[nodiscard]] inline link& link_of(node& n, const relationship_info& r) noexcept {
  return *static_cast<link*>(n.field(r.offset));
}

/// The relationship that a link member is.
[[nodiscard]] inline const relationship_info& relation_of(const link& l) noexcept {
  const auto offset = static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&l) -
                                               static_cast<const std::byte*>(l.owner()->object()));
  for (const relationship_info& r : l.owner()->model->relationships)
    if (r.offset == offset) return r;
  return l.owner()->model->relationships.front();  // not reached: every link member is listed
}

[[nodiscard]] inline std::string member_name(const node& n, const relationship_info& r) {
  return joined({n.model->name, "::", r.field});
}

/// Refuses to read what nobody loaded.
inline void require_loaded(const link& l) {
  if (l.is_loaded()) return;
  node& owner = *l.owner();
  const relationship_info& r = relation_of(l);
  if (owner.store && owner.store->load_lazily(owner, r)) return;
  const std::string member = member_name(owner, r);
  throw not_loaded(3101, joined({"the relationship ", member,
                                 " was not loaded; ask for it in the query with "
                                 ".options(plinth::selectin<&",
                                 member, ">) or load it with session.load<&", member, ">(object)"}));
}

inline void erase_target(link& l, const node* n) noexcept { l.targets().erase(n); }

/// A to-one relationship points to `target` from now on (null: to nobody); the other sides follow.
inline void point_to(node& owner, const relationship_info& r, node* target);

/// What a relationship writes into the object's foreign key is found by comparing, as every other change is.
inline void notice(node& n) {
  if (n.store && !n.watched) n.store->watch(n);
}

/// `target` enters the collection of `owner`; its other side follows, and it leaves the collection it was in.
inline void enter(node& owner, const relationship_info& r, node& target) {
  if (r.inverse >= 0) {
    const relationship_info& back = r.target().relationships[static_cast<std::size_t>(r.inverse)];
    if (!back.to_many) return point_to(target, back, &owner);
  }
  link& collection = link_of(owner, r);
  notice(owner);
  notice(target);
  if (collection.targets().has(&target)) return;
  if (!collection.is_loaded()) collection.set_queued(true);
  collection.targets().push_back(&target);
}

inline void point_to(node& owner, const relationship_info& r, node* target) {
  link& l = link_of(owner, r);
  notice(owner);
  if (target) notice(*target);
  node* const former = l.target();
  if (target && former == target && l.is_loaded()) return;  // then the other side knows it
  const relationship_info* back =
      r.inverse >= 0 ? &r.target().relationships[static_cast<std::size_t>(r.inverse)] : nullptr;
  if (back && former && former != target) {
    erase_target(link_of(*former, *back), &owner);
  }
  l.targets().clear();
  if (target) l.targets().push_back(target);
  l.set_loaded(true);
  l.set_queued(true);
  if (back && target) {
    link& other = link_of(*target, *back);
    if (back->to_many) {
      if (!other.is_loaded()) other.set_queued(true);
      other.targets().push_back(&owner);
    } else {
      for (node* displaced : other.targets())
        if (displaced != &owner) link_of(*displaced, r).targets().clear();
      other.targets().assign(&owner);
      other.set_loaded(true);
    }
  }
}

/// `target` leaves the collection of `owner`; its other side points to nobody.
inline void leave(node& owner, const relationship_info& r, node& target) {
  notice(target);
  erase_target(link_of(owner, r), &target);
  if (r.inverse >= 0) {
    const relationship_info& back = r.target().relationships[static_cast<std::size_t>(r.inverse)];
    link& other = link_of(target, back);
    if (back.to_many)
      erase_target(other, &owner);
    else if (other.targets().has(&owner))
      other.targets().clear();
    other.set_loaded(true);
    other.set_queued(true);
  }
  if ((r.cascades & 4U) != 0 && target.store) target.store->orphaned(target);
}

}  // namespace plinth::model
