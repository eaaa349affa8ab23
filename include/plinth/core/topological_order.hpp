// SPDX-License-Identifier: MIT
#pragma once

// Orders nodes so that each one follows everything it depends on.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace plinth {

/// "`after` has to follow `before`", both as positions in the caller's own list.
struct dependency {
  std::size_t before;
  std::size_t after;
};

/// The positions 0 to nodes-1 in an order that satisfies every edge, or nothing if the edges form a cycle. Positions
/// that are free to go come in the order of the caller's list, each as early as it can: equal input, equal output.
[[nodiscard]] std::optional<std::vector<std::size_t>> topological_order(std::size_t nodes,
                                                                        std::span<const dependency> edges);

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/core/impl/topological_order.hpp>
#endif
