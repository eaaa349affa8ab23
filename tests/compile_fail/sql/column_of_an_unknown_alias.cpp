// expect-error: plinth[E1201]
// expect-text: User::id
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto query = plinth::from<User>().join<&User::boss, "boss">().order_by(col<&User::id, "boss">);

#ifdef PLINTH_EXPECT_ERROR
auto query2 = plinth::from<User>().order_by(col<&User::id, "boss">);
#endif
