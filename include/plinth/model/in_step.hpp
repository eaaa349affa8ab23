// SPDX-License-Identifier: MIT
#pragma once

// How the two sides of a relationship are kept in step in memory, before any flush: plain functions over nodes of one
// store, whatever the models are. A relationship that is plinth::viewonly is refused (E3150).

#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>

namespace plinth::model {

/// Refuses (E3150) a relationship that nothing may be put into.
void require_writable(const relationship_info& r);

/// The same, and one of which `owner` shows a part only (E3152).
void require_writable(node& owner, const relationship_info& r);

/// `target` enters the collection of `owner`; its other side follows, and a child leaves the collection it was in.
void enter(node& owner, const relationship_info& r, node& target);

/// `target` leaves the collection of `owner`; a child points to nobody then.
void leave(node& owner, const relationship_info& r, node& target);

/// A relationship to one points to `target` from now on (null: to nobody); the other sides follow.
void point_to(node& owner, const relationship_info& r, node* target);

/// The foreign key of a child that was written names this owner (null: nobody, or nobody of the store; then it is not
/// `known`). Its relationship and the collections of both owners say the same from now on; nothing is left to write.
void follow_key(node& child, const relationship_info& r, node* owner, bool known);

/// The same for a relationship of the owners that the child has no counterpart of.
void follow_owner(node& child, const relationship_info& r, node* former, node* owner);

}  // namespace plinth::model

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/in_step.hpp>
#endif
