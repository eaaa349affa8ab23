// SPDX-License-Identifier: MIT
// Rows into a table by COPY, below sessions: the bytes of every type, and what goes wrong on the way.
#include "support/catch.hpp"
#include "support/code_of.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <plinth/postgresql.hpp>

#include "support/backend.hpp"
#include "support/cells.hpp"

using namespace std::chrono_literals;
using plinth::cell;
using plinth::kind;
using plinth_test::integer;
using plinth_test::shown;
using plinth_test::text;

namespace {

struct server {
  plinth_test::test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();

  std::unique_ptr<plinth::driver::row_sink> rows_into(std::string_view table,
                                                      const std::vector<std::string_view>& columns) {
    return connection.driver().rows_into(table, columns);
  }

  std::string one(std::string_view sql) {
    plinth::cursor rows = connection.open(sql);
    return rows.next() ? shown(*rows.row()) : "no row";
  }
};

bool take(plinth::driver::row_sink& to, const std::vector<cell>& values) { return to.take(values); }

using plinth_test::code_of;

/// Ends the connection's process on the server.
void terminate(plinth::engine& by, const std::string& pid) {
  plinth::connection other = by.connect();
  other.run("SELECT pg_terminate_backend(" + pid + ")");
  plinth::cursor gone = other.open("SELECT 1");
  gone.finish();
  for (;;) {
    plinth::cursor left = other.open("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid);
    if (left.next() && left.row()->integer == 0) return;
    left.finish();
    std::this_thread::sleep_for(1ms);
  }
}

constexpr const char* every_type =
    R"(("i2" smallint, "i4" integer, "i8" bigint, "f4" real, "f8" double precision, "n" numeric(20, 4), "b" boolean,
        "t" text, "v" varchar(10), "c" char(4), "y" bytea, "d" date, "ts" timestamp, "tz" timestamptz, "u" uuid,
        "j" json, "jb" jsonb, "m" mood, "p" positive))";

const std::vector<std::string_view> every_column = {"i2", "i4", "i8", "f4", "f8", "n", "b",  "t", "v", "c",
                                                    "y",  "d",  "ts", "tz", "u",  "j", "jb", "m", "p"};

cell decimal(std::int64_t unscaled, std::uint8_t scale) {
  cell c = cell::of_integer(unscaled, kind::decimal);
  c.scale = scale;
  return c;
}

const std::vector<std::vector<cell>> rows_of_every_type = {
    {integer(-32'768), integer(2'147'483'647), integer(INT64_MIN), cell::of_real(0.5), cell::of_real(-1e300),
     decimal(-123'456, 4), cell::of_integer(1, kind::boolean), text("a \\ \t\n\"'"), text("ten chars."), text("abc"),
     cell::of_bytes(std::string_view("\0\xff\n", 3), kind::blob), cell::of_integer(-1, kind::date),
     cell::of_integer(1, kind::local_timestamp), cell::of_integer(-1, kind::timestamp),
     cell::of_bytes("0123456789abcdef", kind::uuid), cell::of_bytes(R"({"a": [1, 2]})", kind::json),
     cell::of_bytes(R"({"b": null})", kind::json), text("good"), integer(7)},
    {integer(0), integer(0), integer(0), integer(0), integer(0), integer(0), cell::of_integer(0, kind::boolean),
     text(""), text(""), text(""), cell::of_bytes("", kind::blob), cell::of_integer(0, kind::date),
     cell::of_integer(0, kind::local_timestamp), cell::of_integer(0, kind::timestamp),
     cell::of_bytes(std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16), kind::uuid),
     cell::of_bytes("0", kind::json), cell::of_bytes("\"\"", kind::json), text("bad"), integer(1)},
    std::vector<cell>(19),
};

}  // namespace

TEST_CASE("COPY stores values of every type as INSERT does", "[postgresql]") {
  server s;
  s.connection.run(R"(CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN positive AS integer CHECK (VALUE > 0))");
  for (const char* table : {"copied", "inserted"}) s.connection.run(std::string("CREATE TABLE ") + table + every_type);
  auto sink = s.rows_into("\"copied\"", every_column);
  REQUIRE(sink != nullptr);
  for (const auto& row : rows_of_every_type) {
    CHECK(take(*sink, row));
    s.connection.execute(
        "INSERT INTO inserted VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
        "$16, $17, $18, $19)",
        row);
  }
  sink->end();
  CHECK(s.one("SELECT count(*) FROM copied") == "integer 3");
  CHECK(s.one("SELECT count(*) FROM copied WHERE copied::text IN (SELECT inserted::text FROM inserted)") ==
        "integer 3");
}

TEST_CASE("a value that is not of its column's form is left to INSERT, and the rows before it stay", "[postgresql]") {
  server s;
  s.connection.run(R"(CREATE TABLE t ("i" integer, "a" inet))");
  auto sink = s.rows_into("t", {"i", "a"});
  REQUIRE(sink != nullptr);
  CHECK(take(*sink, {integer(1), {}}));
  CHECK_FALSE(take(*sink, {cell::of_real(2.5), {}}));
  CHECK_FALSE(take(*sink, {integer(5'000'000'000), {}}));
  CHECK_FALSE(take(*sink, {text("3"), {}}));
  CHECK_FALSE(take(*sink, {integer(1), text("127.0.0.1")}));
  CHECK(take(*sink, {integer(2), {}}));
  sink->end();
  CHECK(s.one("SELECT sum(i) FROM t") == "integer 3");
}

TEST_CASE("there is no COPY into what is no table, or into columns that are not there", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (i integer); CREATE VIEW v AS SELECT i FROM t");
  CHECK(s.rows_into("v", {"i"}) == nullptr);
  CHECK(s.rows_into("t", {"j"}) == nullptr);
  CHECK(code_of([&] { static_cast<void>(s.rows_into("nowhere", {"i"})); }) == 2218);
}

TEST_CASE("names in COPY are quoted, and nothing in a value ends it", "[postgresql]") {
  server s;
  s.connection.run(R"(CREATE TABLE "a""; DROP TABLE b; --" ("x') FROM STDIN; --" text, "\." text))");
  auto sink = s.rows_into(R"("a""; DROP TABLE b; --")", {"x') FROM STDIN; --", "\\."});
  REQUIRE(sink != nullptr);
  CHECK(take(*sink, {text("\\.\n"), text(std::string_view("');\n"))}));
  sink->end();
  CHECK(s.one(R"(SELECT "x') FROM STDIN; --" FROM "a""; DROP TABLE b; --")") == "text \\.\n");
}

TEST_CASE("a transaction that is due begins before COPY, and rolling back takes its rows away", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (i integer)");
  s.connection.begin(plinth::transaction_mode::write);
  auto sink = s.rows_into("t", {"i"});
  CHECK(take(*sink, {integer(1)}));
  CHECK(s.connection.in_transaction());
  sink->end();
  s.connection.rollback();
  CHECK(s.one("SELECT count(*) FROM t") == "integer 0");
}

TEST_CASE("statements between two rows of a COPY find those before them, and it goes on behind them", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (i integer PRIMARY KEY)");
  s.connection.begin(plinth::transaction_mode::write);
  auto sink = s.rows_into("t", {"i"});
  for (int i = 0; i < 10; ++i) {
    CHECK(take(*sink, {integer(i)}));
    CHECK(s.one("SELECT count(*) FROM t") == "integer " + std::to_string(i + 1));
  }
  CHECK(take(*sink, {integer(3)}));
  CHECK(code_of([&] { static_cast<void>(s.one("SELECT 1")); }) == 2413);  // the COPY before it has failed
  CHECK(code_of([&] { static_cast<void>(take(*sink, {integer(11)})); }) == 2201);
}

TEST_CASE("a COPY of more than one part reports a failure without waiting for its last row", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (i integer PRIMARY KEY, t text)");
  s.connection.begin(plinth::transaction_mode::write);
  auto sink = s.rows_into("t", {"i", "t"});
  const std::string megabyte(1 << 20, 'x');
  int taken = 0;
  const int code = code_of([&] {
    for (; taken < 1'000; ++taken) static_cast<void>(take(*sink, {integer(taken == 2 ? 1 : taken), text(megabyte)}));
  });
  CHECK(code == 2201);
  CHECK(taken < 40);
}

TEST_CASE("a COPY that is given up leaves nothing, and the connection can be used", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (i integer)");
  {
    auto sink = s.rows_into("t", {"i"});
    CHECK(take(*sink, {integer(1)}));
  }
  CHECK(s.one("SELECT count(*) FROM t") == "integer 0");
}

TEST_CASE("a COPY can be cancelled like a statement", "[postgresql]") {
  server s;
  s.connection.run(R"(CREATE TABLE t (i integer);
      CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
      CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION slow())");
  s.connection.begin(plinth::transaction_mode::write);
  auto sink = s.rows_into("t", {"i"});
  CHECK(take(*sink, {integer(1)}));
  std::thread other([&] {
    std::this_thread::sleep_for(200ms);
    s.connection.cancel();
  });
  CHECK(code_of([&] { sink->end(); }) == 2215);
  other.join();
  s.connection.rollback();
  CHECK(s.one("SELECT count(*) FROM t") == "integer 0");
}

TEST_CASE("a server that goes in the middle of a COPY is connection_lost, and the pool opens another", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (i integer)");
  const std::string pid = s.one("SELECT pg_backend_pid()").substr(8);
  {
    plinth::connection victim = std::move(s.connection);
    victim.begin(plinth::transaction_mode::write);
    const std::vector<std::string_view> columns = {"i"};
    auto sink = victim.driver().rows_into("t", columns);
    CHECK(take(*sink, {integer(1)}));
    terminate(s.engine, pid);
    CHECK(code_of([&] {
            for (int i = 0; i < 100'000; ++i) static_cast<void>(take(*sink, {integer(i)}));
            sink->end();
          }) == 2410);
  }
  plinth::connection again = s.engine.connect();
  plinth::cursor count = again.open("SELECT count(*) FROM t");
  REQUIRE(count.next());
  CHECK(shown(*count.row()) == "integer 0");
}
