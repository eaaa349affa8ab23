// SPDX-License-Identifier: MIT
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <plinth/plinth.hpp>

#include "schema/shapes.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"
#include "support/recording_observer.hpp"

namespace {

using namespace schema_test;
using plinth::col;

/// Three users with 0, 1 and 2 items, and one item of nobody.
struct database {
  std::shared_ptr<plinth_test::recording_observer> observer = std::make_shared<plinth_test::recording_observer>();
  plinth_test::test_database here;
  plinth::engine engine{here.connector(), plinth::engine_options{.observer = observer}};
  plinth::session session{engine};

  database() {
    plinth::metadata<User, Item>::create_all(engine);
    for (int i = 0; i < 3; ++i) {
      User user;
      user.email = "u" + std::to_string(i) + "@x.org";
      const plinth::ref<User> added = session.add(std::move(user));
      for (int k = 0; k < i; ++k) added->items.push_back(item("t" + std::to_string(i) + std::to_string(k)));
    }
    session.add(item("free"));
    session.commit();
    static_cast<void>(observer->take());
  }

  static Item item(std::string title) {
    Item result;
    result.title = std::move(title);
    return result;
  }

  std::vector<std::string> selects() {
    std::vector<std::string> result;
    for (std::string& line : observer->take())
      if (line.starts_with("SELECT")) result.push_back(plinth_test::as_on_every_server(line));
    return result;
  }
};

struct ItemTitle {
  std::string title;
};
struct UserWithTitles {
  std::string email;
  std::vector<ItemTitle> items;
};
struct OwnerTitles {
  std::vector<ItemTitle> items;
};
struct ItemAndSiblings {
  std::string title;
  std::optional<OwnerTitles> owner;
};
struct Email {
  std::optional<std::string> email;
};
struct OwnedItem {
  std::string title;
  Email owner;
};

TEST_CASE("a schema selects its columns and the key that links, nothing else", "[schema][projection]") {
  database d;
  const auto users = d.session.query<User>().order_by(col<&User::email>).as<UserWithTitles>().all();
  CHECK(d.selects() == std::vector<std::string>{
                           R"(SELECT "users"."id", "users"."email" FROM "users" ORDER BY "users"."email")",
                           R"(SELECT "items"."title", "items"."owner_id" FROM "items" WHERE "items"."owner_id" IN )"
                           R"((?, ?, ?, ?) ORDER BY "items"."owner_id", "items"."id")"});
  CHECK(plinth::to_json(users) == R"([{"email":"u0@x.org","items":[]},{"email":"u1@x.org","items":[{"title":"t10"}]},)"
                                  R"({"email":"u2@x.org","items":[{"title":"t20"},{"title":"t21"}]}])");
}

TEST_CASE("one SELECT for each level, at any depth", "[schema][projection]") {
  database d;
  const auto items = d.session.query<Item>().order_by(col<&Item::id>).as<ItemAndSiblings>().all();
  CHECK(d.selects().size() == 3);
  CHECK(plinth::to_json(items) ==
        R"([{"title":"t10","owner":{"items":[{"title":"t10"}]}},)"
        R"({"title":"t20","owner":{"items":[{"title":"t20"},{"title":"t21"}]}},)"
        R"({"title":"t21","owner":{"items":[{"title":"t20"},{"title":"t21"}]}},{"title":"free","owner":null}])");
}

TEST_CASE("a schema without relationships is one SELECT, and columns may widen", "[schema][projection]") {
  database d;
  const auto found = d.session.query<User>().filter(col<&User::email> == "u1@x.org").as<Email>().one();
  CHECK(found.email == "u1@x.org");
  CHECK(d.selects() ==
        std::vector<std::string>{R"(SELECT "users"."email" FROM "users" WHERE "users"."email" = ? LIMIT ?)"});
}

TEST_CASE("more owners than one SELECT takes are asked for in several", "[schema][projection]") {
  database d;
  for (int i = 3; i < 700; ++i) {
    User user;
    user.email = "v" + std::to_string(i) + "@x.org";
    user.items.push_back(database::item("w" + std::to_string(i)));
    d.session.add(std::move(user));
  }
  d.session.commit();
  static_cast<void>(d.observer->take());
  const auto users = d.session.query<User>().as<UserWithTitles>().all();
  CHECK(d.selects().size() == 3);
  REQUIRE(users.size() == 700);
  for (const UserWithTitles& u : users)
    if (u.email[0] == 'v')
      CHECK((u.items.size() == 1 && u.items[0].title.substr(1) == u.email.substr(1, u.email.find('@') - 1)));
}

TEST_CASE("a query without rows asks for nothing nested", "[schema][projection]") {
  database d;
  CHECK(d.session.query<User>().filter(col<&User::email> == "nobody").as<UserWithTitles>().all().empty());
  CHECK(d.selects().size() == 1);
  CHECK_FALSE(d.session.query<User>().filter(col<&User::email> == "nobody").as<UserWithTitles>().first().has_value());
}

TEST_CASE("a row without the target that its field must have says so", "[schema][projection]") {
  database d;
  try {
    static_cast<void>(d.session.query<Item>().as<OwnedItem>().all());
    FAIL("no exception");
  } catch (const plinth::value_error& e) {
    CHECK(e.code() == 4120);
    CHECK_THAT(e.what(), plinth_test::contains("OwnedItem::owner"));
  }
}

TEST_CASE("from_model never loads: what nobody loaded says so", "[schema][projection]") {
  database d;
  plinth::session fresh(d.engine);
  const auto user = fresh.query<User>().filter(col<&User::email> == "u2@x.org").one();
  CHECK_THROWS_AS(plinth::from_model<UserRead>(user), plinth::not_loaded);
  const auto loaded = fresh.query<User>().options(plinth::selectin<&User::items>).all();
  CHECK(plinth::from_model<UserRead>(user).items.size() == 2);
}

}  // namespace
