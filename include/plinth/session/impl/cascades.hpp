// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/cascades.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/model/in_step.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/table.hpp>
#include <plinth/session/key_lookup.hpp>
#include <plinth/session/loading.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

/// Calls `f(relation, space of its owners)` for each relationship that leads to the model and has no other side there.
template <class Function>
void for_each_incoming(const store& objects, const model::model_info& m, const Function& f) {
  for (const auto& space : objects.spaces())
    for (const model::relationship_info& r : space->model().relationships)
      if (r.inverse < 0 && &r.target() == &m) f(r, *space);
}

PLINTH_INLINE void take_out(model::node& owner, const model::relationship_info& r, const model::node& target) {
  model::link& l = model::link_of(owner, r);
  if (!l.targets().has(&target)) return;
  model::touch(owner);
  l.targets().erase(&target);
}

/// Out of the collections at the other end of its pairs. Where it does not know all of them, these are looked through.
PLINTH_INLINE void leave_pairs(store& objects, model::node& n, const model::relationship_info& r,
                               const model::relationship_info& back) {
  const model::link& l = model::link_of(n, r);
  if (l.is_complete()) {
    for (model::node* partner : l.targets()) take_out(*partner, back, n);
    return;
  }
  objects.space_of(r.target()).each([&](model::node& partner) { take_out(partner, back, n); });
}

PLINTH_INLINE void leave_collections(store& objects, model::node& n) {
  for (const model::relationship_info& r : n.model->relationships) {
    const model::relationship_info* const back = model::inverse_of(r);
    if (!back) continue;
    if (r.secondary) leave_pairs(objects, n, r, *back);
    if (!r.holds_key) continue;
    const model::link& l = model::link_of(n, r);
    if (model::node* owner = l.is_loaded() ? l.target() : objects.named_by_key(n, r)) take_out(*owner, *back, n);
  }
  for_each_incoming(objects, *n.model, [&](const model::relationship_info& r, const node_space& owners) {
    if (r.secondary) owners.each([&](model::node& owner) { take_out(owner, r, n); });
    if (!r.is_held_by_target()) return;
    if (model::node* owner = objects.owner_of(n, r)) take_out(*owner, r, n);
  });
}

/// Whose child it is by a relationship that the owner has: as the program said, else by the child's foreign key.
[[nodiscard]] PLINTH_INLINE model::node* owner_by(store& objects, model::node& child,
                                                  const model::relationship_info& r) {
  const model::relationship_info* const back = model::inverse_of(r);
  if (!back) return objects.owner_of(child, r);
  const model::link& l = model::link_of(child, *back);
  return l.is_loaded() ? l.target() : objects.named_by_key(child, *back);
}

PLINTH_INLINE void remove_object(store& objects, model::node& n) {
  const bool was_new = n.state == model::object_state::pending;
  leave_collections(objects, n);
  objects.remove(n);
  if (!was_new) return;
  for (const model::relationship_info& r : n.model->relationships) {
    if (r.viewonly || r.holds_key) continue;
    const model::node_list targets = model::link_of(n, r).targets();
    for (model::node* target : targets) {
      if ((r.cascades & model::cascade_delete) == 0)
        model::leave(n, r, *target);
      else if (may(target->state, model::object_event::remove))
        remove_object(objects, *target);
    }
  }
}

class cascade {
 public:
  explicit cascade(session_core& s) : session_(s), objects_(s.store()) {}

  [[nodiscard]] std::vector<pair_purge> run() {
    settle_formers();
    settle_orphans();
    std::vector<model::node*>& removed = objects_.removed();
    for (std::size_t done = 0; done < removed.size();) {
      std::vector<model::node*> wave(removed.begin() + static_cast<std::ptrdiff_t>(done), removed.end());
      done = removed.size();
      while (!wave.empty()) {
        const auto others = std::stable_partition(
            wave.begin(), wave.end(), [&](const model::node* n) { return n->model == wave.front()->model; });
        follow(*wave.front()->model, std::span(wave.begin(), others));
        wave.erase(wave.begin(), others);
      }
    }
    return purges();
  }

 private:
  [[nodiscard]] std::vector<pair_purge> purges() const {
    std::vector<pair_purge> result;
    const auto note = [&](model::node& n, const model::relationship_info& r, pair_end end) {
      const bool by_itself = r.on_delete == catalog::action::cascade || r.viewonly;
      if (r.secondary && !by_itself && n.model->removed.column < 0) result.push_back({&n, &r, end});
    };
    for (model::node* n : objects_.removed()) {
      for (const model::relationship_info& r : n->model->relationships) note(*n, r, pair_end::owner);
      for_each_incoming(objects_, *n->model,
                        [&](const model::relationship_info& r, const node_space&) { note(*n, r, pair_end::target); });
    }
    return result;
  }

  // ---- who is nobody's any more ----

  /// A relationship to one was pointed to another target: whoever the database has there points to nobody now.
  void settle_formers() {
    for (const link_place& place : std::exchange(objects_.formers(), {})) {
      model::link& l = model::link_of(*place.owner, *place.relation);
      if (!l.hides_former()) continue;
      l.set_hides_former(false);
      if (!has_row(*place.owner)) continue;  // one that is removed leaves both targets behind
      model::node* owner = place.owner;
      for (model::node* former :
           load_targets(objects_, session_.read_connection(), *place.relation, std::span(&owner, 1)))
        if (former != l.target() && former->state == model::object_state::persistent &&
            owner_by(objects_, *former, *place.relation) == owner)
          model::leave(*owner, *place.relation, *former);
    }
  }

  void settle_orphans() {
    for (model::node* n : std::exchange(objects_.orphans(), {}))
      if ((n->state == model::object_state::pending || n->state == model::object_state::persistent) && !is_owned(*n))
        remove_object(objects_, *n);
  }

  /// Whether somebody has it who keeps no orphans.
  [[nodiscard]] bool is_owned(model::node& n) {
    for (const model::relationship_info& r : n.model->relationships) {
      const model::relationship_info* const back = model::inverse_of(r);
      if (r.holds_key && back && (back->cascades & model::cascade_orphan) != 0 && owner_by(objects_, n, *back))
        return true;
    }
    bool owned = false;
    for_each_incoming(objects_, *n.model, [&](const model::relationship_info& r, const node_space&) {
      owned = owned || ((r.cascades & model::cascade_orphan) != 0 && objects_.owner_of(n, r));
    });
    return owned;
  }

  // ---- what removed owners leave behind ----

  void follow(const model::model_info& m, std::span<model::node* const> owners) {
    for (const model::relationship_info& r : m.relationships) {
      if (r.viewonly || r.holds_key) continue;
      const bool removes = (r.cascades & model::cascade_delete) != 0;
      if (r.secondary || m.removed.column >= 0) {  // a row that is kept is still pointed to
        if (removes) remove_targets(r, owners);
      } else if (removes || r.on_delete == catalog::action::cascade) {
        remove_targets(r, owners);
      } else {
        release_targets(r, owners);
      }
    }
    if (m.removed.column >= 0) return;
    for_each_incoming(objects_, m,
                      [&](const model::relationship_info& r, const node_space&) { follow_back(r, owners); });
  }

  [[nodiscard]] static bool may_stand(const model::node& n) {
    return n.state == model::object_state::pending || n.state == model::object_state::persistent;
  }

  [[nodiscard]] static std::vector<model::node*> incomplete(const model::relationship_info& r,
                                                            std::span<model::node* const> owners) {
    std::vector<model::node*> result;
    for (model::node* owner : owners)
      if (!model::link_of(*owner, r).is_complete()) result.push_back(owner);
    return result;
  }

  /// What the removed object owns stays in its collection, for whoever looks at it once more.
  void remove_targets(const model::relationship_info& r, std::span<model::node* const> owners) {
    const std::vector<model::node*> unknown = incomplete(r, owners);
    const bool by_database = !r.secondary && r.on_delete == catalog::action::cascade && r.owner->removed.column < 0;
    if (by_database) {
      for (model::node* child : known_children(r, unknown)) remove_object(objects_, *child);
    } else if (!unknown.empty()) {
      session_.load_relation(unknown, r);
    }
    for (model::node* owner : owners) {
      model::node_list targets;
      targets.swap(model::link_of(*owner, r).targets());
      for (model::node* target : targets)
        if (may_stand(*target)) remove_object(objects_, *target);
      targets.swap(model::link_of(*owner, r).targets());
    }
  }

  void release_targets(const model::relationship_info& r, std::span<model::node* const> owners) {
    if (r.on_delete == catalog::action::restrict || r.on_delete == catalog::action::set_default) return;
    const std::vector<model::node*> unknown = incomplete(r, owners);
    if (r.on_delete == catalog::action::set_null) {
      for (model::node* child : known_children(r, unknown))
        if (model::node* owner = owner_by(objects_, *child, r)) model::leave(*owner, r, *child);
    } else if (!unknown.empty()) {
      session_.load_relation(unknown, r);
    }
    for (model::node* owner : owners) {
      const model::node_list targets = model::link_of(*owner, r).targets();
      for (model::node* target : targets)
        if (may_stand(*target)) model::leave(*owner, r, *target);
    }
  }

  /// Objects that point to removed ones by a relationship that these know nothing of: as the database does.
  void follow_back(const model::relationship_info& r, std::span<model::node* const> owners) {
    if (!r.holds_key) return;
    const bool removes = r.on_delete == catalog::action::cascade;
    if (!removes && r.on_delete != catalog::action::set_null) return;
    std::vector<model::node*> found;
    key_lookup by_key = lookup_of(r.target_columns, owners);
    objects_.space_of(*r.owner).each([&](model::node& child) {
      if (!may_stand(child)) return;
      const model::link& l = model::link_of(child, r);
      key_buffer key;
      const model::node* owner = l.is_loaded() ? l.target() : by_key.find(read_key(child, r.own_columns, key, keep_));
      if (owner && owner->state == model::object_state::removed) found.push_back(&child);
    });
    for (model::node* child : found) {
      if (removes)
        remove_object(objects_, *child);
      else if (!r.viewonly)
        model::point_to(*child, r, nullptr);
    }
  }

  /// Children of these owners that the session has, although nobody loaded the collections.
  [[nodiscard]] std::vector<model::node*> known_children(const model::relationship_info& r,
                                                         std::span<model::node* const> owners) {
    std::vector<model::node*> found;
    if (owners.empty()) return found;
    const model::relationship_info* const back = model::inverse_of(r);
    key_lookup by_key = lookup_of(r.own_columns, owners);
    objects_.space_of(r.target()).each([&](model::node& child) {
      if (child.state != model::object_state::persistent) return;
      key_buffer key;
      model::node* owner = nullptr;
      if (back && model::link_of(child, *back).is_loaded())
        owner = model::link_of(child, *back).target();
      else
        owner = by_key.find(read_key(child, r.target_columns, key, keep_));
      if (owner && owner->state == model::object_state::removed) found.push_back(&child);
    });
    return found;
  }

  [[nodiscard]] key_lookup lookup_of(std::span<const std::uint16_t> columns, std::span<model::node* const> owners) {
    key_lookup result(columns);
    key_buffer key;
    for (model::node* owner : owners)
      if (const auto cells = read_key(*owner, columns, key, keep_); !cells.empty()) result.add(*owner, cells);
    return result;
  }

  session_core& session_;
  store& objects_;
  scratch keep_;
};

PLINTH_INLINE std::vector<pair_purge> settle_relationships(session_core& s) { return cascade(s).run(); }

}  // namespace plinth::detail
