// expect-error: plinth[E1023]
// expect-text: Note
// expect-text: "writer"
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
  std::int64_t writer_id = 0;
  std::int64_t reader_id = 0;
  plinth::relationship<User> writer;

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::writer_id>(plinth::foreign_key<&User::id>()),
                                              plinth::column<&Note::reader_id>(plinth::foreign_key<&User::id>()));
};

constexpr bool refused = plinth::metadata<Note, User>::is_sound;
#endif
