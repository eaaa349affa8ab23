// SPDX-License-Identifier: MIT
#pragma once

// Making the plan of a flush, from what is new, changed and removed. No I/O.

#include <span>
#include <vector>

#include <plinth/model/node.hpp>
#include <plinth/session/link_changes.hpp>
#include <plinth/session/plan.hpp>

namespace plinth::detail {

/// The plan for these objects: INSERTs in the order of foreign keys, then UPDATEs, then pairs, then DELETEs in the
/// opposite order; within a model, new rows in the order of adding, others in that of their keys, which is the same for
/// every session. Where that order cannot be, session/row_order.hpp finds another. `removed` have been marked;
/// `pending` and `watched` hold no removed object.
[[nodiscard]] flush_plan make_plan(std::span<model::node* const> pending, std::span<model::node* const> watched,
                                   std::span<model::node* const> removed, const link_changes& links = {},
                                   std::vector<pair_purge> purges = {});

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/make_plan.hpp>
#endif
