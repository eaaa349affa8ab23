// expect-error: plinth[E1209]
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/bulk.hpp>

using plinth::col;

void f(plinth::session& s) { s.update<User>().where(plinth::all_rows).set<&User::age>(3).execute(); }

#ifdef PLINTH_EXPECT_ERROR
void g(plinth::session& s) { s.update<User>().where(plinth::all_rows).execute(); }
#endif
