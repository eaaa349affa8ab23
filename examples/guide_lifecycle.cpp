// SPDX-License-Identifier: MIT
// Guide: what happens to objects by itself.

#include <cctype>
#include <cstdint>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include <plinth/plinth.hpp>
#include <plinth/session/hooks.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [hooks]
struct Entry {
  std::int64_t id = 0;
  std::string text{};

  static constexpr auto table = plinth::table("entries", plinth::column<&Entry::id>(plinth::primary_key));
};

struct User {
  std::int64_t id = 0;
  std::string email{};

  static void before_insert(User& user) {
    for (char& c : user.email) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  static void after_insert(User& user, plinth::session& session) {
    session.add(Entry{.text = "user " + std::to_string(user.id)});
  }

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::email>(plinth::unique));
};
// [/hooks]

using Base = plinth::metadata<User, Entry>;

static void own_hooks(plinth::engine& engine) {
  step("hooks of a model:");
  // [insert]
  plinth::session session{engine};
  session.add(User{.email = "Ada@Example.org"});
  session.commit();
  std::cout << session.query<User>().one()->email << '\n';
  // [/insert]
}

static void registered_hooks(plinth::engine& engine) {
  step("hooks of a program:");
  // [register]
  auto hooks = std::make_shared<plinth::hooks>();
  hooks->on<User>(plinth::hook::after_load, [](User& user) { std::cout << "read: " << user.email << '\n'; });
  hooks->on<User>(plinth::hook::before_remove, [](const User&) { throw std::runtime_error("users stay"); });
  plinth::session session{engine, {.hooks = hooks}};
  session.remove(session.query<User>().one());
  try {
    session.commit();
  } catch (const std::runtime_error& e) {
    std::cout << e.what() << '\n';
  }
  // [/register]
}

int main() {
  plinth::engine engine{"sqlite://", printing()};
  Base::create_all(engine);
  own_hooks(engine);
  registered_hooks(engine);
}
