// SPDX-License-Identifier: MIT
// Tutorial, page 3: structs that shape JSON, and their way to and from models.

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [model]
struct User {
  std::int64_t id = 0;
  std::string email{};
  std::string hashed_password{};
  std::optional<std::string> full_name{};
  bool is_active = true;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::email>(plinth::unique, plinth::length(254)));
};
// [/model]

using Base = plinth::metadata<User>;

// [schemas]
struct UserBase {
  std::string email{};
  std::optional<std::string> full_name{};

  static constexpr auto schema = plinth::schema(plinth::field<&UserBase::email>(plinth::email));
};

struct UserCreate : UserBase {  // what a client sends
  std::string password{};

  static constexpr auto schema =
      plinth::schema<UserBase>(plinth::field<&UserCreate::password>(plinth::min_length(8), plinth::write_only));
};

struct UserRead : UserBase {  // what a client gets: no password
  std::int64_t id = 0;
  bool is_active = true;

  static constexpr auto schema =
      plinth::schema<UserBase>(plinth::field<&UserRead::id>(), plinth::field<&UserRead::is_active>());
};
// [/schemas]

// [patch]
struct UserUpdate {  // a PATCH: absent, null and a value are three different things
  plinth::patch<std::string> email{};
  plinth::patch<std::optional<std::string>> full_name{};
};
// [/patch]

static void faults() {
  step("what is wrong is said all at once:");
  // [faults]
  try {
    static_cast<void>(plinth::from_json<UserCreate>(R"({"email": "ada", "password": "short", "admin": true})"));
  } catch (const plinth::validation_error& e) {
    for (const plinth::fault& f : e.faults()) std::cout << f.path() << ": " << f.type << ": " << f.message << '\n';
    std::cout << e.to_json() << '\n';
  }
  // [/faults]
}

// [create]
static UserRead create(plinth::session& session, const std::string& body) {
  const auto in = plinth::from_json<UserCreate>(body);
  User fresh = plinth::to_model<User>(in, plinth::except<&UserCreate::password>);
  fresh.hashed_password = "hash of " + in.password;  // an application takes a real hash here
  plinth::ref<User> user = session.add(std::move(fresh));
  session.commit();
  return plinth::from_model<UserRead>(*user);
}
// [/create]

// [update]
static UserRead update(plinth::session& session, std::int64_t id, const std::string& body) {
  plinth::ref<User> user = session.query<User>().filter(plinth::col<&User::id> == id).one();
  plinth::apply(*user, plinth::from_json<UserUpdate>(body));
  session.commit();
  return plinth::from_model<UserRead>(*user);
}
// [/update]

static void read(plinth::session& session) {
  step("the schema shapes the SELECT:");
  // [read]
  const auto users = session.query<User>().order_by(plinth::col<&User::id>).as<UserRead>();
  std::cout << plinth::to_json(users) << '\n';
  for (const UserRead& user : users.all()) std::cout << plinth::to_json(user, 2) << '\n';
  // [/read]
}

int main() {
  plinth::engine engine{"sqlite://", printing()};
  Base::create_all(engine);
  faults();
  plinth::session session{engine};
  step("from JSON to a row:");
  std::cout << plinth::to_json(create(session, R"({"email": "ada@example.org", "password": "correct horse"})")) << '\n';
  step("a patch:");
  std::cout << plinth::to_json(update(session, 1, R"({"full_name": "Ada Lovelace"})")) << '\n';
  std::cout << plinth::to_json(update(session, 1, R"({"full_name": null})")) << '\n';
  read(session);
}
