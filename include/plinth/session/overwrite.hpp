// SPDX-License-Identifier: MIT
#pragma once

// A row's values over those of an object that the session has.

#include <plinth/core/cell.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

/// Gives the object the values of its row (a cell for each column), over what was changed in it.
void overwrite(store& objects, model::node& n, const cell* row);

/// After that, and after the hooks of what was loaded: the object is as its row, and relationships must be loaded
/// again. A rollback gives an object that was watched before the values back that it had.
void settle_overwritten(store& objects, model::node& n);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/overwrite.hpp>
#endif
