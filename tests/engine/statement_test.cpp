// SPDX-License-Identifier: MIT
// Statements on a connection: how they are found again, and cursors over them.
#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/recording_observer.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <plinth/engine/engine.hpp>

#include "support/backend.hpp"

using plinth::cell;
using plinth::kind;
using plinth::sql::token;
using namespace plinth_test;

namespace {

// SELECT <detail>, and further words.
void render_select(plinth::sql::rendering& out, const plinth::sql::shape&, std::uint64_t detail) {
  (out << "SELECT ").number(detail);
  while (!out.done()) out.next();
}
void render_plus(plinth::sql::rendering& out, const plinth::sql::shape&, std::uint64_t detail) {
  (out << " + ").number(detail);
}
void render_parameter(plinth::sql::rendering& out, const plinth::sql::shape&, std::uint64_t) {
  (out << " + ").parameter();
}
constexpr plinth::sql::shape first_number{render_select};
constexpr plinth::sql::shape further_number{render_plus};
constexpr plinth::sql::shape bound_number{render_parameter};

struct database {
  test_database here;
  std::shared_ptr<recording_observer> seen = std::make_shared<recording_observer>();
  plinth::engine engine;
  plinth::connection connection;

  explicit database(std::size_t kept = 256)
      : engine(here.connector(), {.kept_statements = kept, .observer = seen}), connection(engine.connect()) {}

  std::int64_t number(std::span<const token> shape, std::span<const cell> values = {}) {
    plinth::cursor rows = connection.open(shape, values);
    return rows.next() ? rows.row()[0].integer : -1;
  }
};

}  // namespace

TEST_CASE("statements of equal shape are prepared once, wherever their tokens lie") {
  database db;
  const std::vector<token> first = {{&first_number, 1}, {&further_number, 2}};
  const std::vector<token> same = first;
  const std::vector<token> other = {{&first_number, 1}, {&further_number, 3}};
  const std::vector<token> shorter = {{&first_number, 1}};
  CHECK(db.number(first) == 3);
  CHECK(db.number(same) == 3);
  CHECK(db.seen->prepared() == 1);
  CHECK(db.number(other) == 4);
  CHECK(db.number(shorter) == 1);
  CHECK(db.number(first) == 3);
  CHECK(db.seen->prepared() == 3);
  CHECK(db.connection.kept_statements() == 3);
}

TEST_CASE("a statement takes new values in each run") {
  database db;
  const std::array<token, 2> shape = {token{&first_number, 1}, token{&bound_number, 0}};
  for (std::int64_t i = 0; i < 5; ++i) {
    const cell value = integer(i);
    CHECK(db.number(shape, {&value, 1}) == 1 + i);
  }
  CHECK(db.seen->prepared() == 1);
}

TEST_CASE("a text and a shape that renders to it are two statements") {
  database db;
  const token shape{&first_number, 1};
  db.number({&shape, 1});
  CHECK(db.connection.execute("SELECT 1") == 0);
  CHECK(db.connection.execute("SELECT 1") == 0);
  CHECK(db.seen->prepared() == 2);
}

TEST_CASE("a connection keeps as many statements as it may, and drops the least recently used one") {
  database db(3);
  const auto run = [&](std::uint64_t n) {
    const token shape{&first_number, n};
    CHECK(db.number({&shape, 1}) == static_cast<std::int64_t>(n));
  };
  for (std::uint64_t n = 0; n < 100; ++n) run(n);
  CHECK(db.connection.kept_statements() == 3);
  CHECK(db.seen->prepared() == 100);
  run(97);
  run(99);
  CHECK(db.seen->prepared() == 100);
  run(5);  // in the place of 98
  run(97);
  run(99);
  CHECK(db.seen->prepared() == 101);
  run(98);
  CHECK(db.seen->prepared() == 102);
}

TEST_CASE("a connection that may keep no statement still runs them") {
  database db(0);
  const token shape{&first_number, 1};
  CHECK(db.number({&shape, 1}) == 1);
  CHECK(db.number({&shape, 1}) == 1);
  CHECK(db.connection.kept_statements() == 0);
}

TEST_CASE("more open cursors than a connection may keep statements all go on") {
  database db(2);
  std::vector<plinth::cursor> open;
  open.reserve(5);
  for (std::uint64_t n = 0; n < 5; ++n) {
    const token shape{&first_number, n};
    open.push_back(db.connection.open({&shape, 1}));
  }
  for (std::size_t n = 0; n < 5; ++n) {
    REQUIRE(open[n].next());
    CHECK(open[n].row()[0].integer == static_cast<std::int64_t>(n));
  }
  CHECK(db.connection.kept_statements() <= 2);
}

TEST_CASE("nested loops over the same statement do not disturb each other") {
  database db;
  db.connection.run("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2), (3)");
  std::vector<std::int64_t> pairs;
  plinth::cursor outer = db.connection.open("SELECT a FROM t");
  while (outer.next()) {
    plinth::cursor inner = db.connection.open("SELECT a FROM t");
    while (inner.next()) pairs.push_back(outer.row()[0].integer * 10 + inner.row()[0].integer);
  }
  CHECK(pairs == std::vector<std::int64_t>{11, 12, 13, 21, 22, 23, 31, 32, 33});
  CHECK(db.connection.kept_statements() == 1);
}

TEST_CASE("a statement that no cache keeps still tells how many rows it changed") {
  database db(0);
  db.connection.run("CREATE TABLE t (a INTEGER)");
  CHECK(db.connection.execute("INSERT INTO t VALUES (1), (2)") == 2);
  CHECK(db.connection.execute("INSERT INTO t VALUES (3) RETURNING a") == 1);
}

TEST_CASE("a cursor that is moved goes on where it was") {
  database db;
  db.connection.run("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2)");
  std::optional<plinth::cursor> first(db.connection.open("SELECT a FROM t"));
  plinth::cursor other = db.connection.open("SELECT 5");
  REQUIRE(first->next());
  plinth::cursor moved(std::move(*first));
  first.reset();
  REQUIRE(moved.next());
  CHECK(moved.row()[0].integer == 2);
  REQUIRE(other.next());
  CHECK(other.row()[0].integer == 5);
  CHECK_FALSE(moved.next());
}

TEST_CASE("a cursor knows its columns until its end") {
  database db;
  plinth::cursor rows = db.connection.open("SELECT 1 AS one, 2 AS two");
  CHECK(rows.columns() == 2);
  CHECK(rows.column_name(1) == "two");
  REQUIRE(rows.next());
  CHECK_FALSE(rows.next());
  CHECK(rows.columns() == 0);
  CHECK(rows.column_name(1).empty());
  CHECK_FALSE(rows.next());
}

TEST_CASE("a cursor that is dropped half-way lets go of its locks") {
  database db;
  db.connection.run("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2)");
  {
    plinth::cursor rows = db.connection.open("SELECT a FROM t");
    REQUIRE(rows.next());
  }
  db.connection.run("DROP TABLE t");
}

TEST_CASE("a statement goes on working after the table under it has changed", "[sqlite]") {
  database db;
  db.connection.run("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)");
  const auto columns = [&] {
    plinth::cursor rows = db.connection.open("SELECT * FROM t");
    REQUIRE(rows.next());
    return shown(rows.row()[rows.columns() - 1]);
  };
  CHECK(columns() == "integer 1");
  db.connection.run("ALTER TABLE t ADD COLUMN b DEFAULT 'new'");
  columns();  // SQLite notices in this run
  CHECK(columns() == "text new");
  db.connection.run("DROP TABLE t; CREATE TABLE t (z); INSERT INTO t VALUES (9)");
  columns();
  CHECK(columns() == "integer 9");
}

TEST_CASE("a value that does not fit ends the cursor, and the statement can be run again") {
  database db;
  const std::array<kind, 1> kinds = {kind::integer};
  plinth::cursor rows = db.connection.open("SELECT 'x'", {}, kinds);
  CHECK_THROWS_AS(rows.next(), plinth::value_error);
  CHECK_FALSE(rows.next());
  const std::array<kind, 1> right = {kind::text};
  plinth::cursor again = db.connection.open("SELECT 'x'", {}, right);
  CHECK(again.next());
  CHECK(db.seen->prepared() == 1);
}

TEST_CASE("a statement that fails can be run again") {
  database db;
  db.connection.run("CREATE TABLE t (a INTEGER PRIMARY KEY)");
  const std::string insert = "INSERT INTO t VALUES ($1)";
  const cell one = integer(1);
  const cell two = integer(2);
  CHECK(db.connection.execute(insert, {&one, 1}) == 1);
  CHECK_THROWS_AS(db.connection.execute(insert, {&one, 1}), plinth::unique_violation);
  CHECK(db.connection.execute(insert, {&two, 1}) == 1);
  if (has(capability::reports_keys)) CHECK(db.connection.generated_key() == 2);
  CHECK(db.seen->prepared() == 1);
  CHECK_THROWS_AS(db.connection.execute("INSERT INTO nowhere VALUES (1)"), plinth::statement_error);
  CHECK(db.connection.kept_statements() == 1);
}
