// expect-error: plinth[E1067]
// expect-text: Post
// expect-text: "tag"
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
struct Post {
  std::int64_t id = 0;
  std::int64_t tag_id = 0;
  plinth::relationship<Tag> tag;

  static constexpr auto table = plinth::table("posts", plinth::column<&Post::id>(plinth::primary_key),
                                              plinth::column<&Post::tag_id>(plinth::foreign_key<&Tag::id>()),
                                              plinth::relation<&Post::tag>(plinth::cascade(plinth::all)));
};

constexpr bool refused = plinth::metadata<Post, Tag>::is_sound;
#endif
