// SPDX-License-Identifier: MIT
#pragma once

// Loads a relationship for many owners at once ("selectin"): one SELECT for each 500 of them.

#include <cstddef>
#include <span>
#include <vector>

#include <plinth/engine/connection.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/store.hpp>
#include <plinth/sql/select.hpp>

namespace plinth::detail {

/// Whether the object is in the database, also if the next flush removes it.
[[nodiscard]] inline bool has_row(const model::node& n) noexcept {
  return n.state == model::object_state::persistent || n.state == model::object_state::removed;
}

inline constexpr std::size_t keys_per_select = 500;

/// Fills the relationship of the owners that have not loaded all of it. Objects that the program has put in or taken
/// out since stay where they are. Targets come in the order of the relationship, then of their keys.
///
/// `targets` may have conditions and an order, and then the relationship of all owners is filled anew: with those only
/// for which the conditions hold, in that order, and what the program has put in and nobody has written yet. With
/// conditions it counts as filtered.
void load_relation(store& objects, connection& from, const model::relationship_info& r,
                   std::span<model::node* const> owners, const sql::select_parts* targets = nullptr);

/// The targets that the database has for these owners, without filling them in.
[[nodiscard]] std::vector<model::node*> load_targets(store& objects, connection& from,
                                                     const model::relationship_info& r,
                                                     std::span<model::node* const> owners);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/loading.hpp>
#endif
