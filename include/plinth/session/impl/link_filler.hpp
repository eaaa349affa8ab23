// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/link_filler.hpp>

#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/node_list.hpp>

namespace plinth::detail {

PLINTH_INLINE void link_filler::keep_new(const model::node& owner, model::node_list& shown) const {
  model::node_list added;
  for (model::node* target : shown) {
    bool is_new = target->state == model::object_state::pending;
    if (back_ && !relation_.secondary) is_new = is_new || model::link_of(*target, *back_).queued();
    const link_change* change = is_new ? nullptr : objects_.links().find(owner, relation_, *target);
    if (is_new || (change && change->step == link_step::add)) added.push_back(target);
  }
  shown.swap(added);
}

PLINTH_INLINE void link_filler::finish(bool filtered) {
  for (const entry& e : begun_) {
    model::link& l = model::link_of(*e.owner, relation_);
    if (!e.queued.empty()) {
      for (model::node* t : l.targets()) t->mark = 1;
      const model::node_list loaded = l.targets();
      for (model::node* t : e.queued)
        if (t->mark == 0 && (relation_.to_many || l.targets().empty())) l.targets().push_back(t);
      for (model::node* t : loaded) t->mark = 0;
    }
    l.set_loaded(true);
    if (filtered) l.set_filtered();
  }
  begun_.clear();
}

}  // namespace plinth::detail
