// SPDX-License-Identifier: MIT
// What a session asks of its transactions, and stopping a statement of it.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <plinth/plinth.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/code_of.hpp"
#include "support/recorder.hpp"

using blog::user;
using blog_database = plinth_test::database<blog::base>;

namespace {

using plinth_test::code_of;

std::string setting(plinth::session& s, const std::string& name) {
  return s.raw<std::string>("SELECT current_setting($1)", name).scalar();
}

/// Counts without end until it is stopped, by another thread, after a moment. The code of the error.
int count_until_cancelled(plinth::session& s) {
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    s.cancel();
  });
  const int code = code_of([&] {
    static_cast<void>(
        s.raw<std::int64_t>("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n")
            .scalar());
  });
  other.join();
  return code;
}

}  // namespace

TEST_CASE("each transaction of a session has the isolation that the session asks for", "[postgresql]") {
  blog_database db;
  plinth::session s(db.engine, {.isolation = plinth::isolation::repeatable_read});
  CHECK(setting(s, "transaction_isolation") == "repeatable read");
  s.rollback();
  CHECK(setting(s, "transaction_isolation") == "repeatable read");
  plinth::session other(db.engine);
  CHECK(setting(other, "transaction_isolation") == "read committed");
}

TEST_CASE("a session can ask to wait for a state with which it cannot fail", "[postgresql]") {
  blog_database db;
  plinth::session s(db.engine, {.isolation = plinth::isolation::serializable, .read_only = true, .deferrable = true});
  CHECK(setting(s, "transaction_isolation") == "serializable");
  CHECK(setting(s, "transaction_read_only") == "on");
  CHECK(setting(s, "transaction_deferrable") == "on");
}

TEST_CASE("a session that only reads cannot write, by objects or by SQL, and the next one on its connection can") {
  blog_database db;
  {
    plinth::session s(db.engine, {.read_only = true});
    s.add(user{.email = "ada@example.org"});
    CHECK(code_of([&] { s.commit(); }) == 2211);
    s.rollback();
    CHECK(code_of([&] { s.execute_sql("DELETE FROM users"); }) == 2211);
    s.rollback();
    CHECK(s.query<user>().count() == 0);
  }
  plinth::session s(db.engine);
  s.add(user{.email = "ada@example.org"});
  s.commit();
  CHECK(s.query<user>().count() == 1);
}

TEST_CASE("transact hands a session's options to each attempt") {
  blog_database db;
  const auto add = [](plinth::session& s) { s.add(user{.email = "ada@example.org"}); };
  CHECK(code_of([&] { plinth::transact(db.engine, add, {.session = {.read_only = true}}); }) == 2211);
  plinth::transact(db.engine, add);
  CHECK(plinth::session(db.engine).query<user>().count() == 1);
}

TEST_CASE("transact runs its function again where a serializable transaction lost the race", "[postgresql]") {
  blog_database db;
  const plinth::transact_options serializable{.session = {.isolation = plinth::isolation::serializable}};
  int calls = 0;
  const auto count_and_add = [&](plinth::session& s) {
    const std::int64_t before = s.query<user>().count();
    if (++calls == 1)
      plinth::transact(
          db.engine,
          [](plinth::session& other) {
            static_cast<void>(other.query<user>().count());
            other.add(user{.email = "first"});
          },
          serializable);
    s.add(user{.email = "behind " + std::to_string(before)});
  };
  plinth::transact(db.engine, count_and_add, serializable);
  CHECK(calls == 2);
  const auto emails = plinth::session(db.engine)
                          .query<user>()
                          .order_by(plinth::col<&user::email>)
                          .select(plinth::col<&user::email>)
                          .all();
  CHECK(emails == std::vector<std::string>{"behind 1", "first"});
}

TEST_CASE("another thread can stop the statement of a session, which is usable after a rollback") {
  blog_database db;
  plinth::session s(db.engine);
  s.cancel();  // there is no transaction
  const auto from = std::chrono::steady_clock::now();
  CHECK(count_until_cancelled(s) == 2215);
  CHECK(std::chrono::steady_clock::now() - from < std::chrono::seconds(30));
  s.rollback();
  s.add(user{.email = "ada@example.org"});
  s.commit();
  CHECK(s.query<user>().count() == 1);
}

TEST_CASE("cancelling while transactions begin and end harms no other session") {
  blog_database db(plinth_test::test_database::where::file);
  plinth::session s(db.engine);
  std::atomic<bool> done = false;
  std::thread other([&] {
    while (!done) s.cancel();
  });
  for (int i = 0; i < 100; ++i) {
    static_cast<void>(code_of([&] { static_cast<void>(s.query<user>().count()); }));
    s.rollback();
    CHECK(code_of([&] { static_cast<void>(plinth::session(db.engine).query<user>().count()); }) == 0);
  }
  done = true;
  other.join();
  CHECK(s.query<user>().count() == 0);
}
