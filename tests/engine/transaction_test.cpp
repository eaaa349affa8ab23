// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/recording_observer.hpp"
#include "support/temp_dir.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <plinth/sqlite.hpp>

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
  plinth::engine engine{"sqlite://"};
  plinth::connection connection = engine.connect();
  connection.run("CREATE TABLE t (a)");
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
  plinth::engine engine{"sqlite://"};
  plinth::connection connection = engine.connect();
  connection.run("CREATE TABLE t (a)");
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
  CHECK_THROWS_AS(connection.rollback_to("outer"), plinth::statement_error);
  connection.commit();
  CHECK(count(connection) == 1);
}

TEST_CASE("a savepoint without a transaction is refused") {
  plinth::engine engine{"sqlite://"};
  plinth::connection connection = engine.connect();
  CHECK_THROWS_AS(connection.savepoint("s"), plinth::session_error);
  CHECK_FALSE(connection.in_transaction());
}

TEST_CASE("a failure inside a savepoint leaves the transaction around it usable") {
  plinth::engine engine{"sqlite://"};
  plinth::connection connection = engine.connect();
  connection.run("CREATE TABLE t (a UNIQUE)");
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

TEST_CASE("readers of a file see the last commit while a writer is at work") {
  const temp_dir dir;
  plinth::engine engine{"sqlite:///" + dir.file("a.db")};
  plinth::connection writer = engine.connect();
  plinth::connection reader = engine.connect();
  writer.run("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  reader.begin(transaction_mode::read);
  CHECK(count(reader) == 1);
  writer.begin(transaction_mode::write);
  writer.execute("INSERT INTO t VALUES (2)");
  CHECK(count(reader) == 1);
  writer.commit();
  CHECK(count(reader) == 1);
  reader.commit();
  CHECK(count(reader) == 2);
}

TEST_CASE("a read transaction that loses the race to write throws serialization_failure and can be run again") {
  const temp_dir dir;
  plinth::engine engine{"sqlite:///" + dir.file("a.db")};
  plinth::connection first = engine.connect();
  plinth::connection second = engine.connect();
  first.run("CREATE TABLE t (a)");
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

TEST_CASE("an observer is told statements, steps of transactions, rows and failures, without the values") {
  const auto seen = std::make_shared<recording_observer>();
  plinth::engine engine{"sqlite://", {.observer = seen}};
  plinth::connection connection = engine.connect();
  CHECK(seen->connects() == 1);
  connection.run("CREATE TABLE t (a UNIQUE)");
  connection.begin(transaction_mode::write);
  const plinth::cell secret = plinth::cell::of_bytes("secret");
  connection.execute("INSERT INTO t VALUES (?), (2)", {&secret, 1});
  connection.savepoint("s");
  CHECK_THROWS_AS(connection.execute("INSERT INTO t VALUES (?)", {&secret, 1}), plinth::unique_violation);
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
  CHECK(seen->rows() == std::vector<std::int64_t>{0, 0, 2, 0, 0, 0, 0, 0, 0, 2, 1});
  CHECK(seen->took_time());
  CHECK(seen->take() == std::vector<std::string>{
                            "CREATE TABLE t (a UNIQUE)",
                            "begin",
                            "INSERT INTO t VALUES (?), (2)",
                            "savepoint s",
                            "INSERT INTO t VALUES (?) failed: E2201",
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
  plinth::engine engine{"sqlite://", {.observer = seen}};
  plinth::connection connection = engine.connect();
  const plinth::cell values[] = {plinth::cell::of_bytes("a"), plinth::cell::of_integer(2)};
  connection.execute("SELECT ?, ?", values);
  CHECK(seen->take() == std::vector<std::string>{"SELECT ?, ? | text a | integer 2"});
}
