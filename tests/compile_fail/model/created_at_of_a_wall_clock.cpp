// expect-error: plinth[E1082]
// expect-text: Note
// expect-text: "created"
// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;
  std::chrono::sys_seconds created{};

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::created>(plinth::created_at));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Note {
  std::int64_t id = 0;
  std::chrono::local_seconds created{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::created>(plinth::created_at));
};

constexpr bool refused = plinth::metadata<Note>::is_sound;
#endif
