// expect-error: plinth[E1110]
// expect-text: User::boss
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto condition = plinth::exists<&User::boss, "boss">(col<&User::is_active, "boss">);

#ifdef PLINTH_EXPECT_ERROR
auto condition2 = plinth::exists<&User::boss>(col<&User::is_active>);
#endif
