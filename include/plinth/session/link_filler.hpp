// SPDX-License-Identifier: MIT
#pragma once

// Fills relationships with what the database has, around what the program has changed in them since.

#include <utility>
#include <vector>

#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/model/node_list.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

/// One relationship of many owners. Whatever strategy loads it, this decides what comes of it.
class link_filler {
 public:
  link_filler(store& objects, const model::relationship_info& r)
      : objects_(objects), relation_(r), back_(model::inverse_of(r)) {}

  /// The owner's targets are about to come. To be called once for each.
  void begin(model::node& owner) {
    model::touch(owner);
    begun_.push_back({&owner, {}});
    if (relation_.holds_key) return;
    model::link& l = model::link_of(owner, relation_);
    begun_.back().queued.swap(l.targets());
    if (l.is_loaded()) keep_new(owner, begun_.back().queued);
  }

  /// A target that the database has for an owner, in the order of loading.
  void connect(model::node& owner, model::node& target) {
    if (!relation_.holds_key && has_left(owner, target)) return;
    model::node_list& targets = model::link_of(owner, relation_).targets();
    if (relation_.to_many)
      targets.push_back(&target);
    else if (targets.empty())
      targets.assign(&target);
    if (back_ && !back_->to_many && !relation_.secondary) connect_back(owner, target);
  }

  /// Behind them comes what the program has put in, and the relationships count as loaded, or as filtered.
  void finish(bool filtered);

 private:
  struct entry {
    model::node* owner;
    model::node_list queued;
  };

  /// Whether the program has removed the target or taken it elsewhere since its row was read.
  [[nodiscard]] bool has_left(const model::node& owner, model::node& target) const {
    if (target.state == model::object_state::removed) return true;
    if (back_ && !relation_.secondary) {
      const model::link& l = model::link_of(target, *back_);
      return l.queued() && !l.targets().has(&owner);
    }
    if (objects_.links().empty() || relation_.viewonly) return false;
    return objects_.links().find(owner, relation_, target) != nullptr;
  }

  /// Of what a relationship showed until now, what the program has put in and no flush has written.
  void keep_new(const model::node& owner, model::node_list& shown) const;

  void connect_back(model::node& owner, model::node& target) {
    model::link& other = model::link_of(target, *back_);
    if (other.queued()) return;
    model::touch(target);
    other.targets().assign(&owner);
    other.set_loaded(true);
  }

  store& objects_;
  const model::relationship_info& relation_;
  const model::relationship_info* back_;
  std::vector<entry> begun_;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/link_filler.hpp>
#endif
