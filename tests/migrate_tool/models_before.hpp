// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include <plinth/plinth.hpp>

struct User {
  std::int64_t id = 0;
  std::string email;
  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::email>(plinth::unique, plinth::length(254)));
};

struct Item {
  std::int64_t id = 0;
  std::string title;
  std::int64_t owner_id = 0;
  static constexpr auto table = plinth::table(
      "items", plinth::column<&Item::id>(plinth::primary_key), plinth::column<&Item::title>(plinth::index),
      plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade)));
};

using Base = plinth::metadata<User, Item>;
