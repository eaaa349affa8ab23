// SPDX-License-Identifier: MIT
// Parts of a transaction that are undone by themselves.

#include <optional>
#include <string>
#include <utility>

#include <plinth/plinth.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using blog::item;
using blog::user;
using plinth::object_state;
using plinth_test::statements;

namespace {

const std::string insert_user = R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))";
const std::string insert_item = R"(INSERT INTO "items" ("title", "description", "owner_id") VALUES (?, ?, ?))";
const std::string update_email = R"(UPDATE "users" SET "email" = ? WHERE "id" = ?)";

struct blog_database : plinth_test::database<blog::base> {
  blog_database() {
    plinth::session session(engine);
    for (const char* email : {"ada", "bob"}) session.add(user{.email = email})->items.push_back(item{.title = email});
    session.commit();
    static_cast<void>(log->taken());
  }

  [[nodiscard]] std::string emails() {
    std::string result;
    plinth::session session(engine);
    for (const user& u : session.query<user>().order_by(plinth::col<&user::id>).as_values().all())
      result += u.email + " ";
    return result;
  }
};

}  // namespace

TEST_CASE("a part that is committed belongs to its transaction", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  session.add(user{.email = "eve"});
  auto part = session.begin_nested();
  session.add(user{.email = "dan"});
  part.commit();
  CHECK_FALSE(part.is_open());
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", insert_user, "SAVEPOINT", insert_user, "RELEASE", "COMMIT"});
  CHECK(db.emails() == "ada bob eve dan ");
}

TEST_CASE("a part that ends without commit is undone, and the rest goes on", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  auto eve = session.add(user{.email = "eve"});
  plinth::ref<user> dan;
  {
    auto part = session.begin_nested();
    dan = session.add(user{.email = "dan"});
    eve->email = "eve 2";
    session.flush();
    CHECK(dan->id == 4);
  }
  CHECK(db.log->taken() ==
        statements{"BEGIN", insert_user, "SAVEPOINT", insert_user, update_email, "ROLLBACK TO", "RELEASE"});
  CHECK(dan.state() == object_state::transient);
  CHECK(dan->id == 0);
  CHECK(eve.state() == object_state::persistent);
  CHECK(eve->email == "eve");
  session.commit();
  CHECK(db.emails() == "ada bob eve ");
}

TEST_CASE("undoing a part restores changed and removed objects, flushed or not", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto bob = session.get<user>(2);
  ada->email = "ada 2";
  auto part = session.begin_nested();
  ada->email = "ada 3";
  session.remove(bob);
  SECTION("flushed") { session.flush(); }
  SECTION("not flushed") {}
  part.rollback();
  CHECK(ada->email == "ada 2");
  CHECK(bob.state() == object_state::persistent);
  CHECK(session.get<user>(2) == bob);
  session.commit();
  CHECK(db.emails() == "ada 2 bob ");
  CHECK(plinth::session(db.engine).query<item>().count() == 2);
}

TEST_CASE("undoing a part unloads the relationships that were touched in it, and no others", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto bob = session.get<user>(2);
  auto eve = session.add(user{.email = "eve"});
  session.flush();
  session.load<&user::items>(ada);
  session.load<&user::items>(bob);
  auto part = session.begin_nested();
  eve->items.push_back(ada->items[0]);
  session.flush();
  part.rollback();
  CHECK_FALSE(ada->items.is_loaded());
  CHECK_FALSE(eve->items.is_loaded());
  CHECK(bob->items.is_loaded());
  session.load<&user::items>(ada);
  session.load<&user::items>(eve);
  CHECK(ada->items.size() == 1);
  CHECK(ada->items[0].owner_id == 1);
  CHECK(eve->items.empty());
}

TEST_CASE("a collection that was loaded inside of a part does not keep what the part added", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto part = session.begin_nested();
  session.add(item{.title = "new", .owner_id = 1});
  session.flush();
  session.load<&user::items>(ada);
  CHECK(ada->items.size() == 2);
  part.rollback();
  session.load<&user::items>(ada);
  CHECK(ada->items.size() == 1);
}

TEST_CASE("parts nest, and each undoes what is inside of it", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto outer = session.begin_nested();
  ada->email = "1";
  auto middle = session.begin_nested();
  ada->email = "2";
  auto inner = session.begin_nested();
  ada->email = "3";
  auto eve = session.add(user{.email = "eve"});
  CHECK(session.nested_depth() == 3);
  inner.commit();
  CHECK(session.nested_depth() == 2);
  middle.rollback();
  CHECK(ada->email == "1");
  CHECK(eve.state() == object_state::transient);
  auto again = session.begin_nested();
  ada->email = "4";
  again.commit();
  outer.commit();
  session.commit();
  const statements names = [&] {
    statements found;
    for (const std::string& s : db.log->taken())
      if (s.find("SELECT") == std::string::npos && s.find("UPDATE") == std::string::npos) found.push_back(s);
    return found;
  }();
  CHECK(names == statements{"BEGIN", "SAVEPOINT", "SAVEPOINT", "SAVEPOINT", insert_user, "RELEASE", "ROLLBACK TO",
                            "RELEASE", "SAVEPOINT", "RELEASE", "RELEASE", "COMMIT"});
  CHECK(db.emails() == "4 bob ");
}

TEST_CASE("ending a part ends those inside of it", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto outer = session.begin_nested();
  ada->email = "1";
  auto inner = session.begin_nested();
  ada->email = "2";
  session.flush();
  SECTION("undone") {
    outer.rollback();
    CHECK(ada->email == "ada");
  }
  SECTION("committed") {
    outer.commit();
    CHECK(ada->email == "2");
  }
  CHECK_FALSE(inner.is_open());
  CHECK_THROWS_MATCHES(inner.commit(), plinth::session_error,
                       plinth_test::message_is("plinth[E3007]: this part of a transaction has ended already, by itself "
                                               "or with what surrounds it; begin a new one with "
                                               "session.begin_nested()"));
}

TEST_CASE("commit of the session commits the open parts, rollback undoes them", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  {
    auto part = session.begin_nested();
    ada->email = "committed";
    session.commit();
    CHECK_FALSE(part.is_open());
  }
  CHECK(db.emails() == "committed bob ");
  {
    auto part = session.begin_nested();
    ada->email = "undone";
    session.rollback();
  }
  CHECK(ada->email == "committed");
  CHECK(db.emails() == "committed bob ");
  CHECK(session.nested_depth() == 0);
}

TEST_CASE("a flush that fails inside of a part undoes the part's statements only", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  session.add(user{.email = "eve"});
  auto part = session.begin_nested();
  auto clash = session.add(user{.email = "ada"});
  auto fine = session.add(user{.email = "fine"});
  static_cast<void>(db.log->taken());
  CHECK_THROWS_AS(session.flush(), plinth::unique_violation);
  CHECK(db.log->taken() == statements{"ROLLBACK TO"});
  CHECK(part.is_open());
  CHECK(clash.state() == object_state::pending);
  SECTION("and the program mends it") {
    clash->email = "mended";
    part.commit();
    session.commit();
    CHECK(db.emails() == "ada bob eve mended fine ");
  }
  SECTION("or gives the part up") {
    part.rollback();
    session.commit();
    CHECK(fine.state() == object_state::transient);
    CHECK(db.emails() == "ada bob eve ");
  }
}

TEST_CASE("a part may outlive its session", "[nested]") {
  blog_database db;
  std::optional<plinth::session> session(std::in_place, db.engine);
  plinth::nested part = session->begin_nested();
  plinth::nested moved = std::move(part);
  CHECK_FALSE(part.is_open());  // NOLINT: moved from on purpose
  session.reset();
  CHECK_FALSE(moved.is_open());
  CHECK_THROWS_AS(moved.commit(), plinth::session_error);
}

TEST_CASE("an insert that a part took over is undone with the transaction", "[nested]") {
  blog_database db;
  plinth::session session(db.engine);
  auto eve = session.add(user{.email = "eve"});
  session.flush();
  {
    auto part = session.begin_nested();
    eve->email = "eve 2";
    part.commit();
  }
  session.rollback();
  CHECK(eve.state() == object_state::transient);
  CHECK(eve->id == 0);
  CHECK(db.emails() == "ada bob ");
}
