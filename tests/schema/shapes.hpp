// SPDX-License-Identifier: MIT
#pragma once

// What the tests of schemas share: the models and schemas of the tour, and a short form of a list of faults.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/schema.hpp>

namespace schema_test {

struct Item;

struct User {
  std::int64_t id = 0;
  std::string email{};
  std::string hashed_password{};
  bool is_active = true;
  std::optional<std::string> nickname{};
  plinth::relationship<std::vector<Item>> items{};

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::email>(plinth::unique),
                                              plinth::relation<&User::items>(plinth::back_populates("owner")));
};

struct Item {
  std::int64_t id = 0;
  std::string title{};
  std::optional<std::string> description{};
  std::optional<std::int64_t> owner_id{};
  plinth::relationship<User> owner{};

  static constexpr auto table =
      plinth::table("items", plinth::column<&Item::id>(plinth::primary_key),
                    plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade)),
                    plinth::relation<&Item::owner>(plinth::back_populates("items")));
};

struct ItemBase {
  std::string title;
  std::optional<std::string> description;
};

struct ItemCreate : ItemBase {
  static constexpr auto schema = plinth::schema<ItemBase>();
};

struct ItemRead : ItemBase {
  std::int64_t id = 0;
  static constexpr auto schema = plinth::schema<ItemBase>(plinth::field<&ItemRead::id>());
};

struct UserBase {
  std::string email;
  static constexpr auto schema = plinth::schema(plinth::field<&UserBase::email>(plinth::email));
};

struct UserCreate : UserBase {
  std::string password;
  std::vector<ItemCreate> items;
  static constexpr auto schema =
      plinth::schema<UserBase>(plinth::field<&UserCreate::password>(plinth::min_length(8), plinth::write_only),
                               plinth::field<&UserCreate::items>(plinth::defaulted));
};

struct UserRead : UserBase {
  std::int64_t id = 0;
  bool is_active = true;
  std::vector<ItemRead> items;
  static constexpr auto schema = plinth::schema<UserBase>(
      plinth::field<&UserRead::id>(), plinth::field<&UserRead::is_active>(), plinth::field<&UserRead::items>());
};

struct UserUpdate {
  plinth::patch<std::string> email;
  plinth::patch<bool> is_active;
  plinth::patch<std::optional<std::string>> nickname;
};

/// The faults of a text as "path:type", separated by blanks; empty where there are none.
template <class T>
std::string faults_of(std::string_view text, const plinth::read_options& options = {}) {
  std::string result;
  for (const plinth::fault& f : plinth::try_from_json<T>(text, options).faults()) {
    if (!result.empty()) result += ' ';
    result += f.path();
    result += ':';
    result += f.type;
  }
  return result;
}

}  // namespace schema_test
