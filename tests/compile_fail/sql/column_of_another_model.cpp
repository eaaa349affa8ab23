// expect-error: plinth[E1201]
// expect-text: Item::title
// expect-text: User
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto query = plinth::from<User>().join<&User::items>().filter(col<&Item::title> == "a");

#ifdef PLINTH_EXPECT_ERROR
auto query2 = plinth::from<User>().filter(col<&Item::title> == "a");
#endif
