// expect-error: plinth[E1205]
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/bulk.hpp>

using plinth::col;

void f(plinth::session& s) { s.remove<User>().where(plinth::all_rows).execute(); }

#ifdef PLINTH_EXPECT_ERROR
void g(plinth::session& s) { s.remove<User>().execute(); }
#endif
