// expect-error: plinth[E1004]
// expect-text: Note
// expect-text: "written"
// SPDX-License-Identifier: MIT

#include <chrono>
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
  std::chrono::sys_time<std::chrono::nanoseconds> written;

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key));
};

constexpr bool refused = plinth::metadata<Note>::is_sound;
#endif
