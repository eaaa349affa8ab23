// expect-error: plinth[E1081]
// expect-text: Note
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/session/hooks.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

struct Note {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key));
};

void listen(plinth::hooks& hooks) {
  hooks.on<User>(plinth::hook::after_load, [](User&) {});
#ifdef PLINTH_EXPECT_ERROR
  hooks.on<Note>(plinth::hook::after_load, [](User&) {});
#endif
}
