// expect-error: plinth[E1046]
// expect-text: Note
// expect-text: "name"
// SPDX-License-Identifier: MIT

#include <cstdint>
#include <string>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Tag {
  std::int64_t id = 0;
  std::string label;

  static constexpr auto table = plinth::table("tags", plinth::column<&Tag::id>(plinth::primary_key));
};

struct Note {
  std::int64_t id = 0;
  std::string name;

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::name>(plinth::foreign_key<&Tag::label>()));
};

constexpr bool refused = plinth::metadata<Note, Tag>::is_sound;
#endif
