// expect-error: plinth[E1109]
// expect-text: User::email
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto sum = plinth::sum(col<&User::id>);

#ifdef PLINTH_EXPECT_ERROR
auto sum2 = plinth::sum(col<&User::email>);
#endif
