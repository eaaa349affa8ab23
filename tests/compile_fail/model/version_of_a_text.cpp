// expect-error: plinth[E1049]
// expect-text: Note
// expect-text: "version"
// SPDX-License-Identifier: MIT

#include <cstdint>
#include <string>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;
  int version = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::version>(plinth::row_version));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Note {
  std::int64_t id = 0;
  std::string version{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::version>(plinth::row_version));
};

constexpr bool refused = plinth::metadata<Note>::is_sound;
#endif
