// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/relationship.hpp>

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/ref.hpp>

namespace plinth::model {

PLINTH_INLINE void readmit(const link& l, node& n) {
  const node* owner = l.owner();
  if (!owner || !owner->store || owner->store != n.store) return;
  const bool owner_counts = owner->state == object_state::pending || owner->state == object_state::persistent;
  if (owner_counts && n.state != object_state::pending && n.state != object_state::persistent) n.store->add_again(n);
}

PLINTH_INLINE node& node_at(link& l, const void* object, const model_info& m) {
  node* found = nullptr;
  if (l.owner() && l.owner()->store) found = l.owner()->store->find_node(object, m);
  if (!found)
    throw session_error(3103, joined({"an object of ", m.name,
                                      " that no session holds was put into a relationship by reference; move it in "
                                      "(std::move), or pass the ref that session.add() returned"}));
  return *found;
}

PLINTH_INLINE node& node_behind(link& l, node* n, const model_info& m) {
  if (!n)
    throw session_error(3107, joined({"a null handle to ", m.name,
                                      " was put into or taken out of a relationship; ask `if (handle)` first"}));
  if (l.owner() && l.owner()->store && n->store && n->store != l.owner()->store) refuse_stranger(*n, *l.owner()->store);
  return *n;
}

}  // namespace plinth::model
