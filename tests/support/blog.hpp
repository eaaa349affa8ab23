// SPDX-License-Identifier: MIT
#pragma once

// Users and their items: the models that most tests of the session need.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/session/session.hpp>

namespace blog {

struct item;

struct user {
  std::int64_t id = 0;
  std::string email{};
  bool is_active = true;
  plinth::relationship<std::vector<item>> items{};

  static constexpr auto table = plinth::table(
      "users", plinth::column<&user::id>(plinth::primary_key),
      plinth::column<&user::email>(plinth::unique, plinth::length(40)),
      plinth::relation<&user::items>(plinth::back_populates("owner"),
                                     plinth::cascade(plinth::all, plinth::delete_orphan)));
};

struct item {
  std::int64_t id = 0;
  std::string title{};
  std::optional<std::string> description{};
  std::int64_t owner_id = 0;
  plinth::relationship<user> owner{};

  static constexpr auto table = plinth::table(
      "items", plinth::column<&item::id>(plinth::primary_key), plinth::column<&item::title>(plinth::index),
      plinth::column<&item::owner_id>(plinth::foreign_key<&user::id>(plinth::on_delete::cascade)),
      plinth::relation<&item::owner>(plinth::back_populates("items")));
};

using base = plinth::metadata<user, item>;

/// So many new users, "0@example.org" and so on.
inline std::vector<plinth::ref<user>> add_users(plinth::session& session, int count) {
  std::vector<plinth::ref<user>> result;
  for (int i = 0; i < count; ++i) result.push_back(session.add(user{.email = std::to_string(i) + "@example.org"}));
  return result;
}

}  // namespace blog
