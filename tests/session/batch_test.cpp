// SPDX-License-Identifier: MIT
// Many new rows of one table: how many statements they take, and what becomes of those before one that is refused.

#include <string>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/session/query.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using blog::item;
using blog::user;
using plinth_test::statements;
using blog_database = plinth_test::database<blog::base>;

namespace {

/// `INSERT OR FAIL INTO "users" ("email", "is_active") VALUES (?, ?), ...`
std::string insert_users(int count) {
  std::string text = R"(INSERT OR FAIL INTO "users" ("email", "is_active") VALUES (?, ?))";
  for (int i = 1; i < count; ++i) text += ", (?, ?)";
  return text;
}

std::vector<plinth::ref<user>> add_users(plinth::session& session, int count) {
  std::vector<plinth::ref<user>> added;
  for (int i = 0; i < count; ++i) added.push_back(session.add(user{.email = std::to_string(i)}));
  return added;
}

}  // namespace

TEST_CASE("rows of a table with a unique column go together, and each object has the key of its row",
          "[batch][sqlite]") {
  blog_database db;
  plinth::session session(db.engine);
  const auto added = add_users(session, 150);
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", insert_users(128), insert_users(16),
                                      R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))",
                                      R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))",
                                      R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))",
                                      R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))",
                                      R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))",
                                      R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))", "COMMIT"});
  plinth::session other(db.engine);
  for (const auto& one : added) REQUIRE(other.get<user>(one->id)->email == one->email);
}

TEST_CASE("of rows that go together none is left where one is refused, and the session tries again", "[batch]") {
  blog_database db;
  plinth::session session(db.engine);
  const auto added = add_users(session, 40);
  added[30]->email = "3";
  CHECK_THROWS_AS(session.commit(), plinth::unique_violation);
  plinth::session other(db.engine);
  CHECK(other.query<user>().count() == 0);
  other.rollback();
  added[30]->email = "thirty";
  session.commit();
  CHECK(other.query<user>().count() == 40);
  for (const auto& one : added) CHECK(other.get<user>(one->id)->email == one->email);
}

TEST_CASE("rows before the one that is refused are gone with their savepoint, and what was before it stays",
          "[batch]") {
  blog_database db;
  plinth::session session(db.engine);
  session.add(user{.email = "ada"});
  {
    auto part = session.begin_nested();
    const auto added = add_users(session, 40);
    added[30]->email = "ada";
    CHECK_THROWS_AS(session.flush(), plinth::unique_violation);
    part.rollback();
  }
  session.commit();
  plinth::session other(db.engine);
  CHECK(other.query<user>().count() == 1);
}

TEST_CASE("what a trigger ignores, many new rows do not make fail", "[batch][sqlite]") {
  blog_database db;
  db.engine.connect().run(
      R"(CREATE TABLE "seen" ("first" TEXT UNIQUE);
         CREATE TRIGGER see AFTER INSERT ON "users" BEGIN
           INSERT OR IGNORE INTO "seen" VALUES (substr(NEW."email", 1, 1)); END)");
  plinth::session session(db.engine);
  add_users(session, 40);
  session.commit();
  CHECK(session.query<user>().count() == 40);
}

namespace {

struct setting {
  std::int64_t id = 0;
  std::string name{};
  std::string value{};

  static constexpr auto table = plinth::table("settings", plinth::column<&setting::id>(plinth::primary_key),
                                              plinth::column<&setting::name>(plinth::unique));
};

}  // namespace

TEST_CASE("a table's own rule for conflicts holds for many new rows as for one", "[batch][sqlite]") {
  plinth_test::database<plinth::metadata<setting>> db;
  db.engine.connect().run(R"(DROP TABLE "settings")");
  db.engine.connect().run(
      R"(CREATE TABLE "settings" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL UNIQUE ON CONFLICT REPLACE,
         "value" TEXT NOT NULL))");
  plinth::session session(db.engine);
  for (int i = 0; i < 40; ++i) session.add(setting{.name = std::to_string(i % 20), .value = std::to_string(i)});
  session.commit();
  plinth::session other(db.engine);
  CHECK(other.query<setting>().count() == 20);
  CHECK(other.query<setting>().filter(plinth::col<&setting::name> == "7").one()->value == "27");
}
