// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/in_step.hpp>

#include <string>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/node_list.hpp>
#include <plinth/model/table.hpp>

namespace plinth::model {

/// What a relationship writes into the object's foreign key is found by comparing, as every other change is.
PLINTH_INLINE void notice(node& n) {
  if (!n.watched) n.store->watch(n);
}

/// A relationship that is about to change, which a rollback to a savepoint has to undo.
PLINTH_INLINE link& changing(node& n, const relationship_info& r) {
  touch(n);
  return link_of(n, r);
}

PLINTH_INLINE void require_writable(const relationship_info& r) {
  if (!r.viewonly) return;
  throw session_error(3150, joined({"the relationship ", member_name(r),
                                    " is plinth::viewonly and cannot be written to; change the one that has the same "
                                    "rows and is not"}));
}

PLINTH_INLINE void require_writable(node& owner, const relationship_info& r) {
  require_writable(r);
  if (!link_of(owner, r).is_filtered()) return;
  const std::string member = member_name(r);
  throw session_error(3152, joined({"the relationship ", member,
                                    " was loaded with a filter, shows a part of its targets and cannot be written to; "
                                    "load the whole with session.load<&",
                                    member, ">(object), or set the other side"}));
}

PLINTH_INLINE void note_orphan(node& child, const relationship_info& of_owner) {
  if ((of_owner.cascades & cascade_orphan) != 0) child.store->orphaned(child);
}

/// The child is the target of `owner` by `back`, which is the other side of a relationship that holds the key.
PLINTH_INLINE void take_place(node& child, const relationship_info& r, node& owner, const relationship_info& back) {
  link& other = changing(owner, back);
  if (back.to_many) return other.targets().push_back(&child);
  node* const displaced = other.target();
  if (displaced && displaced != &child) {
    notice(*displaced);
    link& gone = changing(*displaced, r);
    gone.targets().clear();
    gone.set_loaded(true);
    gone.set_queued(true);
    note_orphan(*displaced, back);
  } else if (!displaced && !other.is_loaded()) {
    other.set_hides_former(true);
    owner.store->former_unknown(owner, back);
  }
  other.targets().assign(&child);
  other.set_loaded(true);
}

/// The one change of a relationship by foreign key: whom the side that holds the key points to.
PLINTH_INLINE void point_key_side(node& child, const relationship_info& r, node* owner) {
  link& l = link_of(child, r);
  const relationship_info* const back = inverse_of(r);
  node* const former = l.is_loaded() ? l.target() : child.store->named_by_key(child, r);
  if (owner && owner == former && l.is_loaded()) return;
  notice(child);
  if (former && former != owner && back) changing(*former, *back).targets().erase(&child);
  touch(child);
  l.targets().clear();
  if (owner) l.targets().push_back(owner);
  l.set_loaded(true);
  l.set_queued(true);
  if (!back) return;
  if (!owner)
    note_orphan(child, *back);
  else if (owner != former || !link_of(*owner, *back).targets().has(&child))
    take_place(child, r, *owner, *back);
}

/// A child whose model has no member that says to whom it belongs.
PLINTH_INLINE void adopt_child(node& owner, const relationship_info& r, node& child) {
  node* const former = owner.store->owner_of(child, r);
  link& l = link_of(owner, r);
  if (former == &owner && (l.targets().has(&child) || l.is_loaded())) return;
  if (former) changing(*former, r).targets().erase(&child);
  notice(child);
  touch(owner);
  l.targets().push_back(&child);
  owner.store->linked(owner, r, child);
}

PLINTH_INLINE void release_child(node& owner, const relationship_info& r, node& child) {
  changing(owner, r).targets().erase(&child);
  notice(child);
  owner.store->unlinked(owner, r, child);
  note_orphan(child, r);
}

/// Whether the two are a pair, as far as anybody knows. The list of a side that is loaded in whole knows. Those of both
/// sides say the same where both are or neither is begun, and then the shorter one is looked through.
PLINTH_INLINE bool is_pair(node& owner, const link& l, node& target, const link* other) {
  if (!other || l.is_complete() != other->is_complete())
    return !other || l.is_complete() ? l.targets().has(&target) : other->targets().has(&owner);
  if (l.is_filtered() || other->is_filtered()) return l.targets().has(&target) || other->targets().has(&owner);
  return l.targets().size() <= other->targets().size() ? l.targets().has(&target) : other->targets().has(&owner);
}

PLINTH_INLINE void pair_up(node& owner, const relationship_info& r, node& target) {
  const relationship_info* const back = inverse_of(r);
  link& l = link_of(owner, r);
  link* const other = back ? &link_of(target, *back) : nullptr;
  if (is_pair(owner, l, target, other)) return;
  touch(owner);
  touch(target);
  l.targets().push_back(&target);
  if (other) other->targets().push_back(&owner);
  owner.store->linked(owner, r, target);
}

PLINTH_INLINE void split_pair(node& owner, const relationship_info& r, node& target) {
  changing(owner, r).targets().erase(&target);
  if (const relationship_info* back = inverse_of(r)) changing(target, *back).targets().erase(&owner);
  owner.store->unlinked(owner, r, target);
}

PLINTH_INLINE void enter(node& owner, const relationship_info& r, node& target) {
  require_writable(owner, r);
  if (r.secondary) return pair_up(owner, r, target);
  if (const relationship_info* back = inverse_of(r)) return point_key_side(target, *back, &owner);
  adopt_child(owner, r, target);
}

PLINTH_INLINE void leave(node& owner, const relationship_info& r, node& target) {
  require_writable(owner, r);
  if (r.secondary) return split_pair(owner, r, target);
  const relationship_info* const back = inverse_of(r);
  if (!back) return release_child(owner, r, target);
  const link& other = link_of(target, *back);
  if (!other.is_loaded() || other.target() == &owner) point_key_side(target, *back, nullptr);
  changing(owner, r).targets().erase(&target);
}

/// A relationship to one whose target holds the key and has no member that says so.
PLINTH_INLINE void point_to_child(node& owner, const relationship_info& r, node* target) {
  link& l = changing(owner, r);
  node* const former = l.target();
  if (former && former != target) release_child(owner, r, *former);
  if (!former && !l.is_loaded()) {
    l.set_hides_former(true);
    owner.store->former_unknown(owner, r);
  }
  if (target && target != former) adopt_child(owner, r, *target);
  l.set_loaded(true);
}

PLINTH_INLINE void point_to(node& owner, const relationship_info& r, node* target) {
  require_writable(r);
  if (r.holds_key) return point_key_side(owner, r, target);
  const relationship_info* const back = inverse_of(r);
  if (!back) return point_to_child(owner, r, target);
  link& l = link_of(owner, r);
  if (target) return point_key_side(*target, *back, &owner);
  if (node* former = l.target()) {
    point_key_side(*former, *back, nullptr);
  } else if (!l.is_loaded()) {
    touch(owner);
    l.set_hides_former(true);
    owner.store->former_unknown(owner, r);
    l.set_loaded(true);
  }
}

/// A collection that is not loaded finds its rows when it is.
PLINTH_INLINE void join_collection(node& owner, const relationship_info& r, node& child) {
  link& l = changing(owner, r);
  if (!l.is_loaded()) return;
  if (r.to_many)
    l.targets().push_back(&child);
  else
    l.targets().assign(&child);
}

PLINTH_INLINE void follow_key(node& child, const relationship_info& r, node* owner, bool known) {
  link& l = changing(child, r);
  node* const former = l.target();
  const relationship_info* const back = inverse_of(r);
  if (back && former && former != owner) changing(*former, *back).targets().erase(&child);
  l.targets().clear();
  if (owner) l.targets().push_back(owner);
  l.set_loaded(known);
  if (back && owner && former != owner) join_collection(*owner, *back, child);
}

PLINTH_INLINE void follow_owner(node& child, const relationship_info& r, node* former, node* owner) {
  if (former) changing(*former, r).targets().erase(&child);
  if (owner) join_collection(*owner, r, child);
}

}  // namespace plinth::model
