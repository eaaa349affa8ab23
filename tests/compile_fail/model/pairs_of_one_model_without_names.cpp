// expect-error: plinth[E1061]
// expect-text: Place
// expect-text: "neighbours"
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
struct Place {
  std::int64_t id = 0;
  plinth::relationship<std::vector<Place>> neighbours;

  static constexpr auto table = plinth::table("places", plinth::column<&Place::id>(plinth::primary_key),
                                              plinth::relation<&Place::neighbours>(plinth::secondary("roads")));
};

constexpr bool refused = plinth::metadata<Place>::is_sound;
#endif
