// expect-error: plinth[E1011]
// expect-text: Note
// expect-text: "place"
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Place {
  double x = 0;
  double y = 0;
};

struct Note {
  std::int64_t id = 0;
  Place place;

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key));
};

constexpr bool refused = plinth::metadata<Note>::is_sound;
#endif
