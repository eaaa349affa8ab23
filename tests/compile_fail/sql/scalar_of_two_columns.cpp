// expect-error: plinth[E1210]
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/query.hpp>

using plinth::col;

auto f(plinth::session& s) { return s.query<User>().select(col<&User::id>).scalar(); }

#ifdef PLINTH_EXPECT_ERROR
auto g(plinth::session& s) { return s.query<User>().select(col<&User::id>, col<&User::age>).scalar(); }
#endif
