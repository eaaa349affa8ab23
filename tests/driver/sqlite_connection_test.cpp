// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <unistd.h>

#include <plinth/driver/sqlite/connection.hpp>
#include <plinth/driver/url.hpp>

using plinth::cell;
using plinth::kind;
using plinth::driver::transaction_mode;
using namespace plinth_test;

namespace {

plinth::sqlite::connection open(const std::string& url) {
  return plinth::sqlite::connection(plinth::sqlite::settings_of(plinth::url(url)), "/plinth-connection-test");
}

std::string one(plinth::sqlite::connection& db, std::string_view sql) {
  const auto statement = db.prepare(sql);
  statement->start({}, {});
  cell row;
  return statement->next(&row) ? shown(row) : "nothing";
}

std::int64_t execute(plinth::sqlite::connection& db, std::string_view sql) {
  const auto statement = db.prepare(sql);
  statement->start({}, {});
  while (statement->next(nullptr)) {
  }
  return statement->affected();
}

}  // namespace

TEST_CASE("every connection to a file has plinth's settings in force") {
  const temp_dir dir;
  plinth::sqlite::connection db = open("sqlite:///" + dir.file("a.db"));
  CHECK(one(db, "PRAGMA foreign_keys") == "integer 1");
  CHECK(one(db, "PRAGMA busy_timeout") == "integer 5000");
  CHECK(one(db, "PRAGMA journal_mode") == "text wal");
  CHECK(one(db, "PRAGMA synchronous") == "integer 1");
  CHECK(one(db, "PRAGMA cache_size") == "integer -65536");
  CHECK(one(db, "PRAGMA temp_store") == "integer 2");
  CHECK(one(db, "PRAGMA trusted_schema") == "integer 0");
  CHECK(one(db, "PRAGMA mmap_size") == "integer 268435456");
}

TEST_CASE("a URL's options change the settings") {
  const temp_dir dir;
  plinth::sqlite::connection db =
      open("sqlite:///" + dir.file("a.db") +
           "?busy_timeout=70&journal_mode=delete&synchronous=full&cache_size=100&mmap_size=0");
  CHECK(one(db, "PRAGMA busy_timeout") == "integer 70");
  CHECK(one(db, "PRAGMA journal_mode") == "text delete");
  CHECK(one(db, "PRAGMA synchronous") == "integer 2");
  CHECK(one(db, "PRAGMA cache_size") == "integer -100");
  CHECK(one(db, "PRAGMA mmap_size") == "integer 0");
}

TEST_CASE("a URL option that sqlite does not have, or a value that it does not take, is refused") {
  CHECK_THROWS_AS(open("sqlite:///a.db?mod=ro"), plinth::connection_error);
  CHECK_THROWS_AS(open("sqlite:///a.db?mode=read"), plinth::connection_error);
  CHECK_THROWS_AS(open("sqlite:///a.db?mode="), plinth::connection_error);
  CHECK_THROWS_AS(open("sqlite:///a.db?busy_timeout=5s"), plinth::connection_error);
  CHECK_THROWS_AS(open("sqlite:///a.db?busy_timeout=-1"), plinth::connection_error);
  CHECK_THROWS_AS(open("sqlite:///a.db?journal_mode=off"), plinth::connection_error);
  CHECK_THROWS_MATCHES(
      open("sqlite://blog.db"), plinth::connection_error,
      message_is("plinth[E2003]: a sqlite URL has no host: write sqlite:///blog.db with three slashes for a file of "
                 "the working "
                 "directory, four for an absolute path, and sqlite:// alone for a database in memory"));
}

TEST_CASE("a misspelt name is an error and never a string") {
  plinth::sqlite::connection db = open("sqlite://");
  db.run("CREATE TABLE t (a)");
  CHECK_THROWS_AS(db.prepare("SELECT \"b\" FROM t"), plinth::statement_error);
  CHECK_THROWS_AS(db.run("CREATE INDEX i ON t (\"b\")"), plinth::statement_error);
}

TEST_CASE("a file that is named like a URI is a file") {
  const temp_dir dir;
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(dir.path());
  { plinth::sqlite::connection db = open("sqlite:///file:a.db%3Fmode=memory"); }
  std::filesystem::current_path(before);
  CHECK(exists(dir.path() / "file:a.db?mode=memory"));
}

TEST_CASE("a database that cannot be opened is a connection error that names the file") {
  const temp_dir dir;
  CHECK_THROWS_MATCHES(open("sqlite:///" + dir.file("no/such/folder/a.db")), plinth::connection_error,
                       message_is("plinth[E2002]: the SQLite database \"" + dir.file("no/such/folder/a.db") +
                                  "\" could not be opened: unable to open database file; a file of the database could "
                                  "not be opened: see its folder and the permissions there"));
  CHECK_THROWS_AS(open("sqlite:///" + dir.path().string()), plinth::connection_error);
  CHECK_THROWS_AS(open("sqlite:///" + dir.file("missing.db") + "?mode=rw"), plinth::connection_error);
  CHECK_THROWS_AS(open("sqlite:///" + dir.file("missing.db") + "?mode=ro"), plinth::connection_error);
  CHECK_FALSE(std::filesystem::exists(dir.file("missing.db")));
}

TEST_CASE("a file that is no database is refused when it is opened") {
  const temp_dir dir;
  std::ofstream(dir.file("a.db")) << std::string(4096, 'x');
  for (const char* mode : {"", "?mode=ro", "?mode=rw"}) {
    try {
      plinth::sqlite::connection db = open("sqlite:///" + dir.file("a.db") + mode);
      FAIL("it was opened");
    } catch (const plinth::connection_error& refused) {
      CHECK(refused.code() == 2210);
    }
  }
}

TEST_CASE("a damaged file is a statement error with a number of its own") {
  const temp_dir dir;
  {
    plinth::sqlite::connection db = open("sqlite:///" + dir.file("a.db") + "?journal_mode=delete");
    db.run("CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(20000))");
  }
  std::fstream file(dir.file("a.db"), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(4096, '\xff');
  file.close();
  plinth::sqlite::connection db = open("sqlite:///" + dir.file("a.db"));
  try {
    one(db, "SELECT count(*), sum(length(a)) FROM t");
    FAIL("it was read");
  } catch (const plinth::statement_error& damaged) {
    CHECK(damaged.code() == 2210);
  }
}

TEST_CASE("a read-only connection reads and refuses to write") {
  const temp_dir dir;
  { open("sqlite:///" + dir.file("a.db") + "?journal_mode=delete").run("CREATE TABLE t (a)"); }
  plinth::sqlite::connection db = open("sqlite:///" + dir.file("a.db") + "?mode=ro");
  CHECK(one(db, "SELECT count(*) FROM t") == "integer 0");
  try {
    execute(db, "INSERT INTO t VALUES (1)");
    FAIL("it was written");
  } catch (const plinth::statement_error& refused) {
    CHECK(refused.code() == 2211);
  }
}

TEST_CASE("an unreadable file is a connection error") {
  if (::geteuid() == 0) PLINTH_SKIP("permissions do not bind root");
  const temp_dir dir;
  { open("sqlite:///" + dir.file("a.db")).run("CREATE TABLE t (a)"); }
  std::filesystem::permissions(dir.file("a.db"), std::filesystem::perms::none);
  CHECK_THROWS_AS(open("sqlite:///" + dir.file("a.db")), plinth::connection_error);
}

TEST_CASE("a file without permission to write is refused unless the URL asks for reading only") {
  if (::geteuid() == 0) PLINTH_SKIP("permissions do not bind root");
  const temp_dir dir;
  { open("sqlite:///" + dir.file("a.db") + "?journal_mode=delete").run("CREATE TABLE t (a)"); }
  std::filesystem::permissions(dir.file("a.db"), std::filesystem::perms::owner_read);
  try {
    open("sqlite:///" + dir.file("a.db"));
    FAIL("it was opened");
  } catch (const plinth::connection_error& refused) {
    CHECK(refused.code() == 2211);
  }
  plinth::sqlite::connection db = open("sqlite:///" + dir.file("a.db") + "?mode=ro");
  CHECK(one(db, "SELECT count(*) FROM t") == "integer 0");
}

TEST_CASE("prepare takes one statement, with blanks and comments behind it at most") {
  plinth::sqlite::connection db = open("sqlite://");
  CHECK(one(db, "SELECT 1; -- done\n /* really */ ") == "integer 1");
  CHECK_THROWS_AS(db.prepare("SELECT 1; SELECT 2"), plinth::statement_error);
  CHECK_THROWS_AS(db.prepare("SELECT 1; DROP TABLE t"), plinth::statement_error);
  CHECK_THROWS_AS(db.prepare(""), plinth::statement_error);
  CHECK_THROWS_AS(db.prepare(" -- nothing"), plinth::statement_error);
  CHECK_THROWS_AS(db.prepare(std::string_view("SELECT 1\0; SELECT 2", 19)), plinth::statement_error);
}

TEST_CASE("run executes every statement of a script, up to one that fails") {
  plinth::sqlite::connection db = open("sqlite://");
  db.run("CREATE TABLE t (a);\n-- comment; with a semicolon\nINSERT INTO t VALUES (';');;\n");
  CHECK(one(db, "SELECT a FROM t") == "text ;");
  CHECK_THROWS_AS(db.run("INSERT INTO t VALUES (2); INSERT INTO nowhere VALUES (3); INSERT INTO t VALUES (4)"),
                  plinth::statement_error);
  CHECK(one(db, "SELECT count(*) FROM t") == "integer 2");
  db.run("");
  CHECK_THROWS_AS(db.run(std::string_view("SELECT 1;\0DROP TABLE t", 22)), plinth::statement_error);
}

TEST_CASE("values and expected kinds have to fit the statement in number") {
  plinth::sqlite::connection db = open("sqlite://");
  const auto statement = db.prepare("SELECT ?, 2");
  const std::vector<cell> two = {integer(1), integer(2)};
  const std::vector<kind> one_kind = {kind::integer};
  CHECK_THROWS_AS(statement->start({}, {}), plinth::statement_error);
  CHECK_THROWS_AS(statement->start(two, {}), plinth::statement_error);
  CHECK_THROWS_AS(statement->start({two.data(), 1}, one_kind), plinth::statement_error);
}

TEST_CASE("affected rows are those of the statement itself, and none for others") {
  plinth::sqlite::connection db = open("sqlite://");
  db.run(
      "CREATE TABLE t (a); CREATE TABLE log (a);"
      "CREATE TRIGGER logged AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1), (2); END");
  CHECK(execute(db, "INSERT INTO t VALUES (1), (2), (3)") == 3);
  CHECK(execute(db, "SELECT * FROM t") == 0);
  CHECK(execute(db, "UPDATE t SET a = 0 WHERE a > 1") == 2);
  CHECK(execute(db, "UPDATE t SET a = 0 WHERE a > 7") == 0);
  CHECK(execute(db, "CREATE TABLE u (a)") == 0);
  CHECK(execute(db, "INSERT INTO t VALUES (9) RETURNING a") == 1);
  CHECK(execute(db, "DELETE FROM t") == 4);
}

TEST_CASE("the bytes of a row stay until the next step, and a column's name is the server's") {
  plinth::sqlite::connection db = open("sqlite://");
  const auto statement = db.prepare("SELECT 'a' AS first UNION ALL SELECT 'b'");
  CHECK(statement->columns() == 1);
  CHECK(statement->column_name(0) == "first");
  CHECK(statement->column_name(5).empty());
  statement->start({}, {});
  cell row;
  REQUIRE(statement->next(&row));
  CHECK(row.bytes() == "a");
  REQUIRE(statement->next(&row));
  CHECK(row.bytes() == "b");
  CHECK_FALSE(statement->next(&row));
  CHECK_FALSE(statement->next(&row));
}

TEST_CASE("a reset brings a connection back to how it was opened") {
  plinth::sqlite::connection db = open("sqlite://");
  db.run("CREATE TABLE t (a); PRAGMA foreign_keys = OFF");
  db.begin(transaction_mode::write);
  db.run("INSERT INTO t VALUES (1), (2)");
  const auto open_statement = db.prepare("SELECT * FROM t");
  open_statement->start({}, {});
  cell row;
  REQUIRE(open_statement->next(&row));

  CHECK(db.reset());
  CHECK_FALSE(db.in_transaction());
  CHECK(one(db, "SELECT count(*) FROM t") == "integer 0");
  CHECK(one(db, "PRAGMA foreign_keys") == "integer 1");
  CHECK(db.healthy());
}
