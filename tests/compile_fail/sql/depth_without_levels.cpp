// expect-error: plinth[E1215]
// expect-text: User::items
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/query.hpp>

auto f(plinth::session& s) { return s.query<User>().options(plinth::selectin<&User::items>).all(); }

#ifdef PLINTH_EXPECT_ERROR
auto g(plinth::session& s) { return s.query<User>().options(plinth::selectin<&User::items>.depth(2)).all(); }
#endif
