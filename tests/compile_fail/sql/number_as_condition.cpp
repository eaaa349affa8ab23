// expect-error: plinth[E1105]
// expect-text: User::id
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto query = plinth::from<User>().filter(col<&User::is_active>);

#ifdef PLINTH_EXPECT_ERROR
auto query2 = plinth::from<User>().filter(col<&User::id>);
#endif
