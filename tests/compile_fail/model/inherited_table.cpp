// expect-error: plinth[E1002]
// expect-text: Special
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Special : User {
  int rank = 0;
};

constexpr bool refused = plinth::metadata<Special>::is_sound;
#endif
