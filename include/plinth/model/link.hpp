// SPDX-License-Identifier: MIT
#pragma once

// What both kinds of relationship share, and how the two sides of one are kept in step in memory, before any flush:
// plain functions over nodes, whatever the models are.

#include <cstddef>
#include <string>
#include <utility>

#include <plinth/model/node.hpp>
#include <plinth/model/node_list.hpp>

namespace plinth::model {

/// An object of one session was given to another one.
[[noreturn]] void refuse_stranger(const node& n, const node_store& here);

/// The part of a relationship member that does not depend on its type. It belongs to its place in memory: moving the
/// struct moves the objects it owns, never the place. A copied struct reaches nobody.
class link {
 public:
  link() = default;
  link(const link& other) noexcept : unread_(other.is_lost_by_copying()) {}
  link(link&& other) noexcept : unread_(other.unread_) {
    if (other.attached_ || other.at_.held || !other.targets_.empty() || other.queued_) take(other);
  }
  link& operator=(const link&) noexcept { return *this; }
  link& operator=(link&& other) noexcept {
    if (this != &other && !attached_) {
      drop();
      take(other);
    }
    return *this;
  }
  ~link() {
    if (!attached_) drop();
  }

  /// Whether reading it gives what the database has and the program changed; a new object's always is.
  [[nodiscard]] bool is_loaded() const noexcept {
    return attached_ ? loaded_ || at_.owner->state == object_state::pending : !unread_;
  }

  // What follows is the session's and the functions' below.
  [[nodiscard]] node* owner() const noexcept { return attached_ ? at_.owner : nullptr; }
  [[nodiscard]] node_list& targets() noexcept { return targets_; }
  [[nodiscard]] const node_list& targets() const noexcept { return targets_; }
  [[nodiscard]] node* target() const noexcept { return targets_.empty() ? nullptr : targets_.front(); }

  /// Binds it to the object of a store that it is in. The store whose objects it kept alive until now, or null, is the
  /// caller's to release.
  [[nodiscard]] node_store* attach(node* owner) noexcept {
    node_store* const held = at_.held;
    at_.owner = owner;
    attached_ = true;
    return held;
  }
  void set_loaded(bool loaded) noexcept { loaded_ = loaded; }

  /// Whether the program has said something that the database does not have yet: kept when it is loaded.
  [[nodiscard]] bool queued() const noexcept { return queued_; }
  void set_queued(bool queued) noexcept { queued_ = queued; }

  /// Of a struct that is a row's values and no object of a session: nobody has asked for what it reaches.
  void set_unread() noexcept { unread_ = true; }

  /// As if never loaded.
  void unload() noexcept {
    targets_.clear();
    loaded_ = queued_ = false;
  }

  // A struct that no store has yet owns the new objects in its relationships, and keeps the store of others alive.

  void add_unowned(node& n);

  /// Hands the targets to the store that the struct has come into.
  [[nodiscard]] node_list give_targets() noexcept { return std::exchange(targets_, {}); }

 private:
  /// Whether a copy would show less than there is.
  [[nodiscard]] bool is_lost_by_copying() const noexcept {
    return attached_ ? !is_loaded() || !targets_.empty() : unread_;
  }

  /// What an object of a store reaches stays there when the object is moved from.
  void take(link& other) noexcept;

  void drop() noexcept;

  union place {
    node_store* held = nullptr;  ///< kept alive by what is in no store, once it reaches an object of one
    node* owner;                 ///< where it is attached
  };

  place at_;
  [[no_unique_address]] node_list targets_;
  bool attached_ : 1 = false;
  bool loaded_ : 1 = false;
  bool queued_ : 1 = false;
  bool unread_ : 1 = false;
};

static_assert(sizeof(void*) != 8 || sizeof(link) <= 32, "every object has one of these for each relationship");

/// The relationship of an object that is in no node.
[[nodiscard]] inline link& link_at(void* object, const relationship_info& r) noexcept {
  return *reinterpret_cast<link*>(static_cast<std::byte*>(object) + r.offset);
}

[[nodiscard]] inline link& link_of(node& n, const relationship_info& r) noexcept {
  return *static_cast<link*>(n.field(r.offset));
}

/// The relationship that a link member is.
[[nodiscard]] const relationship_info& relation_of(const link& l) noexcept;

[[nodiscard]] std::string member_name(const node& n, const relationship_info& r);

/// Refuses to read what nobody loaded.
void require_loaded(const link& l);

inline void erase_target(link& l, const node* n) noexcept { l.targets().erase(n); }

/// A relationship of `n` changes, which a rollback to a savepoint has to undo.
inline void touch(node& n) {
  if (n.store && n.links_depth != n.store->depth) n.store->touch_links(n);
}

/// What a relationship writes into the object's foreign key is found by comparing, as every other change is.
inline void notice(node& n) {
  if (n.store && !n.watched) n.store->watch(n);
  touch(n);
}

/// `target` enters the collection of `owner`; its other side follows, and it leaves the collection it was in.
void enter(node& owner, const relationship_info& r, node& target);

/// A to-one relationship points to `target` from now on (null: to nobody); the other sides follow.
void point_to(node& owner, const relationship_info& r, node* target);

/// `target` leaves the collection of `owner`; its other side points to nobody.
void leave(node& owner, const relationship_info& r, node& target);

}  // namespace plinth::model

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/link.hpp>
#endif
