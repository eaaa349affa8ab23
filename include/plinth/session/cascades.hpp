// SPDX-License-Identifier: MIT
#pragma once

// What the removal of objects means for others: who leaves which collection, who goes with its owner, who is left
// without one. Nothing here is a template.

#include <vector>

#include <plinth/model/node.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

class session_core;

/// The object is in no collection any more that the session knows.
void leave_collections(store& objects, model::node& n);

/// The next flush deletes the row. An object that is still new is forgotten at once, with what it owns.
void remove_object(store& objects, model::node& n);

/// Before a flush is planned. Emits SELECTs where it has to know rows that nobody loaded: the former target of a
/// relationship to one that was pointed elsewhere, and the targets of removed owners where the database does not see to
/// them itself (ON DELETE), one for each 500 owners.
///
/// - Objects that left their collections and found no other owner are removed (`delete_orphan`).
/// - What removed objects own is removed with them, and so is what the database would delete with them.
/// - What else points to them points to nobody, where the foreign key may be NULL and says neither `restrict` nor
///   `set_default`.
///
/// Returns the pairs of removed objects that no foreign key takes away with them.
[[nodiscard]] std::vector<pair_purge> settle_relationships(session_core& s);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/cascades.hpp>
#endif
