// expect-error: plinth[E1062]
// expect-text: Page
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
struct Page {
  std::int64_t book = 0;
  std::int64_t number = 0;
  plinth::relationship<std::vector<Tag>> tags;

  static constexpr auto table =
      plinth::table("pages", plinth::primary_key_of<&Page::book, &Page::number>(),
                    plinth::relation<&Page::tags>(plinth::secondary("page_tags", "page_id", "tag_id")));
};

constexpr bool refused = plinth::metadata<Page, Tag>::is_sound;
#endif
