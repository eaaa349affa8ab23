// expect-error: plinth[E1104]
// expect-text: User::id
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto condition = col<&User::email>.like("a%");

#ifdef PLINTH_EXPECT_ERROR
auto condition2 = col<&User::id>.like("a%");
#endif
