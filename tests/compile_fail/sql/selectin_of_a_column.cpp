// expect-error: plinth[E1213]
// expect-text: User::email
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/query.hpp>

using plinth::col;

auto f(plinth::session& s) { return s.query<User>().options(plinth::selectin<&User::items, &Item::owner>).all(); }

#ifdef PLINTH_EXPECT_ERROR
auto g(plinth::session& s) { return s.query<User>().options(plinth::selectin<&User::email>).all(); }
#endif
