// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/core/topological_order.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <plinth/core/inline.hpp>

namespace plinth {

PLINTH_INLINE std::optional<std::vector<std::size_t>> topological_order(std::size_t nodes,
                                                                        std::span<const dependency> edges) {
  // The followers of all nodes in one array: those of node n from begin[n] to begin[n + 1].
  std::vector<std::size_t> begin(nodes + 1);
  std::vector<std::size_t> waiting_for(nodes);
  for (const auto [before, after] : edges) {
    ++begin[before + 1];
    ++waiting_for[after];
  }
  for (std::size_t n = 0; n < nodes; ++n) begin[n + 1] += begin[n];
  std::vector<std::size_t> followers(edges.size());
  std::vector<std::size_t> filled(begin.begin(), begin.end() - 1);
  for (const auto [before, after] : edges) followers[filled[before]++] = after;

  std::vector<std::size_t> order;
  order.reserve(nodes);
  for (std::size_t n = 0; n < nodes; ++n)
    if (waiting_for[n] == 0) order.push_back(n);
  for (std::size_t done = 0; done < order.size(); ++done)
    for (std::size_t i = begin[order[done]]; i < begin[order[done] + 1]; ++i)
      if (--waiting_for[followers[i]] == 0) order.push_back(followers[i]);

  if (order.size() < nodes) return std::nullopt;  // what is left over waits for itself
  return order;
}

}  // namespace plinth
