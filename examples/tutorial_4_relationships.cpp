// SPDX-License-Identifier: MIT
// Tutorial, page 4: from one model to another, in both directions.

#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [models]
struct Item;

struct User {
  std::int64_t id = 0;
  std::string email{};
  plinth::relationship<std::vector<Item>> items{};  // to many

  static constexpr auto table =
      plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                    plinth::column<&User::email>(plinth::unique, plinth::length(254)),
                    plinth::relation<&User::items>(plinth::back_populates("owner"),
                                                   plinth::cascade(plinth::all, plinth::delete_orphan)));
};

struct Item {
  std::int64_t id = 0;
  std::string title{};
  std::int64_t owner_id = 0;
  plinth::relationship<User> owner{};  // to one

  static constexpr auto table =
      plinth::table("items", plinth::column<&Item::id>(plinth::primary_key),
                    plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade)),
                    plinth::relation<&Item::owner>(plinth::back_populates("items")));
};

using Base = plinth::metadata<User, Item>;
// [/models]

static void add_together(plinth::engine& engine) {
  step("new objects:");
  // [add]
  plinth::session session{engine};
  plinth::ref<User> ada = session.add(User{.email = "ada@example.org"});
  ada->items.push_back(Item{.title = "Note G"});  // pending with its owner
  ada->items.push_back(Item{.title = "Note A"});
  session.commit();
  // [/add]
}

static void both_sides(plinth::engine& engine) {
  step("both sides:");
  // [both_sides]
  plinth::session session{engine};
  plinth::ref<User> ada = session.get<User>(1);
  plinth::ref<User> grace = session.add(User{.email = "grace@example.org"});
  plinth::ref<Item> note = session.get<Item>(2);

  note->owner = grace;
  std::cout << "grace has " << grace->items.size() << ": " << grace->items[0].title << '\n';
  session.commit();
  // [/both_sides]
}

static void not_loaded(plinth::engine& engine) {
  step("not loaded:");
  // [not_loaded]
  plinth::session session{engine};
  plinth::ref<User> ada = session.get<User>(1);
  try {
    std::cout << ada->items.size() << '\n';
  } catch (const plinth::not_loaded& e) {
    std::cout << e.what() << '\n';
  }
  session.load<&User::items>(ada);
  std::cout << "ada has " << ada->items.size() << '\n';
  // [/not_loaded]
}

static void with_the_query(plinth::engine& engine) {
  step("selectin:");
  // [selectin]
  plinth::session session{engine};
  const auto users = session.query<User>().options(plinth::selectin<&User::items>).all();
  for (const User& user : users)
    for (const Item& item : user.items) std::cout << user.email << ": " << item.title << '\n';
  // [/selectin]
}

static void lazily(plinth::engine& engine) {
  step("lazy:");
  // [lazy]
  plinth::session session{engine, {.relationships = plinth::loading::lazy}};
  plinth::ref<Item> note = session.get<Item>(1);
  std::cout << note->owner->email << '\n';
  // [/lazy]
}

static void orphans(plinth::engine& engine) {
  step("an item leaves its owner:");
  // [orphan]
  plinth::session session{engine};
  plinth::ref<User> grace = session.get<User>(2);
  session.load<&User::items>(grace);
  grace->items.erase(grace->items[0]);
  session.commit();
  // [/orphan]
}

static void remove_owner(plinth::engine& engine) {
  step("an owner is removed:");
  // [remove]
  plinth::session session{engine};
  plinth::ref<User> ada = session.get<User>(1);
  session.load<&User::items>(ada);
  session.remove(ada);
  session.commit();
  // [/remove]
}

int main() {
  plinth::engine engine{"sqlite://", printing()};
  Base::create_all(engine);
  add_together(engine);
  both_sides(engine);
  not_loaded(engine);
  with_the_query(engine);
  lazily(engine);
  orphans(engine);
  remove_owner(engine);
}
