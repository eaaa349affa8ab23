// SPDX-License-Identifier: MIT
#pragma once

// The models of the programs here.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/model/relationship.hpp>
#include <plinth/model/table.hpp>

struct Item;

struct Stamped {
  std::int64_t created = 0;
};

struct User {
  std::int64_t id = 0;
  std::string email;
  bool is_active = true;
  std::optional<int> age;
  std::optional<std::int64_t> boss_id;
  plinth::relationship<std::vector<Item>> items;
  plinth::relationship<User> boss;

  static constexpr auto table = plinth::table(
      "users", plinth::column<&User::id>(plinth::primary_key),
      plinth::column<&User::boss_id>(plinth::foreign_key<&User::id>()),
      plinth::relation<&User::items>(plinth::back_populates("owner")));
};

struct Item {
  std::int64_t id = 0;
  std::string title;
  std::int64_t owner_id = 0;
  plinth::relationship<User> owner;

  static constexpr auto table =
      plinth::table("items", plinth::column<&Item::id>(plinth::primary_key),
                    plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade)),
                    plinth::relation<&Item::owner>(plinth::back_populates("items")));
};

struct Note : Stamped {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("notes", plinth::bases<Stamped>(),
                                              plinth::column<&Note::id>(plinth::primary_key));
};

struct Page : Stamped {
  std::int64_t id = 0;
  std::int64_t note_id = 0;

  static constexpr auto table =
      plinth::table("pages", plinth::bases<Stamped>(), plinth::column<&Page::id>(plinth::primary_key),
                    plinth::column<&Page::note_id>(plinth::foreign_key<&Note::id>()));
};
