// SPDX-License-Identifier: MIT
#pragma once

// Loads a relationship for many owners at once ("selectin"): one SELECT for each 500 of them.

#include <cstddef>
#include <span>

#include <plinth/engine/connection.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

inline constexpr std::size_t keys_per_select = 500;

/// Fills the relationship of the owners that have not loaded it. Objects that the program has put in or taken out since
/// stay where they are. Targets come in the order of their keys.
void load_relation(store& objects, connection& from, const model::relationship_info& r,
                   std::span<model::node* const> owners);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/loading.hpp>
#endif
