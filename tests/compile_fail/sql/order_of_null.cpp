// expect-error: plinth[E1103]
// expect-text: User::age
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto condition = col<&User::age> == std::optional<int>();

#ifdef PLINTH_EXPECT_ERROR
auto condition2 = col<&User::age> < std::optional<int>();
#endif
