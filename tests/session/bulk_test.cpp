// SPDX-License-Identifier: MIT
// UPDATE and DELETE of many rows, and SQL in the server's own words.

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <plinth/plinth.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using plinth::col;
using plinth_test::contains;
using plinth_test::statements;
using blog::item;
using blog::user;

namespace {

struct filled : plinth_test::database<blog::base> {
  filled() {
    plinth::session session(engine);
    for (const char* email : {"a", "b", "c"}) session.add(user{.email = email});
    session.commit();
    static_cast<void>(log->taken());
  }
};

}  // namespace

TEST_CASE("an update meets the rows of its condition and says how many", "[bulk]") {
  filled db;
  plinth::session session(db.engine);
  const auto update = session.update<user>()
                          .where(col<&user::id> > 1, col<&user::is_active>)
                          .set(col<&user::is_active> = false, col<&user::email> = col<&user::email> + "!");
  CHECK(update.execute() == 2);
  CHECK(db.log->taken().back() == R"(UPDATE "users" SET "is_active" = ?, "email" = "users"."email" || ? )"
                                  R"(WHERE "users"."id" > ? AND "users"."is_active")");
  CHECK(update.execute() == 0);
  CHECK(session.query<user>().filter(col<&user::email> == "c!").exists());
}

TEST_CASE("pending changes are flushed before a bulk statement", "[bulk]") {
  filled db;
  plinth::session session(db.engine);
  session.add(user{.email = "d"});
  CHECK(session.update<user>().where(plinth::all_rows).set<&user::is_active>(false).execute() == 4);
}

TEST_CASE("loaded objects keep what they have until they are refreshed", "[bulk]") {
  filled db;
  plinth::session session(db.engine);
  auto a = session.get<user>(1);
  session.update<user>().where(col<&user::id> == 1).set(col<&user::email> = "new").execute();
  CHECK(a->email == "a");
  session.refresh(a);
  CHECK(a->email == "new");
}

TEST_CASE("rows are removed by condition, or all of them on purpose", "[bulk]") {
  filled db;
  plinth::session session(db.engine);
  CHECK(session.remove<user>().where(col<&user::email>.in({"a", "x"})).execute() == 1);
  CHECK(db.log->taken().back() == R"(DELETE FROM "users" WHERE "users"."email" IN (?, ?))");
  CHECK(session.remove<user>().where(plinth::all_rows).execute() == 2);
  CHECK(db.log->taken().back() == R"(DELETE FROM "users")");
}

TEST_CASE("a condition of run time that says nothing meets every row only where that was said", "[bulk]") {
  filled db;
  plinth::session session(db.engine);
  CHECK_THROWS_AS(session.remove<user>().where(plinth::condition()).execute(), plinth::query_error);
  CHECK(session.query<user>().count() == 3);
  CHECK(session.remove<user>().where(plinth::condition(col<&user::id> == 1)).execute() == 1);
}

TEST_CASE("raw SQL goes into structs by the names of columns", "[raw]") {
  struct line {
    std::string email;
    std::optional<std::int64_t> items;
  };
  filled db;
  plinth::session session(db.engine);
  const auto lines = session.raw<line>("SELECT NULL AS items, email FROM users WHERE id > $1 ORDER BY id", 1).all();
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].email == "b");
  CHECK_FALSE(lines[0].items);
  CHECK(session.raw<line>("SELECT 1 AS items, email FROM users ORDER BY id").first()->email == "a");
}

TEST_CASE("raw SQL gives models by the names of their columns, values and tuples by position", "[raw]") {
  filled db;
  plinth::session session(db.engine);
  CHECK(session.raw<user>("SELECT is_active, id, email FROM users WHERE email = $1", "c").one().id == 3);
  CHECK(session.raw<std::int64_t>("SELECT count(*) FROM users").scalar() == 3);
  CHECK(session.raw<std::tuple<std::string, bool>>("SELECT email, is_active FROM users WHERE id = $1", 1).one() ==
        std::tuple<std::string, bool>("a", true));
  CHECK_FALSE(session.raw<std::string>("SELECT email FROM users WHERE id = $1", 9).one_or_none());
  CHECK_THROWS_AS(session.raw<std::string>("SELECT email FROM users").one(), plinth::several_rows);
}

TEST_CASE("all columns and fields that do not match are named at once", "[raw]") {
  struct line {
    std::string email;
    std::int64_t items = 0;
    bool active = false;
  };
  filled db;
  plinth::session session(db.engine);
  try {
    static_cast<void>(session.raw<line>("SELECT email, id, 1 AS one FROM users").all());
    FAIL("nothing was thrown");
  } catch (const plinth::query_error& e) {
    CHECK(e.code() == 3305);
    CHECK_THAT(e.what(), contains("no column for the fields items, active; no field for the columns id, one"));
  }
}

TEST_CASE("execute_sql binds values of all kinds and says how many rows it changed", "[raw]") {
  filled db;
  plinth::session session(db.engine);
  CHECK(session.execute_sql("UPDATE users SET email = $1, is_active = $2 WHERE id >= $3", "x' --", false, 3) == 1);
  CHECK(session.query<user>().filter(col<&user::email> == "x' --").one()->id == 3);
  const std::string insert = "INSERT INTO items (title, description, owner_id) VALUES ($1, $2, $3)";
  CHECK(session.execute_sql(insert, "t", std::nullopt, 1) == 1);
  CHECK(session.query<item>().one()->description == std::nullopt);
}
