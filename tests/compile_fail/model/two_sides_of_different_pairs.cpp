// expect-error: plinth[E1064]
// expect-text: Actor
// expect-text: "films"
// SPDX-License-Identifier: MIT

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/model/metadata.hpp>

struct Tag {
  std::int64_t id = 0;
  std::string name;

  static constexpr auto table = plinth::table("tags", plinth::column<&Tag::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<Tag>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Film;

struct Actor {
  std::int64_t id = 0;
  plinth::relationship<std::vector<Film>> films;

  static constexpr auto table =
      plinth::table("actors", plinth::column<&Actor::id>(plinth::primary_key),
                    plinth::relation<&Actor::films>(plinth::secondary("casts"), plinth::back_populates("actors")));
};

struct Film {
  std::int64_t id = 0;
  plinth::relationship<std::vector<Actor>> actors;

  static constexpr auto table =
      plinth::table("films", plinth::column<&Film::id>(plinth::primary_key),
                    plinth::relation<&Film::actors>(plinth::secondary("roles"), plinth::back_populates("films")));
};

constexpr bool refused = plinth::metadata<Actor, Film>::is_sound;
#endif
