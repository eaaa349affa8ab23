// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/link.hpp>

#include <cstddef>
#include <string>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/node_list.hpp>

namespace plinth::model {

PLINTH_INLINE void refuse_stranger(const node& n, const node_store& here) {
  throw session_error(
      3001, joined({"an object of ", n.model->name, " belongs to session ", std::to_string(n.store->session_number),
                    " and was brought into session ", std::to_string(here.session_number),
                    "; get it from the session that is to have it, or merge it there"}));
}

PLINTH_INLINE void link::add_unowned(node& n) {
  if (n.store && at_.held && n.store != at_.held) refuse_stranger(n, *at_.held);
  targets_.push_back(&n);
  if (n.store && !at_.held) (at_.held = n.store)->retain();
}

PLINTH_INLINE void link::take(link& other) noexcept {
  unread_ = other.is_lost_by_copying();
  if (other.attached_) return;
  at_.held = std::exchange(other.at_.held, nullptr);
  targets_ = std::exchange(other.targets_, {});
  loaded_ = false;
  queued_ = other.queued_;
}

PLINTH_INLINE void link::drop() noexcept {
  for (node* n : targets_)
    if (!n->store) destroy_loose(n);
  targets_.clear();
  if (at_.held) std::exchange(at_.held, nullptr)->release();
}

PLINTH_INLINE const relationship_info& relation_of(const link& l) noexcept {
  const auto offset = static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&l) -
                                               static_cast<const std::byte*>(l.owner()->object()));
  for (const relationship_info& r : l.owner()->model->relationships)
    if (r.offset == offset) return r;
  return l.owner()->model->relationships.front();  // not reached: every link member is listed
}

PLINTH_INLINE std::string member_name(const node& n, const relationship_info& r) {
  return joined({n.model->name, "::", r.field});
}

PLINTH_INLINE void require_loaded(const link& l) {
  if (l.is_loaded()) return;
  if (!l.owner())
    throw not_loaded(3109,
                     "a relationship was read of a struct that holds a row's values and belongs to no session; get the "
                     "object from a session, or query a schema that names what it needs");
  node& owner = *l.owner();
  const relationship_info& r = relation_of(l);
  if (owner.store && owner.store->load_lazily(owner, r)) return;
  const std::string member = member_name(owner, r);
  throw not_loaded(3101, joined({"the relationship ", member,
                                 " was not loaded; ask for it in the query with "
                                 ".options(plinth::selectin<&",
                                 member, ">) or load it with session.load<&", member, ">(object)"}));
}

PLINTH_INLINE void enter(node& owner, const relationship_info& r, node& target) {
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

PLINTH_INLINE void point_to(node& owner, const relationship_info& r, node* target) {
  link& l = link_of(owner, r);
  notice(owner);
  if (target) notice(*target);
  node* const former = l.target();
  if (target && former == target && l.is_loaded()) return;  // then the other side knows it
  const relationship_info* back =
      r.inverse >= 0 ? &r.target().relationships[static_cast<std::size_t>(r.inverse)] : nullptr;
  if (back && former && former != target) {
    touch(*former);
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
      for (node* displaced : other.targets()) {
        if (displaced == &owner) continue;
        touch(*displaced);
        link_of(*displaced, r).targets().clear();
      }
      other.targets().assign(&owner);
      other.set_loaded(true);
    }
  }
}

PLINTH_INLINE void leave(node& owner, const relationship_info& r, node& target) {
  touch(owner);
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
