// expect-error: plinth[E1065]
// expect-text: Post
// expect-text: "tags"
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
  plinth::relationship<std::vector<Tag>> tags;

  static constexpr auto table = plinth::table("posts", plinth::column<&Post::id>(plinth::primary_key),
                                              plinth::relation<&Post::tags>(plinth::secondary("post_tags")));
};

struct PostTag {
  std::int64_t post_id = 0;
  std::int64_t tag_id = 0;
  int weight = 0;

  static constexpr auto table =
      plinth::table("post_tags", plinth::primary_key_of<&PostTag::post_id, &PostTag::tag_id>(),
                    plinth::column<&PostTag::post_id>(plinth::foreign_key<&Post::id>()),
                    plinth::column<&PostTag::tag_id>(plinth::foreign_key<&Tag::id>()));
};

constexpr bool refused = plinth::metadata<Post, Tag, PostTag>::is_sound;
#endif
