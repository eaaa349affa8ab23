// expect-error: plinth[E1013]
// expect-text: Note
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Note {
  std::int64_t id = 0;
  int a = 0;
  int b = 0;
  int c = 0;
  int d = 0;
  int e = 0;
  int f = 0;
  int g = 0;
  int h = 0;
  int i = 0;

  static constexpr auto table = plinth::table(
      "notes", plinth::column<&Note::id>(plinth::primary_key),
      plinth::index_on<&Note::a, &Note::b, &Note::c, &Note::d, &Note::e, &Note::f, &Note::g, &Note::h, &Note::i>());
};

constexpr bool refused = plinth::metadata<Note>::is_sound;
#endif
