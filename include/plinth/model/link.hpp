// SPDX-License-Identifier: MIT
#pragma once

// What both kinds of relationship share. How its two sides are kept in step stands in model/in_step.hpp.

#include <cstddef>
#include <source_location>
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
    return attached_ ? loaded_ || is_new(*at_.owner) : !unread_;
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
  void set_loaded(bool loaded) noexcept {
    loaded_ = loaded;
    filtered_ = false;
  }

  /// Loaded, but only those targets that a filter let through: enough to be read, not to know the others.
  [[nodiscard]] bool is_filtered() const noexcept { return filtered_; }
  void set_filtered() noexcept { loaded_ = filtered_ = true; }

  /// Whether all the targets are known.
  [[nodiscard]] bool is_complete() const noexcept { return is_loaded() && !filtered_; }

  /// Of a relationship to one that holds the foreign key: whether the program has said something that the database does
  /// not have yet. It is kept when the relationship is loaded.
  [[nodiscard]] bool queued() const noexcept { return queued_; }
  void set_queued(bool queued) noexcept { queued_ = queued; }

  /// Of a relationship to one whose key the target holds: whether the program has pointed it to another target without
  /// knowing to whom it pointed.
  [[nodiscard]] bool hides_former() const noexcept { return hides_former_; }
  void set_hides_former(bool hides) noexcept { hides_former_ = hides; }

  /// Of a struct that is a row's values and no object of a session: nobody has asked for what it reaches.
  void set_unread() noexcept { unread_ = true; }

  /// As if never loaded.
  void unload() noexcept {
    targets_.clear();
    loaded_ = queued_ = filtered_ = hides_former_ = false;
  }

  // A struct that no store has yet owns the new objects in its relationships, and keeps the store of others alive.

  void add_unowned(node& n);

  /// Hands the targets to the store that the struct has come into.
  [[nodiscard]] node_list give_targets() noexcept { return std::exchange(targets_, {}); }

 private:
  [[nodiscard]] static bool is_new(const node& owner) noexcept {
    return owner.state == object_state::pending || owner.state == object_state::transient;
  }

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
  bool filtered_ : 1 = false;
  bool hides_former_ : 1 = false;
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

/// `User::items`, for messages.
[[nodiscard]] std::string member_name(const relationship_info& r);

/// Throws what tells the program how to load the relationship.
[[noreturn]] void refuse_unloaded(const link& l);

/// A relationship of `n` changes, which a rollback to a savepoint has to undo.
inline void touch(node& n) {
  if (n.store && n.links_depth != n.store->depth) n.store->touch_links(n);
}

/// Loads what nobody loaded where that is wanted (`load_lazily`); else throws `not_loaded` (E3101).
inline void require_loaded(const link& l, const std::source_location& where) {
  if (l.is_loaded()) [[likely]]
    return;
  node* const owner = l.owner();
  if (!owner || !owner->store || !owner->store->load_lazily(*owner, relation_of(l), where)) refuse_unloaded(l);
}

}  // namespace plinth::model

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/link.hpp>
#endif
