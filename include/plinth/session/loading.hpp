// SPDX-License-Identifier: MIT
#pragma once

// Loads a relationship for many owners at once ("selectin"): one SELECT for each 500 of them.

#include <cstddef>
#include <span>
#include <vector>

#include <plinth/engine/connection.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/store.hpp>
#include <plinth/sql/bind.hpp>

namespace plinth::detail {

/// Whether the object is in the database, also if the next flush removes it.
[[nodiscard]] inline bool has_row(const model::node& n) noexcept {
  return n.state == model::object_state::persistent || n.state == model::object_state::removed;
}

inline constexpr std::size_t keys_per_select = 500;

/// Fills the relationship of the owners that have not loaded all of it. Objects that the program has put in or taken
/// out since stay where they are. Targets come in the order of the relationship, then of their keys. With conditions,
/// only targets for which they hold are filled in, and the relationship counts as filtered.
void load_relation(store& objects, connection& from, const model::relationship_info& r,
                   std::span<model::node* const> owners, std::span<const sql::fragment> conditions = {});

/// The targets that the database has for these owners, without filling them in.
[[nodiscard]] std::vector<model::node*> load_targets(store& objects, connection& from,
                                                     const model::relationship_info& r,
                                                     std::span<model::node* const> owners);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/loading.hpp>
#endif
