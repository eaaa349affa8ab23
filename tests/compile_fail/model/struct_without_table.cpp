// expect-error: plinth[E1047]
// expect-text: Plain
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Plain {
  int id = 0;
};

constexpr bool refused = plinth::metadata<Plain>::is_sound;
#endif
