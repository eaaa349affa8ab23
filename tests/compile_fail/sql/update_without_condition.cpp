// expect-error: plinth[E1205]
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/bulk.hpp>

using plinth::col;

void f(plinth::session& s) { s.update<User>().set<&User::age>(3).where(col<&User::id> == 3).execute(); }

#ifdef PLINTH_EXPECT_ERROR
void g(plinth::session& s) { s.update<User>().set<&User::age>(3).execute(); }
#endif
