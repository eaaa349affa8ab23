// expect-error: plinth[E1211]
// expect-text: Line
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/query.hpp>

using plinth::col;

struct Line {
  std::string email;
  std::int64_t items;
};
auto f(plinth::session& s) { return s.query<User>().select(col<&User::email>, plinth::count()).into<Line>().all(); }

#ifdef PLINTH_EXPECT_ERROR
auto g(plinth::session& s) { return s.query<User>().select(col<&User::email>).into<Line>().all(); }
#endif
