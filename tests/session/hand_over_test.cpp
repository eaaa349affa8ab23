// SPDX-License-Identifier: MIT
// Unique values and keys that go from one row to another in one flush, and rows that point to each other in a circle.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <plinth/plinth.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using blog::item;
using blog::user;
using plinth::col;
using plinth::object_state;
using plinth_test::message_is;
using plinth_test::statements;

namespace {

const std::string insert_user = R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))";
const std::string insert_user_with_id = R"(INSERT INTO "users" ("id", "email", "is_active") VALUES (?, ?, ?))";
const std::string update_email = R"(UPDATE "users" SET "email" = ? WHERE "id" = ?)";
const std::string delete_user = R"(DELETE FROM "users" WHERE "id" = ?)";
const std::string delete_item = R"(DELETE FROM "items" WHERE "id" = ?)";

struct blog_database : plinth_test::database<blog::base> {
  blog_database() {
    plinth::session session(engine);
    for (const char* email : {"ada", "bob", "eve"}) session.add(user{.email = email});
    session.commit();
    static_cast<void>(log->taken());
  }

  [[nodiscard]] std::string emails() {
    std::string result;
    plinth::session session(engine);
    for (const user& u : session.query<user>().order_by(col<&user::id>).as_values().all())
      result += std::to_string(u.id) + u.email + " ";
    return result;
  }
};

/// Without what a test does to read.
statements changes_in(plinth_test::recorder& log) {
  statements result;
  for (std::string& s : log.taken())
    if (s.rfind("SELECT", 0) != 0) result.push_back(std::move(s));
  return result;
}

}  // namespace

TEST_CASE("a removed row gives its unique value to a new one", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  session.remove(session.get<user>(1));
  auto second = session.add(user{.email = "ada"});
  session.commit();
  CHECK(changes_in(*db.log) == statements{"BEGIN", delete_user, insert_user, "COMMIT"});
  CHECK(db.emails() == "2bob 3eve " + std::to_string(second->id) + "ada ");
}

TEST_CASE("a removed owner gives its unique value away after what it owns is gone", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  session.load<&user::items>(ada);
  ada->items.push_back(item{.title = "note"});
  session.commit();
  static_cast<void>(db.log->taken());
  session.remove(ada);
  session.add(user{.email = "ada"});
  session.commit();
  CHECK(changes_in(*db.log) == statements{"BEGIN", delete_item, delete_user, insert_user, "COMMIT"});
}

TEST_CASE("a changed row gives its unique value to a new one, and a removed one to a changed one", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  session.get<user>(1)->email = "lovelace";
  session.add(user{.id = 9, .email = "ada"});
  session.get<user>(2)->email = "eve";
  session.remove(session.get<user>(3));
  session.commit();
  CHECK(changes_in(*db.log) ==
        statements{"BEGIN", update_email, insert_user_with_id, delete_user, update_email, "COMMIT"});
  CHECK(db.emails() == "1lovelace 2eve 9ada ");
}

TEST_CASE("two rows exchange their unique values", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto bob = session.get<user>(2);
  std::swap(ada->email, bob->email);
  session.commit();
  CHECK(changes_in(*db.log) == statements{"BEGIN", update_email, update_email, update_email, "COMMIT"});
  CHECK(db.emails() == "1bob 2ada 3eve ");
  static_cast<void>(db.log->taken());
  session.flush();
  CHECK(db.log->taken().empty());
}

TEST_CASE("three rows pass their unique values on in a circle, and a chain needs no detour", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto bob = session.get<user>(2);
  auto eve = session.get<user>(3);
  SECTION("circle") {
    ada->email = "bob";
    bob->email = "eve";
    eve->email = "ada";
    session.commit();
    CHECK(changes_in(*db.log).size() == 6);
    CHECK(db.emails() == "1bob 2eve 3ada ");
  }
  SECTION("chain") {
    ada->email = "bob";
    bob->email = "eve";
    eve->email = "new";
    session.commit();
    CHECK(changes_in(*db.log).size() == 5);
    CHECK(db.emails() == "1bob 2eve 3new ");
  }
}

TEST_CASE("values that are exchanged come back by rollback", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto bob = session.get<user>(2);
  std::swap(ada->email, bob->email);
  session.flush();
  session.rollback();
  CHECK(ada->email == "ada");
  CHECK(bob->email == "bob");
  static_cast<void>(db.log->taken());
  session.commit();
  CHECK(db.log->taken().empty());
  session.remove(ada);
  bob->email = "ada";
  session.flush();
  session.rollback();
  CHECK(ada.state() == object_state::persistent);
  CHECK(db.emails() == "1ada 2bob 3eve ");
}

TEST_CASE("rows exchange their keys", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  auto bob = session.get<user>(2);
  std::swap(ada->id, bob->id);
  session.commit();
  CHECK(session.get<user>(2) == ada);
  CHECK(session.get<user>(1) == bob);
  CHECK(db.emails() == "1bob 2ada 3eve ");
}

TEST_CASE("a new object with the key of a removed one takes over its row", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  session.load<&user::items>(ada);
  session.remove(ada);
  auto second = session.add(user{.id = 1, .email = "second", .is_active = false});
  session.commit();
  CHECK(changes_in(*db.log) ==
        statements{"BEGIN", R"(UPDATE "users" SET "email" = ?, "is_active" = ? WHERE "id" = ?)", "COMMIT"});
  CHECK(db.emails() == "1second 2bob 3eve ");
  CHECK(session.get<user>(1) == second);
  CHECK(ada.state() == object_state::detached);
}

TEST_CASE("a row that was taken over goes back by rollback", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  session.load<&user::items>(ada);
  session.remove(ada);
  auto second = session.add(user{.id = 1, .email = "second"});
  session.flush();
  session.rollback();
  CHECK(session.get<user>(1) == ada);
  CHECK(second.state() == object_state::transient);
  CHECK(db.emails() == "1ada 2bob 3eve ");
}

TEST_CASE("where the database deletes what the removed object owns, its row is not taken over", "[flush]") {
  blog_database db;
  {
    plinth::session session(db.engine);
    session.add(item{.title = "note", .owner_id = 1});
    session.commit();
    static_cast<void>(db.log->taken());
  }
  plinth::session session(db.engine);
  session.remove(session.get<user>(1));
  session.add(user{.id = 1, .email = "second"});
  session.commit();
  CHECK(changes_in(*db.log) == statements{"BEGIN", delete_user, insert_user_with_id, "COMMIT"});
  CHECK(plinth::session(db.engine).query<item>().count() == 0);
}

TEST_CASE("a second object for a key that the session has is refused before the database sees it", "[flush]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  const std::string advice = "; change the one that session.get gives, or remove or expunge it first";
  SECTION("beside one that is loaded") {
    session.add(user{.id = 1, .email = "impostor"});
    static_cast<void>(db.log->taken());
    CHECK_THROWS_MATCHES(session.flush(), plinth::session_error,
                         message_is("plinth[E3002]: two objects of one session would be user 1: one that is pending, "
                                    "and one that is persistent" +
                                    advice));
    CHECK(db.log->taken() == statements{"ROLLBACK"});
  }
  SECTION("beside one that is new") {
    session.add(user{.id = 7, .email = "first"});
    session.add(user{.id = 7, .email = "second"});
    CHECK_THROWS_MATCHES(session.flush(), plinth::session_error,
                         message_is("plinth[E3002]: two objects of one session would be user 7: one that is pending, "
                                    "and one that is pending" +
                                    advice));
  }
  SECTION("but not beside one that gives its key up") {
    ada->id = 8;
    session.add(user{.id = 1, .email = "heir"});
    session.commit();
    CHECK(db.emails() == "1heir 2bob 3eve 8ada ");
  }
}

// ---- circles --------------------------------------------------------------------------------------------------------

namespace {

struct team;

struct player {
  std::int64_t id = 0;
  std::string name{};
  std::int64_t team_id = 0;
  plinth::relationship<team> plays_for{};

  static constexpr auto table =
      plinth::table("players", plinth::column<&player::id>(plinth::primary_key),
                    plinth::column<&player::team_id>(plinth::foreign_key("teams.id", plinth::on_delete::cascade)),
                    plinth::relation<&player::plays_for>());
};

struct team {
  std::int64_t id = 0;
  std::string name{};
  std::optional<std::int64_t> captain_id{};
  plinth::relationship<player> captain{};

  static constexpr auto table = plinth::table("teams", plinth::column<&team::id>(plinth::primary_key),
                                              plinth::column<&team::captain_id>(plinth::foreign_key("players.id")),
                                              plinth::relation<&team::captain>());
};

struct person {
  std::int64_t id = 0;
  std::string name{};
  std::optional<std::int64_t> partner_id{};
  plinth::relationship<person> partner{};

  static constexpr auto table =
      plinth::table("people", plinth::column<&person::id>(plinth::primary_key),
                    plinth::column<&person::partner_id>(plinth::foreign_key<&person::id>(), plinth::unique),
                    plinth::relation<&person::partner>());
};

}  // namespace

TEST_CASE("tables that point to each other are filled by an INSERT with NULL and an UPDATE", "[flush][sqlite]") {
  plinth_test::database<plinth::metadata<team, player>> db;  // SQLite takes foreign keys to tables that come later
  plinth::session session(db.engine);
  auto reds = session.add(team{.name = "reds"});
  auto ann = session.add(player{.name = "ann"});
  ann->plays_for = reds;
  reds->captain = ann;
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", R"(INSERT INTO "teams" ("name", "captain_id") VALUES (?, ?))",
                                      R"(INSERT INTO "players" ("name", "team_id") VALUES (?, ?))",
                                      R"(UPDATE "teams" SET "captain_id" = ? WHERE "id" = ?)", "COMMIT"});
  CHECK(reds->captain_id == ann->id);
  CHECK(plinth::session(db.engine).get<team>(1)->captain_id == 1);
  CHECK(plinth::session(db.engine).get<player>(1)->team_id == 1);

  static_cast<void>(db.log->taken());
  session.remove(reds);
  session.remove(ann);
  session.commit();
  CHECK(changes_in(*db.log) == statements{"BEGIN", R"(UPDATE "teams" SET "captain_id" = ? WHERE "id" = ?)",
                                          R"(DELETE FROM "players" WHERE "id" = ?)",
                                          R"(DELETE FROM "teams" WHERE "id" = ?)", "COMMIT"});
}

TEST_CASE("rows of one table that point to each other are inserted, exchanged and deleted", "[flush]") {
  plinth_test::database<plinth::metadata<person>> db;
  plinth::session session(db.engine);
  auto ann = session.add(person{.name = "ann"});
  auto ben = session.add(person{.name = "ben"});
  ann->partner = ben;
  ben->partner = ann;
  session.commit();
  const std::string insert = R"(INSERT INTO "people" ("name", "partner_id") VALUES (?, ?))";
  const std::string update = R"(UPDATE "people" SET "partner_id" = ? WHERE "id" = ?)";
  const std::string remove = R"(DELETE FROM "people" WHERE "id" = ?)";
  CHECK(db.log->taken() == statements{"BEGIN", insert, insert, update, "COMMIT"});
  CHECK(ann->partner_id == ben->id);
  CHECK(ben->partner_id == ann->id);

  auto cid = session.add(person{.name = "cid"});
  cid->partner = ann;
  ben->partner = nullptr;
  ann->partner = cid;
  session.commit();
  CHECK(plinth::session(db.engine).get<person>(ann->id)->partner_id == cid->id);
  CHECK(plinth::session(db.engine).get<person>(cid->id)->partner_id == ann->id);
  CHECK_FALSE(plinth::session(db.engine).get<person>(ben->id)->partner_id);

  static_cast<void>(db.log->taken());
  session.remove(ann);
  session.remove(cid);
  session.commit();
  CHECK(changes_in(*db.log) == statements{"BEGIN", update, remove, remove, "COMMIT"});
}

namespace {

struct strict_node {
  std::int64_t id = 0;
  std::int64_t next_id = 0;
  plinth::relationship<strict_node> next{};

  static constexpr auto table = plinth::table(
      "nodes", plinth::column<&strict_node::id>(plinth::primary_key),
      plinth::column<&strict_node::next_id>(plinth::foreign_key<&strict_node::id>(plinth::on_delete::cascade)),
      plinth::relation<&strict_node::next>());
};

struct light {
  std::int64_t id = 0;
  bool is_on = false;

  static constexpr auto table = plinth::table("lights", plinth::column<&light::id>(plinth::primary_key),
                                              plinth::column<&light::is_on>(plinth::unique));
};

}  // namespace

TEST_CASE("a circle that nothing can open is refused, and says between whom", "[flush]") {
  plinth_test::database<plinth::metadata<strict_node, light>> db;
  plinth::session session(db.engine);
  SECTION("of foreign keys") {
    auto a = session.add(strict_node{});
    auto b = session.add(strict_node{});
    a->next = b;
    b->next = a;
    CHECK_THROWS_MATCHES(
        session.flush(), plinth::session_error,
        message_is("plinth[E3111]: objects of strict_node point to each other in a circle by a foreign "
                   "key that may not be NULL, so no row can come first; make it a std::optional, or "
                   "flush them before they are connected"));
  }
  SECTION("of unique values") {
    auto a = session.add(light{.is_on = true});
    auto b = session.add(light{.is_on = false});
    session.commit();
    std::swap(a->is_on, b->is_on);
    CHECK_THROWS_MATCHES(
        session.flush(), plinth::session_error,
        message_is("plinth[E3112]: light 2 has a unique value (is_on) that light 1 is to get, and each "
                   "waits for the other; no value of this type can stand in meanwhile, so flush one "
                   "change before the other"));
  }
}
