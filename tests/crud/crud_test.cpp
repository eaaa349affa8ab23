// SPDX-License-Identifier: MIT
// The functions of a resource, on a model with children and on one with a key of two columns.

#include <plinth/crud/crud.hpp>
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

namespace {

struct item_read {
  std::int64_t id = 0;
  std::string title;
};
struct user_base {
  std::string email;
};
struct user_create : user_base {
  std::string password;
  static constexpr auto schema =
      plinth::schema<user_base>(plinth::field<&user_create::password>(plinth::write_only));
};
struct user_update {
  plinth::patch<std::string> email;
  plinth::patch<bool> is_active;
};
struct user_read : user_base {
  std::int64_t id = 0;
  bool is_active = true;
  std::vector<item_read> items;
  static constexpr auto schema =
      plinth::schema<user_base>(plinth::field<&user_read::id>(), plinth::field<&user_read::is_active>(),
                                plinth::field<&user_read::items>());
};

using without_password = std::remove_cv_t<decltype(plinth::except<&user_create::password>)>;
using users = plinth::crud<blog::user, user_create, user_update, user_read, without_password>;

struct seat {
  std::int64_t row = 0;
  std::string letter;
  std::string guest;

  static constexpr auto table = plinth::table("seats", plinth::column<&seat::row>(plinth::primary_key),
                                              plinth::column<&seat::letter>(plinth::primary_key));
};
struct seat_update {
  plinth::patch<std::string> guest;
};
struct seat_read {
  std::int64_t row = 0;
  std::string letter;
  std::string guest;
};
using seats = plinth::crud<seat, seat_read, seat_update, seat_read>;
using theatre = plinth::metadata<seat>;

}  // namespace

TEST_CASE("crud creates, reads, lists, changes and removes by key", "[crud]") {
  plinth_test::database<blog::base> db;
  plinth::session session(db.engine);
  const user_read ada = users::create(session, {{"ada@example.org"}, "secret"});
  CHECK(ada.id == 1);
  CHECK(ada.email == "ada@example.org");
  users::create(session, {{"bob@example.org"}, "secret"}, [](blog::user& u) { u.is_active = false; });

  CHECK_FALSE(users::get(session, 2)->is_active);
  CHECK_FALSE(users::get(session, 3));

  const auto second = users::list(session, 1, 10);
  REQUIRE(second.size() == 1);
  CHECK(second[0].email == "bob@example.org");

  const auto changed = users::update(session, user_update{.email = {}, .is_active = true}, 2);
  REQUIRE(changed);
  CHECK(changed->is_active);
  CHECK(changed->email == "bob@example.org");
  CHECK_FALSE(users::update(session, user_update{}, 3));

  CHECK(users::remove(session, 1));
  CHECK_FALSE(users::remove(session, 1));
  CHECK(users::list(session).size() == 1);
}

TEST_CASE("crud reads children with one further statement", "[crud]") {
  plinth_test::database<blog::base> db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  ada->items.push_back(blog::item{.title = "Note G"});
  session.commit();
  static_cast<void>(db.log->taken());
  const auto read = users::get(session, ada->id);
  CHECK(db.log->taken().size() == 3);  // BEGIN, the user, the items
  REQUIRE(read->items.size() == 1);
  CHECK(read->items[0].title == "Note G");
}

TEST_CASE("crud takes a key of several columns, one value each", "[crud]") {
  plinth_test::database<theatre> db;
  plinth::session session(db.engine);
  seats::create(session, {7, "b", "Ada"});
  seats::create(session, {7, "a", "Bob"});
  CHECK(seats::get(session, 7, "b")->guest == "Ada");
  CHECK(seats::list(session)[0].letter == "a");
  CHECK(seats::update(session, seat_update{.guest = "Eve"}, 7, "a")->guest == "Eve");
  CHECK(seats::remove(session, 7, "a"));
  CHECK_FALSE(seats::get(session, 7, "a"));
}
