// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <plinth/plinth.hpp>

enum class Colour : std::uint8_t { red, green };

struct User {
  std::int64_t id = 0;
  std::string mail;
  std::optional<std::int32_t> age;
  static constexpr auto table =
      plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                    plinth::column<&User::mail>(plinth::unique, plinth::length(320), plinth::renamed_from("email")),
                    plinth::column<&User::age>(plinth::check("age >= 0")));
};

struct Thing {
  std::int64_t id = 0;
  std::string title;
  std::int64_t owner_id = 0;
  std::string note;
  Colour colour = Colour::red;
  static constexpr auto table =
      plinth::table("things", plinth::renamed_from("items"), plinth::column<&Thing::id>(plinth::primary_key),
                    plinth::column<&Thing::title>(plinth::index, plinth::length(100)),
                    plinth::column<&Thing::note>(plinth::server_default("none")),
                    plinth::column<&Thing::colour>(plinth::server_default("red")),
                    plinth::column<&Thing::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade)));
};

struct Tag {
  std::int64_t id = 0;
  std::string name;
  std::int64_t thing_id = 0;
  static constexpr auto table = plinth::table("tags", plinth::column<&Tag::id>(plinth::primary_key),
                                              plinth::column<&Tag::thing_id>(plinth::foreign_key<&Thing::id>()));
};

using Base = plinth::metadata<User, Thing, Tag>;
