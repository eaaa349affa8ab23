// expect-error: plinth[E1001]
// expect-text: Topic
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct WithId {
  std::int64_t id = 0;
};

struct Topic : WithId {
  int rank = 0;
  int size = 0;

  static constexpr auto table = plinth::table("topics", plinth::bases<WithId>(), plinth::primary_key_of<&Topic::id>(),
                                              plinth::column<&Topic::rank>());
};

constexpr bool refused = plinth::metadata<Topic>::is_sound;
#endif
