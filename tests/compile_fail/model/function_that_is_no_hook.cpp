// expect-error: plinth[E1080]
// expect-text: Note
// expect-text: after_load
// SPDX-License-Identifier: MIT

#include <cstdint>

#include <plinth/model/info.hpp>

struct User {
  std::int64_t id = 0;

  static void after_load(User&, plinth::session&) {}

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

const auto& accepted = plinth::model::info_of<User>();

#ifdef PLINTH_EXPECT_ERROR
struct Note {
  std::int64_t id = 0;

  void after_load() {}

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key));
};

const auto& refused = plinth::model::info_of<Note>();
#endif
