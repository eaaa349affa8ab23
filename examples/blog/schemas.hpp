// SPDX-License-Identifier: MIT
#pragma once

// The DTOs ("schemas"): what goes in and out as JSON. Base / Create / Read, by inheritance.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/schema.hpp>

struct ItemBase {
  std::string title;
  std::optional<std::string> description;
};

// A struct with a base names its base and its own fields; a flat one needs nothing.
struct ItemCreate : ItemBase {
  static constexpr auto schema = plinth::schema<ItemBase>();
};

struct ItemRead : ItemBase {
  std::int64_t id = 0;
  std::int64_t owner_id = 0;
  static constexpr auto schema =
      plinth::schema<ItemBase>(plinth::field<&ItemRead::id>(), plinth::field<&ItemRead::owner_id>());
};

struct UserBase {
  std::string email;
  static constexpr auto schema = plinth::schema(plinth::field<&UserBase::email>(plinth::email));
};

struct UserCreate : UserBase {
  std::string password;
  static constexpr auto schema =
      plinth::schema<UserBase>(plinth::field<&UserCreate::password>(plinth::min_length(8), plinth::write_only));
};

struct UserRead : UserBase {  // no password: it cannot leak
  std::int64_t id = 0;
  bool is_active = true;
  std::vector<ItemRead> items;
  static constexpr auto schema = plinth::schema<UserBase>(
      plinth::field<&UserRead::id>(), plinth::field<&UserRead::is_active>(), plinth::field<&UserRead::items>());
};

struct UserUpdate {  // PATCH: absent, null and a value are three different things
  plinth::patch<std::string> email;
  plinth::patch<bool> is_active;
};
