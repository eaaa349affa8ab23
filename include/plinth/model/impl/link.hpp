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

PLINTH_INLINE std::string member_name(const relationship_info& r) { return joined({r.owner->name, "::", r.field}); }

PLINTH_INLINE void refuse_unloaded(const link& l) {
  if (!l.owner())
    throw not_loaded(3109,
                     "a relationship was read of a struct that holds a row's values and belongs to no session; get the "
                     "object from a session, or query a schema that names what it needs");
  const std::string member = member_name(relation_of(l));
  throw not_loaded(3101, joined({"the relationship ", member,
                                 " was not loaded; ask for it in the query with "
                                 ".options(plinth::selectin<&",
                                 member, ">) or load it with session.load<&", member, ">(object)"}));
}

}  // namespace plinth::model
