// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/load_along.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/session/load_path.hpp>
#include <plinth/session/session.hpp>

namespace plinth::detail {

PLINTH_INLINE void sort_out_doubles(std::vector<model::node*>& nodes) {
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
}

PLINTH_INLINE std::vector<model::node*> targets_of(std::span<model::node* const> owners,
                                                   const model::relationship_info& r) {
  std::vector<model::node*> targets;
  for (model::node* owner : owners) {
    const model::node_list& reached = model::link_of(*owner, r).targets();
    targets.insert(targets.end(), reached.begin(), reached.end());
  }
  sort_out_doubles(targets);
  return targets;
}

/// Goes along the last step of a path, several times where it says so. All that is reached, where the path goes on
/// from there.
PLINTH_INLINE std::vector<model::node*> load_levels(session_core& s, std::vector<model::node*> owners,
                                                    const model::relationship_info& r, const load_path& path) {
  std::vector<model::node*> reached;
  std::vector<model::node*> left;
  if (path.levels > 1) sort_out_doubles(owners);
  std::vector<model::node*> seen = path.levels > 1 ? owners : std::vector<model::node*>();
  for (std::uint32_t level = 0; level < path.levels && !owners.empty(); ++level) {
    s.load_relation(owners, r, path.targets.get());
    if (path.then.empty() && level + 1 == path.levels) break;
    owners = targets_of(owners, r);
    reached.insert(reached.end(), owners.begin(), owners.end());
    if (path.levels == 1) break;
    left.clear();
    std::set_difference(owners.begin(), owners.end(), seen.begin(), seen.end(), std::back_inserter(left));
    owners = left;
    seen.insert(seen.end(), left.begin(), left.end());
    std::sort(seen.begin(), seen.end());
  }
  return reached;
}

PLINTH_INLINE void load_one_path(session_core& s, std::vector<model::node*> owners, const load_path& path) {
  for (const load_path::step& step : path.steps) {
    if (owners.empty()) return;
    const model::relationship_info& r = step.info();
    if (&step == &path.steps.back()) {
      owners = load_levels(s, std::move(owners), r, path);
    } else {
      s.load_relation(owners, r);
      owners = targets_of(owners, r);
    }
  }
  sort_out_doubles(owners);
  load_along(s, owners, path.then);
}

PLINTH_INLINE void load_along(session_core& s, std::span<model::node* const> owners, std::span<const load_path> paths) {
  for (const load_path& path : paths) load_one_path(s, {owners.begin(), owners.end()}, path);
}

}  // namespace plinth::detail
