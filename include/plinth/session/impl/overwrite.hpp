// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/overwrite.hpp>

#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

PLINTH_INLINE void overwrite(store& objects, model::node& n, const cell* row) {
  objects.fill(n, row);
  if (objects.notes_loads()) objects.loaded().push_back(&n);
}

PLINTH_INLINE void settle_overwritten(store& objects, model::node& n) {
  if (n.watched) objects.renew_snapshot(n, objects.log(n));
  for (const model::relationship_info& r : n.model->relationships) model::link_of(n, r).unload();
}

}  // namespace plinth::detail
