// SPDX-License-Identifier: MIT
// The example of README.md.

// [whole]
#include <iostream>

#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"  // prints the statements

struct Item;

struct User {
  std::int64_t id = 0;
  std::string email{};
  bool is_active = true;
  plinth::relationship<std::vector<Item>> items{};

  static constexpr auto table =
      plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                    plinth::column<&User::email>(plinth::unique, plinth::length(254)),
                    plinth::relation<&User::items>(plinth::back_populates("owner"), plinth::cascade(plinth::all)));
};

struct Item {
  std::int64_t id = 0;
  std::string title{};
  std::int64_t owner_id = 0;
  plinth::relationship<User> owner{};

  static constexpr auto table =
      plinth::table("items", plinth::column<&Item::id>(plinth::primary_key),
                    plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade)),
                    plinth::relation<&Item::owner>(plinth::back_populates("items")));
};

struct ItemRead {
  std::string title{};
};
struct UserRead {
  std::string email{};
  std::vector<ItemRead> items{};
};

int main() {
  plinth::engine engine{"sqlite:///readme.db", printing()};
  plinth::metadata<User, Item>::create_all(engine);

  plinth::session session{engine};
  plinth::ref<User> ada = session.add(User{.email = "ada@example.org"});
  ada->items.push_back(Item{.title = "Note G"});
  session.commit();
  ada->is_active = false;
  session.commit();

  auto users = session.query<User>().filter(!plinth::col<&User::is_active>).as<UserRead>().all();
  std::cout << plinth::to_json(users) << '\n';
}
// [/whole]
