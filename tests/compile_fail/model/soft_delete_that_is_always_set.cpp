// expect-error: plinth[E1083]
// expect-text: Note
// expect-text: "deleted"
// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <optional>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;
  std::optional<std::chrono::sys_seconds> deleted{};

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::deleted>(plinth::soft_delete));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Note {
  std::int64_t id = 0;
  std::chrono::sys_seconds deleted{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::deleted>(plinth::soft_delete));
};

constexpr bool refused = plinth::metadata<Note>::is_sound;
#endif
