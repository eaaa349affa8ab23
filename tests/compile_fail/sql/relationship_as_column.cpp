// expect-error: plinth[E1102]
// expect-text: User::items
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto column = col<&User::id>;

#ifdef PLINTH_EXPECT_ERROR
auto column2 = col<&User::items> == 3;
#endif
