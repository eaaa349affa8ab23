// SPDX-License-Identifier: MIT
#pragma once

// What an application writes: its tables. C++20, no macros, plain members.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/plinth.hpp>

struct Item;

// The empty initialisers let the compiler accept User{.email = "…"} without a warning about what is not named.
struct User {
  std::int64_t id = 0;  // 0 = not assigned yet, the database chooses
  std::string email{};
  std::string hashed_password{};
  bool is_active = true;
  plinth::relationship<std::vector<Item>> items{};

  // Only what needs saying is said: hashed_password and is_active are columns without an entry.
  static constexpr auto table =
      plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                    plinth::column<&User::email>(plinth::unique, plinth::index, plinth::length(254)),
                    plinth::relation<&User::items>(plinth::back_populates("owner"),
                                                   plinth::cascade(plinth::all, plinth::delete_orphan)));
};

struct Item {
  std::int64_t id = 0;
  std::string title{};
  std::optional<std::string> description{};  // optional = NULL allowed
  std::int64_t owner_id = 0;
  plinth::relationship<User> owner{};

  static constexpr auto table = plinth::table(
      "items", plinth::column<&Item::id>(plinth::primary_key), plinth::column<&Item::title>(plinth::index),
      plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade)),
      plinth::relation<&Item::owner>(plinth::back_populates("items")));
};

// The closed list of an application's tables: create_all, migrations and checks work from it.
using Base = plinth::metadata<User, Item>;
