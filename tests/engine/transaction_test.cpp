// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/recording_observer.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <plinth/engine/engine.hpp>

#include "support/backend.hpp"

using plinth::transaction_mode;
using namespace plinth_test;

namespace {

std::int64_t count(plinth::connection& connection) {
  plinth::cursor rows = connection.open("SELECT count(*) FROM t");
  rows.next();
  return rows.row()[0].integer;
}

}  // namespace

TEST_CASE("a commit keeps what was done, a rollback does not") {
  const test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();
  connection.run("CREATE TABLE t (a INTEGER)");
  connection.begin(transaction_mode::write);
  connection.execute("INSERT INTO t VALUES (1)");
  connection.commit();
  connection.begin(transaction_mode::write);
  connection.execute("INSERT INTO t VALUES (2)");
  CHECK(connection.in_transaction());
  connection.rollback();
  CHECK_FALSE(connection.in_transaction());
  connection.rollback();
  CHECK(count(connection) == 1);
}

TEST_CASE("savepoints nest, and each undoes what came after it") {
  const test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();
  connection.run("CREATE TABLE t (a INTEGER)");
  connection.begin(transaction_mode::write);
  connection.execute("INSERT INTO t VALUES (1)");
  connection.savepoint("outer");
  connection.execute("INSERT INTO t VALUES (2)");
  connection.savepoint("in\"ner");
  connection.execute("INSERT INTO t VALUES (3)");
  connection.rollback_to("in\"ner");
  CHECK(count(connection) == 2);
  connection.execute("INSERT INTO t VALUES (4)");
  connection.release("in\"ner");
  CHECK(count(connection) == 3);
  connection.rollback_to("outer");
  CHECK(count(connection) == 1);
  connection.release("outer");
  if (has(capability::goes_on_after_errors))
    CHECK_THROWS_AS(connection.rollback_to("outer"), plinth::statement_error);
  connection.commit();
  CHECK(count(connection) == 1);
}

TEST_CASE("a savepoint without a transaction is refused") {
  const test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();
  CHECK_THROWS_AS(connection.savepoint("s"), plinth::session_error);
  CHECK_FALSE(connection.in_transaction());
}

TEST_CASE("a failure inside a savepoint leaves the transaction around it usable") {
  const test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();
  connection.run("CREATE TABLE t (a INTEGER UNIQUE)");
  connection.begin(transaction_mode::write);
  connection.execute("INSERT INTO t VALUES (1)");
  connection.savepoint("s");
  CHECK_THROWS_AS(connection.execute("INSERT INTO t VALUES (2), (1)"), plinth::unique_violation);
  connection.rollback_to("s");
  connection.release("s");
  connection.execute("INSERT INTO t VALUES (3)");
  connection.commit();
  CHECK(count(connection) == 2);
}

TEST_CASE("a repeatable reader sees the last commit before it while a writer is at work") {
  const test_database here(test_database::where::file);
  plinth::engine engine{here.connector()};
  plinth::connection writer = engine.connect();
  plinth::connection reader = engine.connect();
  writer.run("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)");
  reader.begin({.isolation = plinth::isolation::repeatable_read});
  CHECK(count(reader) == 1);
  writer.begin(transaction_mode::write);
  writer.execute("INSERT INTO t VALUES (2)");
  CHECK(count(reader) == 1);
  writer.commit();
  CHECK(count(reader) == 1);
  reader.commit();
  CHECK(count(reader) == 2);
}

TEST_CASE("a read transaction that loses the race to write throws serialization_failure and can be run again",
          "[sqlite]") {
  const test_database here(test_database::where::file);
  plinth::engine engine{here.connector()};
  plinth::connection first = engine.connect();
  plinth::connection second = engine.connect();
  first.run("CREATE TABLE t (a INTEGER)");
  first.begin(transaction_mode::read);
  CHECK(count(first) == 0);
  second.execute("INSERT INTO t VALUES (1)");
  CHECK_THROWS_AS(first.execute("INSERT INTO t VALUES (2)"), plinth::serialization_failure);
  first.rollback();
  first.begin(transaction_mode::read);
  CHECK(count(first) == 1);
  first.execute("INSERT INTO t VALUES (2)");
  first.commit();
  CHECK(count(second) == 2);
}

TEST_CASE("a transaction that only reads is refused every change, and the next one is not") {
  const test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();
  connection.run("CREATE TABLE t (a INTEGER)");
  for (const bool given_back : {false, true}) {
    connection.begin({.read_only = true});
    CHECK(count(connection) == (given_back ? 1 : 0));
    try {
      connection.execute("INSERT INTO t VALUES (1)");
      FAIL("a row was written");
    } catch (const plinth::statement_error& e) {
      CHECK(e.code() == 2211);
    }
    connection.rollback();
    if (!given_back) connection.execute("INSERT INTO t VALUES (1)");
  }
  connection.begin({.read_only = true});
  { const plinth::connection back = std::move(connection); }
  CHECK(engine.connect().execute("INSERT INTO t VALUES (2)") == 1);
}

TEST_CASE("a statement is cancelled from another thread, and the connection goes on") {
  const test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();
  std::atomic<bool> done = false;
  std::thread other([&] {
    for (; !done; std::this_thread::sleep_for(std::chrono::milliseconds(5))) connection.cancel();
  });
  int code = 0;
  try {
    connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000000) SELECT count(*) FROM n");
  } catch (const plinth::statement_error& e) {
    code = e.code();
  }
  done = true;
  other.join();
  CHECK(code == 2215);
  plinth::cursor rows = connection.open("SELECT 7");
  REQUIRE(rows.next());
  CHECK(rows.row()->integer == 7);
}

TEST_CASE("an observer is told statements, steps of transactions, rows and failures, without the values") {
  const auto seen = std::make_shared<recording_observer>();
  const test_database here;
  plinth::engine engine{here.connector(), {.observer = seen}};
  plinth::connection connection = engine.connect();
  CHECK(seen->connects() == 1);
  connection.run("CREATE TABLE t (a TEXT UNIQUE)");
  connection.begin(transaction_mode::write);
  const plinth::cell secret = plinth::cell::of_bytes("secret");
  connection.execute("INSERT INTO t VALUES ($1), ('2')", {&secret, 1});
  connection.savepoint("s");
  CHECK_THROWS_AS(connection.execute("INSERT INTO t VALUES ($1)", {&secret, 1}), plinth::unique_violation);
  connection.rollback_to("s");
  CHECK_THROWS_AS(connection.execute("INSERT INTO nowhere VALUES (1)"), plinth::statement_error);
  connection.rollback_to("s");
  connection.release("s");
  connection.commit();
  {
    plinth::cursor rows = connection.open("SELECT a FROM t");
    while (rows.next()) {
    }
    plinth::cursor half = connection.open("SELECT a FROM t");
    REQUIRE(half.next());
  }
  CHECK(seen->rows() == std::vector<std::int64_t>{0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 1});
  CHECK(seen->took_time());
  CHECK(seen->take() == std::vector<std::string>{
                            "CREATE TABLE t (a TEXT UNIQUE)",
                            "begin",
                            "INSERT INTO t VALUES ($1), ('2')",
                            "savepoint s",
                            "INSERT INTO t VALUES ($1) failed: E2201",
                            "rollback to s",
                            "INSERT INTO nowhere VALUES (1) failed: E2218",
                            "rollback to s",
                            "release s",
                            "commit",
                            "SELECT a FROM t",
                            "SELECT a FROM t",
                        });
}

TEST_CASE("an observer that asks for values gets them") {
  const auto seen = std::make_shared<recording_observer>(true);
  const test_database here;
  plinth::engine engine{here.connector(), {.observer = seen}};
  plinth::connection connection = engine.connect();
  const plinth::cell values[] = {plinth::cell::of_bytes("a"), plinth::cell::of_integer(2)};
  connection.execute("SELECT $1, $2", values);
  CHECK(seen->take() == std::vector<std::string>{"SELECT $1, $2 | text a | integer 2"});
}
