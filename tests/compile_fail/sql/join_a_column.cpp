// expect-error: plinth[E1206]
// expect-text: User::email
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto query = plinth::from<User>().join<&User::items>();

#ifdef PLINTH_EXPECT_ERROR
auto query2 = plinth::from<User>().join<&User::email>();
#endif
