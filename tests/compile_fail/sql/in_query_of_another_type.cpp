// expect-error: plinth[E1108]
// expect-text: User::id
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto condition = col<&User::id>.in(plinth::from<Item>().select(col<&Item::owner_id>));

#ifdef PLINTH_EXPECT_ERROR
auto condition2 = col<&User::id>.in(plinth::from<Item>().select(col<&Item::title>));
#endif
