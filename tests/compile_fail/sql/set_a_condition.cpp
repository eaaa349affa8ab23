// expect-error: plinth[E1208]
// expect-text: User::age
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/bulk.hpp>

using plinth::col;

void f(plinth::session& s) { s.update<User>().set(col<&User::age> = 3).where(plinth::all_rows).execute(); }

#ifdef PLINTH_EXPECT_ERROR
void g(plinth::session& s) { s.update<User>().set(col<&User::age> == 3).where(plinth::all_rows).execute(); }
#endif
