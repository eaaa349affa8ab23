// expect-error: plinth[E1045]
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
struct WithId {
  std::int64_t id = 0;
};

struct Topic : WithId {
  static constexpr auto table = plinth::table("topics", plinth::bases<WithId>(), plinth::primary_key_of<&Topic::id>());
};

struct Note {
  std::int64_t id = 0;
  std::int64_t topic_id = 0;

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::topic_id>(plinth::foreign_key<&Topic::id>()));
};

constexpr bool refused = plinth::metadata<Note, Topic>::is_sound;
#endif
