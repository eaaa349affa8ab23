// SPDX-License-Identifier: MIT
// What SQLite refuses is told apart by class, number and data, and no message has a bound value in it.
#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/driver/sqlite/connection.hpp>
#include <plinth/driver/url.hpp>

using plinth::cell;
using plinth::driver::transaction_mode;
using namespace plinth_test;

namespace {

plinth::sqlite::connection open(const std::string& url) {
  return plinth::sqlite::connection(plinth::sqlite::settings_of(plinth::url(url)), "/plinth-errors-test");
}

void execute(plinth::sqlite::connection& db, std::string_view sql, const std::vector<cell>& values = {}) {
  const auto statement = db.prepare(sql);
  statement->start(values, {});
  while (statement->next(nullptr)) {
  }
}

/// The error of class Error that the statement throws.
template <class Error>
Error refusal(plinth::sqlite::connection& db, std::string_view sql, const std::vector<cell>& values = {}) {
  try {
    execute(db, sql, values);
  } catch (const Error& refused) {
    return refused;
  }
  throw std::logic_error("not refused");
}

plinth::sqlite::connection library() {
  plinth::sqlite::connection db = open("sqlite://");
  db.run(
      "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT, age INTEGER,"
      " CONSTRAINT uq UNIQUE (email, name), CONSTRAINT ck_users_age CHECK (age >= 0));"
      "CREATE TABLE items (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES users (id),"
      " late INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED);"
      "INSERT INTO users VALUES (1, 'ada@example.org', 'ada', 36)");
  return db;
}

struct files {
  temp_dir dir;
  std::string url = "sqlite:///" + dir.file("a.db") + "?busy_timeout=50";
};

}  // namespace

TEST_CASE("a second row with a unique value is a unique_violation with table and columns") {
  plinth::sqlite::connection db = library();
  const auto refused = refusal<plinth::unique_violation>(db, "INSERT INTO users VALUES (2, ?, ?, 1)",
                                                         {text("ada@example.org"), text("ada")});
  CHECK(refused.code() == 2201);
  CHECK(refused.table() == "users");
  CHECK(refused.columns() == std::vector<std::string>{"email", "name"});
  CHECK(refused.sql() == "INSERT INTO users VALUES (2, ?, ?, 1)");
  CHECK_THAT(refused.what(), !contains("ada@example.org"));
}

TEST_CASE("a second row with a primary key is a unique_violation too") {
  plinth::sqlite::connection db = library();
  const auto refused = refusal<plinth::unique_violation>(db, "INSERT INTO users VALUES (1, 'x', 'x', 1)");
  CHECK(refused.table() == "users");
  CHECK(refused.columns() == std::vector<std::string>{"id"});
}

TEST_CASE("a unique index on an expression is named where its columns cannot be") {
  plinth::sqlite::connection db = library();
  db.run("CREATE UNIQUE INDEX lower_names ON users (lower(name))");
  const auto refused = refusal<plinth::unique_violation>(db, "INSERT INTO users VALUES (2, 'x', 'ADA', 1)");
  CHECK(refused.constraint() == "lower_names");
  CHECK(refused.columns().empty());
}

TEST_CASE("NULL where a value must be is a not_null_violation with its column") {
  plinth::sqlite::connection db = library();
  const auto refused = refusal<plinth::not_null_violation>(db, "INSERT INTO users VALUES (2, NULL, 'x', 1)");
  CHECK(refused.table() == "users");
  CHECK(refused.columns() == std::vector<std::string>{"email"});
}

TEST_CASE("a row that breaks a CHECK is a check_violation with the constraint's name") {
  plinth::sqlite::connection db = library();
  const auto refused = refusal<plinth::check_violation>(db, "INSERT INTO users VALUES (2, 'x', 'x', ?)", {integer(-1)});
  CHECK(refused.constraint() == "ck_users_age");
}

TEST_CASE("a row that points to nothing is a foreign_key_violation, at once or at the commit") {
  plinth::sqlite::connection db = library();
  CHECK(refusal<plinth::foreign_key_violation>(db, "INSERT INTO items VALUES (1, 99, NULL)").code() == 2204);
  CHECK(refusal<plinth::foreign_key_violation>(db, "INSERT INTO items VALUES (1, NULL, 99)").code() == 2204);

  db.begin(transaction_mode::write);
  execute(db, "INSERT INTO items VALUES (1, NULL, 99)");
  CHECK_THROWS_AS(db.commit(), plinth::foreign_key_violation);
  CHECK(db.in_transaction());
  execute(db, "UPDATE items SET late = 1");
  db.commit();
  CHECK_FALSE(db.in_transaction());
}

TEST_CASE("so is deleting a row whose foreign key says RESTRICT, which SQLite reports as a trigger's refusal") {
  plinth::sqlite::connection db = library();
  db.run(
      "CREATE TABLE owners (id INTEGER PRIMARY KEY); INSERT INTO owners VALUES (1);"
      "CREATE TABLE cats (owner INTEGER REFERENCES owners ON DELETE RESTRICT); INSERT INTO cats VALUES (1)");
  CHECK(refusal<plinth::foreign_key_violation>(db, "DELETE FROM owners").code() == 2204);
}

TEST_CASE("deleting a row that others point to is a foreign_key_violation") {
  plinth::sqlite::connection db = library();
  execute(db, "INSERT INTO items VALUES (1, 1, NULL)");
  CHECK_THROWS_AS(execute(db, "DELETE FROM users"), plinth::foreign_key_violation);
}

TEST_CASE("a trigger's refusal is a check_violation") {
  plinth::sqlite::connection db = library();
  db.run("CREATE TRIGGER no BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'users stay'); END");
  CHECK_THAT(refusal<plinth::check_violation>(db, "DELETE FROM users").what(), contains("users stay"));
}

TEST_CASE("a connection and its transaction are usable after a statement failed") {
  plinth::sqlite::connection db = library();
  db.begin(transaction_mode::write);
  execute(db, "INSERT INTO users VALUES (2, 'b', 'b', 1)");
  CHECK_THROWS_AS(execute(db, "INSERT INTO users VALUES (2, 'c', 'c', 1)"), plinth::unique_violation);
  CHECK(db.in_transaction());
  execute(db, "INSERT INTO users VALUES (3, 'd', 'd', 1)");
  db.commit();
  CHECK_THROWS_AS(execute(db, "INSERT INTO users VALUES (3, 'e', 'e', 1)"), plinth::unique_violation);
}

TEST_CASE("a table or column that is not there is told apart from text that is no SQL") {
  plinth::sqlite::connection db = library();
  CHECK(refusal<plinth::statement_error>(db, "SELECT * FROM nowhere").code() == 2218);
  CHECK(refusal<plinth::statement_error>(db, "SELECT missing FROM users").code() == 2218);
  CHECK(refusal<plinth::statement_error>(db, "INSERT INTO users (missing) VALUES (1)").code() == 2218);
  CHECK(refusal<plinth::statement_error>(db, "SELEKT 1").code() == 2209);
  CHECK(refusal<plinth::statement_error>(db, "SELECT nosuch(1)").code() == 2200);
}

TEST_CASE("a value that is larger than SQLite takes is refused") {
  plinth::sqlite::connection db = library();
  sqlite3_limit(db.handle(), SQLITE_LIMIT_LENGTH, 1000);
  const std::string large(2000, 'x');
  CHECK(refusal<plinth::statement_error>(db, "SELECT ?", {text(large)}).code() == 2217);
}

TEST_CASE("a full database is told as such") {
  plinth::sqlite::connection db = library();
  db.run("PRAGMA max_page_count = 20");
  CHECK(refusal<plinth::statement_error>(db, "INSERT INTO users VALUES (2, randomblob(1000000), 'x', 1)").code() ==
        2213);
}

TEST_CASE("a writer that waits for longer than busy_timeout gets a lock_timeout, in that time") {
  const files f;
  plinth::sqlite::connection first = open(f.url);
  plinth::sqlite::connection second = open(f.url);
  first.run("CREATE TABLE t (a)");
  first.begin(transaction_mode::write);

  const auto from = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(second.begin(transaction_mode::write), plinth::lock_timeout);
  CHECK_THROWS_AS(execute(second, "INSERT INTO t VALUES (1)"), plinth::lock_timeout);
  const auto waited = std::chrono::steady_clock::now() - from;
  CHECK(waited >= std::chrono::milliseconds(60));
  CHECK(waited < std::chrono::seconds(2));
  CHECK_FALSE(second.in_transaction());

  first.commit();
  second.begin(transaction_mode::write);
  execute(second, "INSERT INTO t VALUES (1)");
  second.commit();
}

TEST_CASE("a read transaction whose first statement writes waits, and then gets a lock_timeout") {
  const files f;
  plinth::sqlite::connection first = open(f.url);
  plinth::sqlite::connection second = open(f.url);
  first.run("CREATE TABLE t (a)");
  first.begin(transaction_mode::write);
  second.begin(transaction_mode::read);
  CHECK_THROWS_AS(execute(second, "INSERT INTO t VALUES (1)"), plinth::lock_timeout);
  CHECK(second.in_transaction());
}

TEST_CASE("a transaction that has read loses against a writer with a serialization_failure") {
  const files f;
  plinth::sqlite::connection reader = open(f.url);
  plinth::sqlite::connection writer = open(f.url);
  writer.run("CREATE TABLE t (a)");

  SECTION("whose transaction is still open") {
    reader.begin(transaction_mode::read);
    execute(reader, "SELECT * FROM t");
    writer.begin(transaction_mode::write);
    execute(writer, "INSERT INTO t VALUES (1)");
    CHECK_THROWS_AS(execute(reader, "INSERT INTO t VALUES (2)"), plinth::serialization_failure);
    writer.commit();
  }
  SECTION("that has committed in between") {
    reader.begin(transaction_mode::read);
    execute(reader, "SELECT * FROM t");
    execute(writer, "INSERT INTO t VALUES (1)");
    CHECK_THROWS_AS(execute(reader, "INSERT INTO t VALUES (2)"), plinth::serialization_failure);
  }
  reader.rollback();
  reader.begin(transaction_mode::write);
  execute(reader, "INSERT INTO t VALUES (2)");
  reader.commit();
}

TEST_CASE("a commit that meets a lock leaves its transaction open, to be tried again or rolled back") {
  const files f;
  plinth::sqlite::connection reader = open(f.url + "&journal_mode=delete");
  plinth::sqlite::connection writer = open(f.url + "&journal_mode=delete");
  writer.run("CREATE TABLE t (a)");
  reader.begin(transaction_mode::read);
  execute(reader, "SELECT * FROM t");

  writer.begin(transaction_mode::write);
  execute(writer, "INSERT INTO t VALUES (1)");
  CHECK_THROWS_AS(writer.commit(), plinth::lock_timeout);
  CHECK(writer.in_transaction());
  SECTION("tried again") {
    reader.commit();
    writer.commit();
    CHECK_FALSE(writer.in_transaction());
  }
  SECTION("rolled back") {
    writer.rollback();
    CHECK_FALSE(writer.in_transaction());
  }
}

TEST_CASE("a commit with a writing statement still open says so") {
  plinth::sqlite::connection db = library();
  db.begin(transaction_mode::write);
  const auto insert = db.prepare("INSERT INTO users VALUES (2, 'b', 'b', 1), (3, 'c', 'c', 1) RETURNING id");
  insert->start({}, {});
  cell row;
  REQUIRE(insert->next(&row));
  try {
    db.commit();
    FAIL("it was committed");
  } catch (const plinth::statement_error& refused) {
    CHECK(refused.code() == 2216);
  }
  insert->finish();
  db.commit();
}

TEST_CASE("a table cannot be dropped under an open cursor of the same connection, which is no lock_timeout") {
  plinth::sqlite::connection db = library();
  const auto select = db.prepare("SELECT id FROM users");
  select->start({}, {});
  cell row;
  REQUIRE(select->next(&row));
  CHECK(refusal<plinth::statement_error>(db, "DROP TABLE items").code() == 2216);
  select->finish();
  execute(db, "DROP TABLE items");
}

TEST_CASE("an interrupted statement is told as such") {
  plinth::sqlite::connection db = library();
  sqlite3_progress_handler(
      db.handle(), 1000, [](void*) { return 1; }, nullptr);
  const auto refused = refusal<plinth::statement_error>(
      db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
  CHECK(refused.code() == 2215);
}

TEST_CASE("a transaction inside a transaction is refused, and the outer one goes on") {
  plinth::sqlite::connection db = library();
  db.begin(transaction_mode::write);
  CHECK_THROWS_AS(db.begin(transaction_mode::write), plinth::statement_error);
  CHECK(db.in_transaction());
  db.rollback();
  db.rollback();
  CHECK_THROWS_AS(db.commit(), plinth::statement_error);
}
