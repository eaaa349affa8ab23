// expect-error: plinth[E1044]
// expect-text: Person
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Person {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&Person::id>(plinth::primary_key));
};

constexpr bool refused = plinth::metadata<User, Person>::is_sound;
#endif
