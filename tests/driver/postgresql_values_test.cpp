// SPDX-License-Identifier: MIT
// Values on their way to a PostgreSQL server and back.
#include "support/catch.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/engine/engine.hpp>

#include "support/backend.hpp"
#include "support/cells.hpp"

using namespace std::string_view_literals;
using plinth::cell;
using plinth::kind;
using plinth_test::contains;
using plinth_test::shown;

namespace {

struct server {
  plinth_test::test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();

  /// The first row, with columns as `expected`, or as they come.
  std::vector<std::string> row(std::string_view sql, const std::vector<cell>& values = {},
                               const std::vector<kind>& expected = {}) {
    plinth::cursor rows = connection.open(sql, values, expected);
    std::vector<std::string> result;
    if (!rows.next()) return result;
    for (std::size_t i = 0; i < rows.columns(); ++i) result.push_back(shown(rows.row()[i]));
    return result;
  }

  std::string one(std::string_view sql, const std::vector<cell>& values = {}, const std::vector<kind>& expected = {}) {
    return row(sql, values, expected).at(0);
  }

  int code(std::string_view sql, const std::vector<cell>& values = {}, const std::vector<kind>& expected = {}) {
    try {
      static_cast<void>(row(sql, values, expected));
    } catch (const plinth::error& e) {
      return e.code();
    }
    return 0;
  }
};

cell of(std::int64_t value, kind k) { return cell::of_integer(value, k); }
cell of(std::string_view bytes, kind k) { return cell::of_bytes(bytes, k); }
cell decimal(std::int64_t value, std::uint8_t scale) {
  cell result = cell::of_integer(value, kind::decimal);
  result.scale = scale;
  return result;
}

constexpr std::int64_t day = 86'400'000'000;

}  // namespace

TEST_CASE("every kind of value comes back from a column of its type as it was", "[postgresql]") {
  server s;
  s.connection.run(
      "CREATE TABLE v (id int, b boolean, s smallint, i integer, l bigint, f real, d double precision, t text, v "
      "varchar(9), y bytea, z timestamptz, w timestamp, a date, u uuid, j jsonb, k json, n numeric(20, 3))");
  const std::string id("\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x00", 16);
  const std::vector<cell> values = {of(1, kind::integer),
                                    of(1, kind::boolean),
                                    of(-32'768, kind::integer),
                                    of(2'147'483'647, kind::integer),
                                    of(std::numeric_limits<std::int64_t>::min(), kind::integer),
                                    cell::of_real(0.5),
                                    cell::of_real(0.1),
                                    of("z\xC3\xA4hl", kind::text),
                                    of("", kind::text),
                                    of("a\0b"sv, kind::blob),
                                    of(1'714'566'645'123'456, kind::timestamp),
                                    of(-1, kind::local_timestamp),
                                    of(-719'162, kind::date),
                                    of(id, kind::uuid),
                                    of(R"({"a": [1, null]})", kind::json),
                                    of("[1,  2]", kind::json),
                                    decimal(-12'345, 3)};
  s.connection.execute(
      "INSERT INTO v VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)", values);
  std::vector<std::string> expected;
  for (const cell& v : values) expected.push_back(shown(v));
  CHECK(s.row("SELECT * FROM v") == expected);
  std::vector<kind> kinds;
  for (const cell& v : values) kinds.push_back(v.kind);
  CHECK(s.row("SELECT * FROM v", {}, kinds) == expected);
  CHECK(s.one("SELECT n::text FROM v") == "text -12.345");
  CHECK(s.one("SELECT (z AT TIME ZONE 'UTC')::text FROM v") == "text 2024-05-01 12:30:45.123456");
  CHECK(s.one("SELECT a::text FROM v") == "text 0001-01-01");

  // All of it again as NULL, in every column.
  const std::vector<cell> nulls(values.size());
  s.connection.execute(
      "UPDATE v SET id = $1, b = $2, s = $3, i = $4, l = $5, f = $6, d = $7, t = $8, v = $9, y = $10, z = $11, w = "
      "$12, "
      "a = $13, u = $14, j = $15, k = $16, n = $17",
      nulls);
  CHECK(s.row("SELECT * FROM v", {}, kinds) == std::vector<std::string>(values.size(), "null"));
}

TEST_CASE("infinities and NaN are doubles like all others", "[postgresql]") {
  server s;
  for (const double value : {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::max(), std::numeric_limits<double>::denorm_min(), -0.0})
    CHECK(s.one("SELECT $1::float8", {cell::of_real(value)}) == shown(cell::of_real(value)));
  plinth::cursor rows = s.connection.open("SELECT $1::float8", std::vector<cell>{cell::of_real(std::nan(""))});
  REQUIRE(rows.next());
  CHECK(std::isnan(rows.row()->real));
}

TEST_CASE("random numerics, written by the server as text, are read as the same digits", "[postgresql]") {
  server s;
  std::mt19937_64 random(4);  // NOLINT: the same numbers in every run
  for (int i = 0; i < 200; ++i) {
    const auto scale = static_cast<std::uint8_t>(random() % 19);
    const auto value = static_cast<std::int64_t>(random() >> (1 + random() % 60)) * (random() % 2 == 0 ? 1 : -1);
    CAPTURE(value, int(scale));
    plinth::cursor rows = s.connection.open("SELECT $1::numeric, $1::numeric::text, $1::numeric::text::numeric",
                                            std::vector<cell>{decimal(value, scale)});
    REQUIRE(rows.next());
    CHECK(rows.row()[0].integer == value);
    CHECK(int(rows.row()[0].scale) == int(scale));
    CHECK(rows.row()[2].integer == value);
    std::string digits(rows.row()[1].bytes());
    std::erase(digits, '.');
    CHECK(std::stoll(digits) == value);
  }
}

TEST_CASE("a number meets a column of another type as SQL has it, not cut to fit", "[postgresql]") {
  server s;
  s.connection.run(
      "CREATE TABLE n (i integer, s smallint, f real, d numeric(9, 2)); INSERT INTO n VALUES (2, 3, 0.1, 2.5)");
  CHECK(s.one("SELECT count(*) FROM n WHERE i > $1", {cell::of_real(1.5)}) == "integer 1");
  CHECK(s.one("SELECT count(*) FROM n WHERE i > $1", {cell::of_real(2.5)}) == "integer 0");
  CHECK(s.one("SELECT count(*) FROM n WHERE i < $1", {of(5'000'000'000, kind::integer)}) == "integer 1");
  CHECK(s.one("SELECT count(*) FROM n WHERE s = $1", {of(65'539, kind::integer)}) == "integer 0");
  CHECK(s.one("SELECT count(*) FROM n WHERE i = $1", {cell::of_real(2.0)}) == "integer 1");
  CHECK(s.one("SELECT count(*) FROM n WHERE d = $1", {cell::of_real(2.5)}) == "integer 1");
  CHECK(s.one("SELECT count(*) FROM n WHERE d = $1", {decimal(250, 2)}) == "integer 1");
  CHECK(s.one("SELECT count(*) FROM n WHERE i = $1", {decimal(20, 1)}) == "integer 1");
  CHECK(s.one("SELECT count(*) FROM n WHERE f = $1", {cell::of_real(0.1)}) == "integer 0");
  CHECK(s.one("SELECT count(*) FROM n WHERE f = $1", {cell::of_real(double{0.1F})}) == "integer 1");
  // The statement that was made for such a value is kept beside the first and does not get in its way.
  CHECK(s.one("SELECT count(*) FROM n WHERE i > $1", {of(1, kind::integer)}) == "integer 1");
  CHECK(s.one("SELECT count(*) FROM n WHERE i > $1", {cell::of_real(1.5)}) == "integer 1");
}

TEST_CASE("a number too large for its column is refused by its own number", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE n (i integer, d numeric(4, 2))");
  CHECK(s.code("INSERT INTO n (i) VALUES ($1)", {of(5'000'000'000, kind::integer)}) == 2426);
  CHECK(s.code("INSERT INTO n (d) VALUES ($1)", {decimal(10'000, 2)}) == 2426);
  CHECK(s.one("SELECT count(*) FROM n") == "integer 0");
}

TEST_CASE("a number of the server is read as another kind only where nothing is lost", "[postgresql]") {
  server s;
  CHECK(s.one("SELECT sum(x) FROM generate_series(1::bigint, 4) x", {}, {kind::integer}) == "integer 10");
  CHECK(s.one("SELECT avg(x) FROM generate_series(1, 4) x", {}, {kind::real}) == shown(cell::of_real(2.5)));
  CHECK(s.one("SELECT 7::int", {}, {kind::real}) == shown(cell::of_real(7)));
  CHECK(s.one("SELECT 7::int", {}, {kind::decimal}) == "decimal 7");
  CHECK(s.one("SELECT 7.00::numeric", {}, {kind::integer}) == "integer 7");
  CHECK(s.one("SELECT 7::float8", {}, {kind::integer}) == "integer 7");
  CHECK(s.code("SELECT 7.5::numeric", {}, {kind::integer}) == 2301);
  CHECK(s.code("SELECT 7.5::float8", {}, {kind::integer}) == 2301);
  CHECK(s.code("SELECT 9007199254740993::bigint", {}, {kind::real}) == 2301);
  CHECK(s.code("SELECT 1e30::numeric", {}, {kind::decimal}) == 2301);
  CHECK(s.code("SELECT 'NaN'::numeric", {}, {kind::decimal}) == 2301);
}

TEST_CASE("a stored value of another kind is refused, its value not told; NULL is of any kind", "[postgresql]") {
  server s;
  CHECK(s.code("SELECT 's3cret'", {}, {kind::integer}) == 2301);
  CHECK(s.code("SELECT 1", {}, {kind::text}) == 2301);
  CHECK(s.code("SELECT true", {}, {kind::integer}) == 2301);
  CHECK(s.code("SELECT now()", {}, {kind::local_timestamp}) == 2301);
  CHECK(s.one("SELECT NULL", {}, {kind::integer}) == "null");
  CHECK_THROWS_WITH(s.row("SELECT 's3cret'", {}, {kind::integer}), !contains("s3cret"));
  CHECK(s.one("SELECT 1") == "integer 1");
}

TEST_CASE("times are read exactly at the ends of the calendar, and infinite ones refused", "[postgresql]") {
  server s;
  for (const std::int64_t t : {-719'162 * day, -day, std::int64_t{-1}, std::int64_t{0}, 253'402'300'799'999'999,
                               std::int64_t{-210'866'803'200'000'000}, std::int64_t{9'000'000'000'000'000'000}}) {
    CHECK(s.one("SELECT $1::timestamptz", {of(t, kind::timestamp)}) == shown(of(t, kind::timestamp)));
    CHECK(s.one("SELECT $1::timestamp", {of(t, kind::local_timestamp)}) == shown(of(t, kind::local_timestamp)));
  }
  for (const std::int64_t d : {std::int64_t{-2'440'588}, std::int64_t{0}, std::int64_t{2'145'042'905}})
    CHECK(s.one("SELECT $1::date", {of(d, kind::date)}) == shown(of(d, kind::date)));
  CHECK(s.code("SELECT $1::date", {of(-2'440'589, kind::date)}) == 2424);
  CHECK(s.code("SELECT $1::date", {of(2'145'042'906, kind::date)}) == 2424);
  CHECK(s.code("SELECT $1::timestamp", {of(-210'866'803'200'000'001, kind::local_timestamp)}) == 2424);
  CHECK(s.code("SELECT 'infinity'::timestamptz") == 2301);
  CHECK(s.code("SELECT '-infinity'::date") == 2301);
  CHECK(s.code("SELECT '294276-12-31'::timestamptz") == 2301);
}

TEST_CASE("a NUL in a text is refused before it is sent, and the transaction goes on", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (a text, j jsonb, k json, i integer)");
  s.connection.begin(plinth::transaction_mode::write);
  CHECK(s.code("INSERT INTO t (a) VALUES ($1)", {of("a\0b"sv, kind::text)}) == 2423);
  CHECK(s.code("INSERT INTO t (j) VALUES ($1)", {of("\"a\0b\""sv, kind::json)}) == 2423);
  CHECK(s.code("SELECT $1::int", {of("1\0"sv, kind::text)}) == 2423);
  s.connection.execute("INSERT INTO t (a) VALUES ($1)", std::vector<cell>{of("ab", kind::text)});
  s.connection.commit();
  CHECK(s.one("SELECT count(*) FROM t") == "integer 1");
}

TEST_CASE("text that is not UTF-8, and JSON that jsonb cannot keep, are refused by the server", "[postgresql]") {
  server s;
  CHECK(s.code("SELECT $1::text", {of("\xC3\x28", kind::text)}) == 2426);
  CHECK(s.code("SELECT $1::jsonb", {of(R"("\u0000")", kind::json)}) == 2426);
  CHECK(s.code("SELECT $1::jsonb", {of("{", kind::json)}) == 2426);
  CHECK_THROWS_WITH(s.row("SELECT $1::int", {of("s3cret", kind::text)}), !contains("s3cret"));
}

TEST_CASE("the labels of an enumeration are texts, whatever its type's number", "[postgresql]") {
  server s;
  s.connection.run("CREATE TYPE mood AS ENUM ('calm', 'a ''b'''); CREATE TABLE m (mood mood)");
  s.connection.execute("INSERT INTO m VALUES ($1)", std::vector<cell>{of("a 'b'", kind::text)});
  CHECK(s.one("SELECT mood FROM m WHERE mood = $1", {of("a 'b'", kind::text)}, {kind::text}) == "text a 'b'");
  CHECK(s.one("SELECT mood FROM m") == "text a 'b'");
  CHECK(s.code("INSERT INTO m VALUES ($1)", {of("angry", kind::text)}) == 2426);
}

TEST_CASE("a text is read by the server as the type that it wants", "[postgresql]") {
  server s;
  CHECK(s.one("SELECT $1::integer", {of("42", kind::text)}) == "integer 42");
  CHECK(s.one("SELECT $1::interval = '1 day'", {of("24:00:00", kind::text)}) == "true");
  CHECK(s.one("SELECT $1::uuid = '01234567-89ab-cdef-fedc-ba9876543200'",
              {of("01234567-89AB-CDEF-FEDC-BA9876543200", kind::text)}) == "true");
  CHECK(s.one("SELECT $1::inet::text", {of("10.0.0.0/8", kind::text)}) == "text 10.0.0.0/8");
  CHECK(s.one("SELECT $1::json::text", {of("[1,  2]", kind::text)}) == "text [1,  2]");
}

TEST_CASE("a type that plinth does not read is named as such, and can be cast", "[postgresql]") {
  server s;
  CHECK(s.code("SELECT interval '1 day'") == 2420);
  CHECK(s.code("SELECT '10.0.0.1'::inet", {}, {kind::text}) == 2420);
  CHECK(s.one("SELECT (interval '1 day')::text") == "text 1 day");
  CHECK(s.one("SELECT 'pg_class'::regclass = 1259, 1259::oid", {}, {}) == "true");
  CHECK(s.row("SELECT current_user, 'x'::\"char\", 'y'::char(3)") ==
        std::vector<std::string>{"text plinth", "text x", "text y  "});
  CHECK(s.one("SELECT pg_sleep(0)") == "null");
}

TEST_CASE("types that do not fit are the statement's fault, with their own number", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (u uuid, b boolean)");
  CHECK(s.code("SELECT * FROM t WHERE u = $1", {of(1, kind::integer)}) == 2421);
  CHECK(s.code("SELECT * FROM t WHERE b = $1", {of(1, kind::integer)}) == 2421);
  CHECK(s.code("SELECT $1 + $2", {of(1, kind::integer), of(1, kind::integer)}) == 2421);
  CHECK(s.code("INSERT INTO t (b) VALUES ($1)", {of(0, kind::date)}) == 2421);
}

TEST_CASE("sixty-four megabytes go in one value", "[postgresql]") {
  server s;
  const std::string big(64U << 20U, 'x');
  plinth::cursor rows = s.connection.open("SELECT $1::bytea, length($2::text)",
                                          std::vector<cell>{of(big, kind::blob), of(big, kind::text)});
  REQUIRE(rows.next());
  CHECK(rows.row()[0].bytes() == big);
  CHECK(rows.row()[1].integer == 64 << 20);
}
