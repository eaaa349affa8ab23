// expect-error: plinth[E1103]
// expect-text: User::email
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/sql/expressions.hpp>

using plinth::col;

auto assignment = col<&User::age> = std::nullopt;

#ifdef PLINTH_EXPECT_ERROR
auto assignment2 = col<&User::email> = std::nullopt;
#endif
