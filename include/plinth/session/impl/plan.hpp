// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/plan.hpp>

#include <algorithm>
#include <span>

#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>

namespace plinth::detail {

PLINTH_INLINE std::span<const key_copy> flush_plan::copies_of(const model::node& child) const {
  auto first = std::lower_bound(copies.begin(), copies.end(), &child,
                                [](const key_copy& c, const model::node* n) { return c.child < n; });
  auto last = first;
  while (last != copies.end() && last->child == &child) ++last;
  return {first, last};
}

PLINTH_INLINE bool says_key(const model::node& n, const model::relationship_info& r) noexcept {
  if (!r.holds_key) return false;
  const model::link& l = model::link_of(const_cast<model::node&>(n), r);
  return l.queued() || (n.state == model::object_state::pending && !l.targets().empty());
}

PLINTH_INLINE bool says_any_key(const model::node& n) noexcept {
  for (const model::relationship_info& r : n.model->relationships)
    if (says_key(n, r)) return true;
  return false;
}

}  // namespace plinth::detail
