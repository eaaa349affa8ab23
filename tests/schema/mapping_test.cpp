// SPDX-License-Identifier: MIT
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <plinth/model/info.hpp>

#include "schema/shapes.hpp"
#include "support/catch.hpp"

namespace {

using namespace schema_test;

UserCreate some_user() {
  return plinth::from_json<UserCreate>(
      R"({"email":"ada@example.org","password":"correct horse",)"
      R"("items":[{"title":"a"},{"title":"b","description":"c"}]})");
}

TEST_CASE("to_model copies fields by name and lists into relationships", "[schema][mapping]") {
  const UserCreate in = some_user();
  const User user = plinth::to_model<User>(in, plinth::except<&UserCreate::password>);
  CHECK(user.id == 0);
  CHECK(user.email == "ada@example.org");
  CHECK(user.hashed_password.empty());
  CHECK(user.is_active);
  REQUIRE(user.items.size() == 2);
  CHECK(user.items[1].title == "b");
  CHECK(user.items[1].description == "c");
  CHECK(in.email == "ada@example.org");
}

TEST_CASE("to_model moves from an rvalue", "[schema][mapping]") {
  UserCreate in = some_user();
  in.email = std::string(100, 'a') + "@example.org";
  const char* const bytes = in.email.data();
  const User user = plinth::to_model<User>(std::move(in), plinth::except<&UserCreate::password, &UserCreate::items>);
  CHECK(user.email.data() == bytes);
  CHECK(user.items.empty());
}

TEST_CASE("apply writes what was given and nothing else", "[schema][mapping]") {
  User user = plinth::to_model<User>(some_user(), plinth::except<&UserCreate::password>);
  user.nickname = "countess";
  plinth::apply(user, plinth::from_json<UserUpdate>("{}"));
  CHECK((user.email == "ada@example.org" && user.is_active && user.nickname == "countess"));
  plinth::apply(user, plinth::from_json<UserUpdate>(R"({"is_active":false})"));
  CHECK((user.email == "ada@example.org" && !user.is_active && user.nickname == "countess"));
  plinth::apply(user, plinth::from_json<UserUpdate>(R"({"nickname":null,"email":"b@c.dd"})"),
                plinth::except<&UserUpdate::email>);
  CHECK((user.email == "ada@example.org" && !user.nickname));
  plinth::apply(user, plinth::from_json<UserUpdate>(R"({"nickname":"x"})"));
  CHECK(user.nickname == "x");
}

struct Plain {
  bool is_active = false;
  std::string nickname;  // the model's is a std::optional: widened
};

TEST_CASE("a value fits into an optional, and apply takes fields that are no patches, too", "[schema][mapping]") {
  User user;
  plinth::apply(user, Plain{false, "n"});
  CHECK_FALSE(user.is_active);
  CHECK(user.nickname == "n");
}

struct OwnerRead {
  std::string email;
};
struct ItemWithOwner {
  std::string title;
  std::optional<OwnerRead> owner;
};
struct Wider {
  std::optional<std::string> email;
  std::string extra = "kept";
};

TEST_CASE("from_model reads fields and relationships, both ways", "[schema][mapping]") {
  User user = plinth::to_model<User>(some_user(), plinth::except<&UserCreate::password>);
  user.id = 9;
  CHECK(plinth::to_json(plinth::from_model<UserRead>(user)) ==
        R"({"email":"ada@example.org","id":9,"is_active":true,"items":[{"title":"a","description":null,"id":0},)"
        R"({"title":"b","description":"c","id":0}]})");

  Item item;
  item.title = "t";
  CHECK(plinth::to_json(plinth::from_model<ItemWithOwner>(item)) == R"({"title":"t","owner":null})");
  item.owner = std::move(user);
  CHECK(plinth::to_json(plinth::from_model<ItemWithOwner>(item)) ==
        R"({"title":"t","owner":{"email":"ada@example.org"}})");

  const Wider wider = plinth::from_model<Wider>(*item.owner, plinth::except<&Wider::extra>);
  CHECK(wider.email == "ada@example.org");
  CHECK(wider.extra == "kept");
}

// What does not fit is known as a value, before any message: no failed build is needed to see it.
using plinth::dto::direction;
using none = plinth::dto::exceptions<>;
struct WithPhone {
  std::string email;
  std::string phone;
};
struct MaybeEmail {
  std::optional<std::string> email;
};
struct Nickname {
  std::string nickname;
};
static_assert(!plinth::dto::mapping_is_sound<direction::to_model, WithPhone, User, none>);
static_assert(
    plinth::dto::mapping_is_sound<direction::to_model, WithPhone, User, plinth::dto::exceptions<&WithPhone::phone>>);
static_assert(!plinth::dto::mapping_is_sound<direction::to_model, MaybeEmail, User, none>);
static_assert(plinth::dto::mapping_is_sound<direction::to_dto, MaybeEmail, User, none>);
static_assert(!plinth::dto::mapping_is_sound<direction::to_dto, Nickname, User, none>);
static_assert(!plinth::dto::mapping_is_sound<direction::to_row, UserUpdate, User, none>);
static_assert(!plinth::dto::mapping_is_sound<direction::over_model, UserRead, User, none>);  // lists do not replace

}  // namespace
