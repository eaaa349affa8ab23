// expect-error: plinth[E1207]
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto query = plinth::from<User>().select(plinth::lit(1));

#ifdef PLINTH_EXPECT_ERROR
auto query2 = plinth::from<User>().select(1);
#endif
