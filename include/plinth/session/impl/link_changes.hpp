// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/link_changes.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>

namespace plinth::detail {

/// Seen from the side whose columns stand first, so that both sides of a pair find the same change.
[[nodiscard]] PLINTH_INLINE link_change in_first_order(model::node& owner, const model::relationship_info& r,
                                                       model::node& target, link_step step) {
  const bool stands_first = !r.secondary || r.own_links.data() == r.secondary->key.columns.data();
  if (stands_first || r.inverse < 0) return {&owner, &target, &r, step, false};
  return {&target, &owner, model::inverse_of(r), step, false};
}

/// Children have one owner at most, pairs are told apart by both ends.
[[nodiscard]] PLINTH_INLINE std::uint64_t tag_of(const link_change& c) noexcept {
  const auto mix = [](std::uint64_t h, const void* p) {
    h = (h ^ reinterpret_cast<std::uintptr_t>(p)) * 0xFF51AFD7ED558CCDULL;
    return h ^ (h >> 32);
  };
  std::uint64_t h = mix(mix(0, c.relation), c.target);
  return c.relation->secondary ? mix(h, c.owner) : h;
}

[[nodiscard]] PLINTH_INLINE bool is_about_the_same(const link_change& a, const link_change& b) noexcept {
  return a.relation == b.relation && a.target == b.target && (!a.relation->secondary || a.owner == b.owner);
}

/// Whether nobody knows if the database has the pair: both ends have rows, and neither has loaded the other.
[[nodiscard]] PLINTH_INLINE bool is_unsure(const link_change& c) {
  if (!c.relation->secondary) return false;
  if (model::link_of(*c.owner, *c.relation).is_complete()) return false;
  const model::relationship_info* back = model::inverse_of(*c.relation);
  return !back || !model::link_of(*c.target, *back).is_complete();
}

PLINTH_INLINE link_change* link_changes::find_waiting(const link_change& wanted) const {
  return index_.find(tag_of(wanted), [&](const link_change& c) { return is_about_the_same(c, wanted); });
}

PLINTH_INLINE void link_changes::note(link_change wanted) {
  if (link_change* before = find_waiting(wanted)) {
    const bool cancels =
        wanted.relation->secondary && !before->unsure && before->step != link_step::none && before->step != wanted.step;
    before->owner = wanted.owner;
    before->step = cancels ? link_step::none : wanted.step;
    return;
  }
  link_change& added = waiting_.emplace_back(wanted);
  try {
    index_.insert(tag_of(wanted), added);
  } catch (...) {
    waiting_.pop_back();
    throw;
  }
}

PLINTH_INLINE void link_changes::add(model::node& owner, const model::relationship_info& r, model::node& target) {
  link_change c = in_first_order(owner, r, target, link_step::add);
  c.unsure = is_unsure(c);
  note(c);
}

PLINTH_INLINE void link_changes::remove(model::node& owner, const model::relationship_info& r, model::node& target) {
  link_change c = in_first_order(owner, r, target, link_step::remove);
  c.unsure = is_unsure(c);
  note(c);
}

PLINTH_INLINE const link_change* link_changes::find(const model::node& owner, const model::relationship_info& r,
                                                    const model::node& target) const {
  if (waiting_.empty()) return nullptr;
  const link_change* c = find_waiting(
      in_first_order(const_cast<model::node&>(owner), r, const_cast<model::node&>(target), link_step::none));
  return c && c->step != link_step::none ? c : nullptr;
}

PLINTH_INLINE void link_changes::written() {
  for (const link_change& c : waiting_)
    if (c.step != link_step::none) written_.push_back(c);
  waiting_.clear();
  index_ = {};
}

PLINTH_INLINE void link_changes::take_back(std::size_t mark) {
  std::vector<link_change> again(written_.begin() + static_cast<std::ptrdiff_t>(mark), written_.end());
  for (const link_change& c : waiting_)
    if (c.step != link_step::none) again.push_back(c);
  drop(mark);
  for (const link_change& c : again) note(c);
}

PLINTH_INLINE void link_changes::drop(std::size_t mark) {
  written_.resize(mark);
  waiting_.clear();
  index_ = {};
}

}  // namespace plinth::detail
