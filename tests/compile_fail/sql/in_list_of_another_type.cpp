// expect-error: plinth[E1101]
// expect-text: User::id
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto condition = col<&User::id>.in({3});

#ifdef PLINTH_EXPECT_ERROR
auto condition2 = col<&User::id>.in({"three"});
#endif
