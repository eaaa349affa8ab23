// SPDX-License-Identifier: MIT
#pragma once

// Rows become a session's objects.

#include <plinth/engine/cursor.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

/// Steps to the next row, which has all the model's columns, and returns its object; null at the end. An object that is
/// present keeps its values. Throws what the statement runs into, and `value_error` with the name of the column for a
/// value that the object cannot take; the session then has no object of that row.
[[nodiscard]] inline model::node* next_object(cursor& rows, store& objects, const model::model_info& m) {
  model::node& blank = objects.blank(m);
  const driver::row_place got = rows.next_into(m.places, blank.object());
  if (got == driver::row_place::none) return nullptr;
  if (got == driver::row_place::cells) objects.fill(blank, rows.row());
  return &objects.load(blank);
}

}  // namespace plinth::detail
