// expect-error: plinth[E1060]
// expect-text: User
// expect-text: "items"
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
struct Item;

struct User {
  std::int64_t id = 0;
  plinth::relationship<std::vector<Item>> items;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::relation<&User::items>(plinth::back_populates("owner")));
};

struct Item {
  std::int64_t id = 0;
  std::int64_t owner_id = 0;
  plinth::relationship<User> owner;

  static constexpr auto table = plinth::table("items", plinth::column<&Item::id>(plinth::primary_key),
                                              plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>()),
                                              plinth::relation<&Item::owner>(plinth::back_populates("items")));
};

constexpr bool refused = plinth::metadata<User, Item>::is_sound;
#endif
