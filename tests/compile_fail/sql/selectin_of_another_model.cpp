// expect-error: plinth[E1213]
// expect-text: Item::owner
// expect-text: User
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/query.hpp>

using plinth::col;

auto f(plinth::session& s) { return s.query<Item>().options(plinth::selectin<&Item::owner>).all(); }

#ifdef PLINTH_EXPECT_ERROR
auto g(plinth::session& s) { return s.query<User>().options(plinth::selectin<&Item::owner>).all(); }
#endif
