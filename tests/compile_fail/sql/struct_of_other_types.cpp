// expect-error: plinth[E1212]
// expect-text: Line
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/query.hpp>

using plinth::col;

struct Line {
  std::string email;
  std::string items;
  int age;
};
auto f(plinth::session& s) {
  return s.query<User>().select(col<&User::email>, col<&User::email>, col<&User::id>).into<Line>().all();
}

#ifdef PLINTH_EXPECT_ERROR
auto g(plinth::session& s) {
  return s.query<User>().select(col<&User::email>, plinth::count(), col<&User::age>).into<Line>().all();
}
#endif
