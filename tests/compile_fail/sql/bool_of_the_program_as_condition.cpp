// expect-error: plinth[E1105]
// expect-text: User::id
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

bool wanted = true;
auto condition = col<&User::id> == 3 && col<&User::is_active>;

#ifdef PLINTH_EXPECT_ERROR
auto condition2 = col<&User::id> == 3 && wanted;
#endif
