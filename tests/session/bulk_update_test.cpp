// SPDX-License-Identifier: MIT
// UPDATE of many plain structs around the session's objects, and transactions that tell how often they are tried.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/session/bulk_update.hpp>
#include <plinth/session/query.hpp>
#include <plinth/session/transact.hpp>

using plinth_test::statements;
using blog_database = plinth_test::database<blog::base>;

namespace {

struct Stock {
  std::int64_t id = 0;
  std::int64_t amount = 0;
  std::string place{};
  std::int64_t version = 0;

  static constexpr auto table = plinth::table("stock", plinth::column<&Stock::id>(plinth::primary_key),
                                              plinth::column<&Stock::version>(plinth::row_version));
};

using stock_database = plinth_test::database<plinth::metadata<Stock>>;

std::vector<blog::user> two_users(blog_database& db) {
  plinth::session session(db.engine);
  session.add(blog::user{.email = "ada@example.org"});
  session.add(blog::user{.email = "bob@example.org"});
  session.commit();
  static_cast<void>(db.log->taken());
  return plinth::session(db.engine).query<blog::user>().order_by(plinth::col<&blog::user::id>).as_values().all();
}

}  // namespace

TEST_CASE("bulk_update writes all columns but the key of each struct, in a part of the transaction",
          "[session][bulk]") {
  blog_database db;
  std::vector<blog::user> rows = two_users(db);
  static_cast<void>(db.log->taken());
  rows[0].email = "1@example.org";
  rows[1].is_active = false;
  plinth::session session(db.engine);
  CHECK(session.bulk_update(rows) == 2);
  session.commit();
  const std::string update = R"(UPDATE "users" SET "email" = ?, "is_active" = ? WHERE "id" = ?)";
  CHECK(db.log->taken() == statements{"BEGIN", "SAVEPOINT", update, update, "RELEASE", "COMMIT"});
  CHECK(session.get<blog::user>(rows[0].id)->email == "1@example.org");
  CHECK_FALSE(session.get<blog::user>(rows[1].id)->is_active);
}

TEST_CASE("bulk_update writes those columns only that it names", "[session][bulk]") {
  blog_database db;
  std::vector<blog::user> rows = two_users(db);
  static_cast<void>(db.log->taken());
  rows[0].email = "ignored";
  rows[0].is_active = false;
  plinth::session session(db.engine);
  session.bulk_update<&blog::user::is_active>(rows);
  CHECK(db.log->taken()[2] == R"(UPDATE "users" SET "is_active" = ? WHERE "id" = ?)");
  CHECK(session.get<blog::user>(rows[0].id)->email == "ada@example.org");
}

TEST_CASE("objects that are loaded keep their values after bulk_update, and later changes of them write only those",
          "[session][bulk]") {
  blog_database db;
  std::vector<blog::user> rows = two_users(db);
  plinth::session session(db.engine);
  auto ada = session.get<blog::user>(rows[0].id);
  rows[0].email = "new@example.org";
  session.bulk_update(rows);
  CHECK(ada->email == "ada@example.org");
  ada->is_active = false;
  session.commit();
  CHECK(ada->email == "ada@example.org");
  session.refresh(ada);
  CHECK(ada->email == "new@example.org");
  CHECK_FALSE(ada->is_active);
}

TEST_CASE("a row that is not there makes bulk_update stale, and none is changed", "[session][bulk]") {
  blog_database db;
  std::vector<blog::user> rows = two_users(db);
  rows[0].email = "new@example.org";
  rows[1].id = 77;
  plinth::session session(db.engine);
  CHECK_THROWS_WITH(session.bulk_update(rows),
                    "plinth[E3124]: the row of user 77, number 2 of those given to bulk_update, was not there to be "
                    "changed; none of them has been changed: read the rows again");
  CHECK(session.get<blog::user>(rows[0].id)->email == "ada@example.org");
}

TEST_CASE("bulk_update checks and raises row versions, and refuses a text that is too long", "[session][bulk]") {
  stock_database db;
  plinth::session session(db.engine);
  session.add(Stock{.amount = 5, .place = "A"});
  session.commit();
  std::vector<Stock> rows = session.query<Stock>().as_values().all();
  rows[0].amount = 6;
  static_cast<void>(db.log->taken());
  session.bulk_update<&Stock::amount>(rows);
  CHECK(db.log->taken()[1] == R"(UPDATE "stock" SET "amount" = ?, "version" = ? WHERE "id" = ? AND "version" = ?)");
  CHECK_THROWS_AS(session.bulk_update(rows), plinth::stale_row);
  rows[0].version = 2;
  CHECK(session.bulk_update(rows) == 1);
  session.commit();
  CHECK(plinth::session(db.engine).query<Stock>().one()->version == 3);

  blog_database blog_db;
  std::vector<blog::user> users = two_users(blog_db);
  users[1].email = std::string(41, 'x');
  plinth::session other(blog_db.engine);
  CHECK_THROWS_AS(other.bulk_update(users), plinth::value_error);
}

TEST_CASE("transact tells of each call that it repeats, and not of the one that succeeds", "[session][transact]") {
  blog_database db;
  std::vector<int> told;
  std::vector<std::chrono::microseconds> pauses;
  int calls = 0;
  const auto work = [&](plinth::session& s) {
    s.add(blog::user{.email = std::to_string(calls) + "@example.org"});
    if (++calls < 3) throw plinth::lock_timeout(2211, "busy", "");
    return calls;
  };
  const int result = plinth::transact(db.engine, work, {.first_pause = std::chrono::microseconds(10)},
                                      [&](const plinth::failed_attempt& a) {
                                        told.push_back(a.number);
                                        pauses.push_back(a.pause);
                                        CHECK(a.failure.code() == 2211);
                                      });
  CHECK(result == 3);
  CHECK(told == std::vector<int>{1, 2});
  CHECK(pauses[1] == 2 * pauses[0]);
  CHECK(plinth::session(db.engine).query<blog::user>().count() == 1);
}

TEST_CASE("transact does not tell of the call that was the last, and ends where the report throws",
          "[session][transact]") {
  blog_database db;
  int told = 0;
  const auto work = [](plinth::session&) { throw plinth::lock_timeout(2211, "busy", ""); };
  CHECK_THROWS_AS(plinth::transact(db.engine, work, {.attempts = 2, .first_pause = std::chrono::microseconds(1)},
                                   [&](const plinth::failed_attempt&) { ++told; }),
                  plinth::lock_timeout);
  CHECK(told == 1);
  CHECK_THROWS_WITH(
      plinth::transact(db.engine, work, {}, [](const plinth::failed_attempt&) { throw std::runtime_error("enough"); }),
      "enough");
}
