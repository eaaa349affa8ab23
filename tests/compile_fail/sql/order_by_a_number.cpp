// expect-error: plinth[E1203]
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto query = plinth::from<User>().order_by(col<&User::id>);

#ifdef PLINTH_EXPECT_ERROR
auto query2 = plinth::from<User>().order_by(1);
#endif
