// expect-error: plinth[E1107]
// expect-text: User::email
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto sum = col<&User::id> + 1;

#ifdef PLINTH_EXPECT_ERROR
auto sum2 = col<&User::email> + 1;
#endif
