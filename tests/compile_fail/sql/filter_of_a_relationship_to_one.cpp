// expect-error: plinth[E1214]
// expect-text: Item::owner
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/query.hpp>

using plinth::col;

auto f(plinth::session& s) {
  return s.query<User>().options(plinth::selectin<&User::items>.filter(col<&Item::title> == "a")).all();
}

#ifdef PLINTH_EXPECT_ERROR
auto g(plinth::session& s) {
  return s.query<Item>().options(plinth::selectin<&Item::owner>.filter(col<&User::email> == "a")).all();
}
#endif
