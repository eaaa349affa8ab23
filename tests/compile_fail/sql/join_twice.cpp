// expect-error: plinth[E1204]
// expect-text: User
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto query = plinth::from<Item>().join<&Item::owner>();

#ifdef PLINTH_EXPECT_ERROR
auto query2 = plinth::from<Item>().join<&Item::owner>().join<&Item::owner>();
#endif
