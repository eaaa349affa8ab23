// SPDX-License-Identifier: MIT
// INSERT of many plain structs around the session's objects.

#include <cstdint>
#include <string>
#include <vector>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/session/bulk_insert.hpp>
#include <plinth/session/query.hpp>

using plinth_test::statements;
using blog_database = plinth_test::database<blog::base>;

namespace {

std::vector<blog::user> users(int count) {
  std::vector<blog::user> result;
  for (int i = 0; i < count; ++i) result.push_back(blog::user{.email = std::to_string(i) + "@example.org"});
  return result;
}

/// How many rows a statement of the log inserts.
std::size_t rows_of(const std::string& statement) {
  std::size_t rows = 0;
  for (std::size_t at = statement.find("(?"); at != std::string::npos; at = statement.find("(?", at + 1)) ++rows;
  return rows;
}

}  // namespace

TEST_CASE("bulk_insert writes structs in statements of few sizes, all in one part of the transaction",
          "[session][bulk]") {
  blog_database db;
  plinth::session session(db.engine);
  CHECK(session.bulk_insert(users(133)) == 133);
  session.commit();
  const auto heard = db.log->taken();
  REQUIRE(heard.size() == 7);
  CHECK(heard[0] == "BEGIN");
  CHECK(heard[1] == "SAVEPOINT");
  CHECK(rows_of(heard[2]) == 128);
  CHECK(rows_of(heard[3]) == 4);
  CHECK(heard[4] == R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))");
  CHECK(heard[5] == "RELEASE");
  CHECK(heard[6] == "COMMIT");
  plinth::session other(db.engine);
  CHECK(other.query<blog::user>().all().size() == 133);
}

TEST_CASE("bulk_insert takes keys that the program chose and leaves others to the database", "[session][bulk]") {
  blog_database db;
  plinth::session session(db.engine);
  std::vector<blog::user> rows = users(3);
  rows[0].id = 70;
  rows[1].id = 71;
  session.bulk_insert(rows);
  session.commit();
  CHECK(rows[2].id == 0);
  CHECK(session.get<blog::user>(71)->email == "1@example.org");
  CHECK(session.query<blog::user>().all().size() == 3);
}

TEST_CASE("a bulk_insert that fails leaves none of its rows, and the transaction goes on", "[session][bulk]") {
  blog_database db;
  plinth::session session(db.engine);
  session.add(blog::user{.email = "ada@example.org"});
  std::vector<blog::user> rows = users(200);
  rows[180].email = "3@example.org";
  CHECK_THROWS_AS(session.bulk_insert(rows), plinth::unique_violation);
  CHECK(session.in_transaction());
  CHECK(session.query<blog::user>().all().size() == 1);
  session.commit();
  plinth::session other(db.engine);
  CHECK(other.query<blog::user>().all().size() == 1);
}

TEST_CASE("bulk_insert refuses a text that its column does not take", "[session][bulk]") {
  blog_database db;
  plinth::session session(db.engine);
  std::vector<blog::user> rows = users(2);
  rows[1].email = std::string(41, 'x');
  CHECK_THROWS_AS(session.bulk_insert(rows), plinth::value_error);
  CHECK(session.query<blog::user>().all().empty());
}

TEST_CASE("bulk_insert refuses a struct whose relationships hold objects", "[session][bulk]") {
  blog_database db;
  plinth::session session(db.engine);
  std::vector<blog::user> rows = users(1);
  rows[0].items.push_back(blog::item{.title = "one"});
  CHECK_THROWS_WITH(session.bulk_insert(rows),
                    "plinth[E3121]: a struct given to bulk_insert holds objects in user::items, which it would leave "
                    "behind; set foreign keys, or add() the struct");
}

TEST_CASE("bulk_insert of nothing sends no INSERT", "[session][bulk]") {
  blog_database db;
  plinth::session session(db.engine);
  CHECK(session.bulk_insert(std::vector<blog::user>{}) == 0);
  session.rollback();
  CHECK(db.log->taken() == statements{"BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK"});
}

TEST_CASE("bulk_insert comes after what the session has pending", "[session][bulk]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.id = 5, .email = "ada@example.org"});
  std::vector<blog::item> items(2);
  for (blog::item& i : items) i.owner_id = 5;
  CHECK(session.bulk_insert(items) == 2);
  session.commit();
  CHECK(session.query<blog::item>().all().size() == 2);
}

TEST_CASE("bulk_insert leaves what a trigger ignores to the trigger", "[session][bulk][sqlite]") {
  blog_database db;
  db.engine.connect().run(
      R"(CREATE TABLE "seen" ("first" TEXT UNIQUE);
         CREATE TRIGGER see AFTER INSERT ON "users" BEGIN
           INSERT OR IGNORE INTO "seen" VALUES (substr(NEW."email", 1, 1)); END)");
  plinth::session session(db.engine);
  CHECK(session.bulk_insert(users(40)) == 40);
  session.commit();
  CHECK(session.query<blog::user>().count() == 40);
}
