// expect-error: plinth[E1028]
// expect-text: Note
// expect-text: "owner_id"
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
  std::int64_t owner_id = 0;

  static constexpr auto table =
      plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                    plinth::column<&Note::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::set_null)));
};

constexpr bool refused = plinth::metadata<Note, User>::is_sound;
#endif
