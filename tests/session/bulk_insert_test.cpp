// SPDX-License-Identifier: MIT
// INSERT of many plain structs around the session's objects.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/session/bulk_insert.hpp>
#include <plinth/session/query.hpp>
#include <plinth/session/raw_query.hpp>

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
          "[session][bulk][sqlite]") {
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

// ---- by COPY --------------------------------------------------------------------------------------------------------

namespace {

constexpr const char* copy_of_users = R"(COPY "users" ("email", "is_active") FROM STDIN (FORMAT binary))";

std::string current_schema(plinth::session& session) {
  return std::get<0>(session.raw<std::tuple<std::string>>("SELECT quote_ident(current_schema())").one());
}

class counter : public plinth::observer {
 public:
  void on_statement(const plinth::statement_event& event) noexcept override {
    if (!event.sql.starts_with("COPY")) return;
    ++copies;
    rows += event.rows;
    failed = failed || event.failure != nullptr;
  }
  int copies = 0;
  std::int64_t rows = 0;
  bool failed = false;
};

}  // namespace

TEST_CASE("bulk_insert of 128 rows and more is one COPY, in one part of the transaction",
          "[session][bulk][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  CHECK(session.bulk_insert(users(133)) == 133);
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", "SAVEPOINT", copy_of_users, "RELEASE", "COMMIT"});
  plinth::session other(db.engine);
  CHECK(other.query<blog::user>().count() == 133);
  CHECK(other.get<blog::user>(133)->email == "132@example.org");
}

TEST_CASE("bulk_insert of fewer rows than 128 is INSERT on every server", "[session][bulk]") {
  blog_database db;
  plinth::session session(db.engine);
  CHECK(session.bulk_insert(users(127)) == 127);
  session.commit();
  const auto heard = db.log->taken();
  REQUIRE(heard.size() == 11);
  for (std::size_t i = 0; i < 7; ++i) CHECK(rows_of(heard[i + 2]) == std::size_t{64} >> i);
}

TEST_CASE("rows of other columns end a COPY, and a whole lot of them begins another", "[session][bulk][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  std::vector<blog::user> rows = users(128 * 3);
  for (std::size_t i = 128; i < 256; ++i) rows[i].id = static_cast<std::int64_t>(i) + 1'000;
  rows[300].id = 5'000;
  session.bulk_insert(rows);
  session.commit();
  const auto heard = db.log->taken();
  REQUIRE(heard.size() > 6);
  CHECK(heard[2] == copy_of_users);
  CHECK(heard[3] == R"(COPY "users" ("id", "email", "is_active") FROM STDIN (FORMAT binary))");
  CHECK(rows_of(heard[4]) == 32);  // of 44 in front of the one with a key
  plinth::session other(db.engine);
  CHECK(other.query<blog::user>().count() == 128 * 3);
  CHECK(other.get<blog::user>(1'128)->email == "128@example.org");
  CHECK(other.get<blog::user>(5'000)->email == "300@example.org");
}

TEST_CASE("a row that breaks a rule in the middle of a COPY is the error of an INSERT, and none of the rows stays",
          "[session][bulk][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  std::vector<blog::user> rows = users(1'000);
  rows[700].email = "3@example.org";
  try {
    session.bulk_insert(rows);
    FAIL("a second row with the same e-mail was taken");
  } catch (const plinth::unique_violation& e) {
    CHECK(e.code() == 2201);
    CHECK(e.table() == "users");
    CHECK(e.columns() == std::vector<std::string>{"email"});
    CHECK(e.sql() == copy_of_users);
  }
  CHECK(session.in_transaction());
  CHECK(session.query<blog::user>().count() == 0);
  CHECK(session.bulk_insert(users(200)) == 200);
  session.commit();
  CHECK(session.query<blog::user>().count() == 200);
}

TEST_CASE("a value that cannot be told stops a COPY before its row, and none of the rows stays",
          "[session][bulk][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  std::vector<blog::user> rows = users(300);
  rows[200].email = std::string("a\0b", 3);
  CHECK_THROWS_AS(session.bulk_insert(rows), plinth::value_error);
  rows[200].email = "\xff";
  CHECK_THROWS_AS(session.bulk_insert(rows), plinth::value_error);
  CHECK(session.query<blog::user>().count() == 0);
}

TEST_CASE("a range that throws while it is read gives a COPY up", "[session][bulk][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  const std::vector<blog::user> rows = users(500);
  const auto read = rows | std::views::transform([](const blog::user& u) -> const blog::user& {
                      if (u.email == "400@example.org") throw std::runtime_error("enough");
                      return u;
                    });
  CHECK_THROWS_AS(session.bulk_insert(read), std::runtime_error);
  CHECK(session.query<blog::user>().count() == 0);
}

TEST_CASE("queries while a range is read see the rows of the COPY so far", "[session][bulk][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  const std::vector<blog::user> rows = users(400);
  std::int64_t seen = -1;
  auto asking = rows | std::views::transform([&](const blog::user& u) -> const blog::user& {
                  if (u.email == "256@example.org") seen = session.query<blog::user>().count();
                  return u;
                });
  CHECK(session.bulk_insert(asking) == 400);
  CHECK(seen == 256);
  session.commit();
  CHECK(session.query<blog::user>().count() == 400);
}

TEST_CASE("triggers see the rows of a COPY, and a table with rules is filled by INSERT",
          "[session][bulk][postgresql]") {
  blog_database db;
  auto run = [&](const char* sql) { db.engine.connect().run(sql); };
  run(R"(CREATE TABLE "seen" ("email" TEXT);
         CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
           'BEGIN INSERT INTO "seen" VALUES (NEW."email"); RETURN NEW; END';
         CREATE TRIGGER note AFTER INSERT ON "users" FOR EACH ROW EXECUTE FUNCTION note())");
  plinth::session session(db.engine);
  session.bulk_insert(users(200));
  CHECK(session.execute_sql(R"(DELETE FROM "seen")") == 200);
  session.commit();
  run(R"(CREATE RULE also AS ON INSERT TO "users" DO ALSO INSERT INTO "seen" VALUES ('by a rule'))");
  static_cast<void>(db.log->taken());
  std::vector<blog::user> more = users(328);
  more.erase(more.begin(), more.begin() + 200);
  session.bulk_insert(more);
  CHECK(rows_of(db.log->taken()[2]) == 128);
  CHECK(session.execute_sql(R"(DELETE FROM "seen")") >= 128);
}

TEST_CASE("a role under row security fills a table by INSERT, and its policy is kept to",
          "[session][bulk][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  session.execute_sql(R"(ALTER TABLE "users" ENABLE ROW LEVEL SECURITY)");
  session.execute_sql(R"(CREATE POLICY most ON "users" FOR INSERT WITH CHECK ("email" <> '150@example.org'))");
  session.execute_sql(R"(GRANT INSERT ON "users" TO pg_write_server_files)");
  session.execute_sql("GRANT USAGE ON SCHEMA " + current_schema(session) + " TO pg_write_server_files");
  session.execute_sql("SET LOCAL ROLE pg_write_server_files");
  static_cast<void>(db.log->taken());
  CHECK_THROWS_AS(session.bulk_insert(users(200)), plinth::statement_error);
  CHECK(rows_of(db.log->taken()[1]) == 128);
  CHECK(session.bulk_insert(users(150)) == 150);
}

TEST_CASE("an observer hears of a COPY once, with its rows or its failure", "[session][bulk][postgresql]") {
  plinth_test::test_database here;
  const auto heard = std::make_shared<counter>();
  plinth::engine_options options;
  options.observer = heard;
  plinth::engine engine(here.connector(), options);
  blog::base::create_all(engine);
  plinth::session session(engine);
  session.bulk_insert(users(1'000));
  CHECK(heard->copies == 1);
  CHECK(heard->rows == 1'000);
  CHECK_THROWS_AS(session.bulk_insert(users(1'000)), plinth::unique_violation);
  CHECK(heard->copies == 2);
  CHECK(heard->failed);
}
