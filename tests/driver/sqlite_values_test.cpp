// SPDX-License-Identifier: MIT
// What goes into a SQLite database comes out as it was, and what does not fit is refused.
#include "support/catch.hpp"
#include "support/cells.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/driver/sqlite/connection.hpp>
#include <plinth/driver/sqlite/text_forms.hpp>

using plinth::cell;
using plinth::kind;
using namespace plinth_test;

namespace {

plinth::sqlite::connection memory() { return plinth::sqlite::connection({}, "/plinth-driver-test"); }

/// The value after a way through the database: bound, and read as `expected`.
std::string through(const cell& value, kind expected) {
  plinth::sqlite::connection db = memory();
  const auto statement = db.prepare("SELECT ?");
  statement->start({&value, 1}, {&expected, 1});
  cell row;
  if (!statement->next(&row)) throw std::logic_error("no row");
  return shown(row);
}

/// What the SQL expression gives when it is read as `expected`.
std::string read(const std::string& expression, kind expected) {
  plinth::sqlite::connection db = memory();
  const auto statement = db.prepare("SELECT " + expression);
  statement->start({}, {&expected, 1});
  cell row;
  if (!statement->next(&row)) throw std::logic_error("no row");
  return shown(row);
}

/// The type in which SQLite stores a bound value.
std::string stored_type(const cell& value) {
  plinth::sqlite::connection db = memory();
  const auto statement = db.prepare("SELECT typeof(?)");
  statement->start({&value, 1}, {});
  cell row;
  if (!statement->next(&row)) throw std::logic_error("no row");
  return std::string(row.bytes());
}

cell of(kind k, std::int64_t number) { return cell::of_integer(number, k); }

}  // namespace

TEST_CASE("every kind of value comes back from SQLite as it was") {
  for (const std::int64_t n : {std::int64_t{0}, std::int64_t{-1}, INT64_MAX, INT64_MIN})
    CHECK(through(integer(n), kind::integer) == shown(integer(n)));
  CHECK(through(of(kind::boolean, 1), kind::boolean) == "true");
  CHECK(through(of(kind::boolean, 0), kind::boolean) == "false");
  CHECK(through(text("grün"), kind::text) == "text grün");
  CHECK(through(text(""), kind::text) == "text ");
  CHECK(through(cell{}, kind::text) == "null");
  CHECK(through(of(kind::timestamp, -1), kind::timestamp) == "timestamp -1");
  CHECK(through(of(kind::local_timestamp, 1'709'209'845'000'007), kind::local_timestamp) ==
        "local_timestamp 1709209845000007");
  CHECK(through(of(kind::date, -719'528), kind::date) == "date -719528");
  CHECK(through(cell::of_bytes("0123456789abcdef", kind::uuid), kind::uuid) == "uuid 0123456789abcdef");
  CHECK(through(cell::of_bytes("{\"a\":1}", kind::json), kind::json) == "json {\"a\":1}");
  CHECK(through(of(kind::decimal, -12'50), kind::decimal) == "decimal -1250");
}

TEST_CASE("real numbers come back bit by bit") {
  for (const double value : {0.1, -0.0, 1e308, 5e-324, 9007199254740993.0, 1.0, HUGE_VAL, -HUGE_VAL}) {
    plinth::sqlite::connection db = memory();
    const auto statement = db.prepare("SELECT ?");
    const cell bound = real(value);
    const kind expected = kind::real;
    statement->start({&bound, 1}, {&expected, 1});
    cell row;
    REQUIRE(statement->next(&row));
    CHECK(row.real == value);
    CHECK(std::signbit(row.real) == std::signbit(value));
  }
}

TEST_CASE("NUL bytes inside a text or a blob survive") {
  const std::string_view bytes("a\0b\0", 4);
  CHECK(through(text(bytes), kind::text) == "text " + std::string(bytes));
  CHECK(through(blob(bytes), kind::blob) == "blob " + std::string(bytes));
}

TEST_CASE("an empty text and an empty blob are not NULL, also without a pointer to their bytes") {
  CHECK(stored_type(text("")) == "text");
  CHECK(stored_type(text({})) == "text");
  CHECK(stored_type(blob("")) == "blob");
  CHECK(stored_type(blob({})) == "blob");
  CHECK(through(blob({}), kind::blob) == "blob ");
}

TEST_CASE("a decimal's scale is left to the reader, who knows the column") {
  plinth::sqlite::connection db = memory();
  const auto statement = db.prepare("SELECT 1250");
  const kind expected = kind::decimal;
  statement->start({}, {&expected, 1});
  cell row;
  REQUIRE(statement->next(&row));
  CHECK(row.scale == cell::declared_scale);
}

TEST_CASE("a number is read as another kind of number only where nothing is lost") {
  CHECK(read("3", kind::real) == shown(real(3)));
  CHECK(read("9007199254740992", kind::real) == shown(real(9007199254740992.0)));
  CHECK(read("1152921504606846976", kind::real) == shown(real(1152921504606846976.0)));
  CHECK(read("-9223372036854775808", kind::real) == shown(real(-9223372036854775808.0)));
  CHECK(read("3.0", kind::integer) == "integer 3");
  CHECK(read("-9223372036854775808.0", kind::integer) == shown(integer(INT64_MIN)));
  CHECK_THROWS_AS(read("9007199254740993", kind::real), plinth::value_error);
  CHECK_THROWS_AS(read("9223372036854775807", kind::real), plinth::value_error);
  CHECK_THROWS_AS(read("3.5", kind::integer), plinth::value_error);
  CHECK_THROWS_AS(read("9223372036854775808.0", kind::integer), plinth::value_error);
  CHECK_THROWS_AS(read("9e999", kind::integer), plinth::value_error);
}

TEST_CASE("a value that is not of the expected kind is refused, and the error says what was found") {
  CHECK_THROWS_MATCHES(
      read("'secret'", kind::integer), plinth::value_error,
      message_is("plinth[E2301]: column 1 of the result holds text, which cannot be read as an integer"));
  CHECK_THROWS_MATCHES(
      read("2", kind::boolean), plinth::value_error,
      message_is("plinth[E2301]: column 1 of the result holds an integer, which cannot be read as a boolean: only the "
                 "integers 0 and 1 are"));
  CHECK_THROWS_AS(read("'1'", kind::boolean), plinth::value_error);
  CHECK_THROWS_AS(read("1", kind::text), plinth::value_error);
  CHECK_THROWS_AS(read("x'00'", kind::text), plinth::value_error);
  CHECK_THROWS_AS(read("'a'", kind::blob), plinth::value_error);
  CHECK_THROWS_AS(read("'1.5'", kind::real), plinth::value_error);
  CHECK_THROWS_AS(read("1709209800", kind::timestamp), plinth::value_error);
  CHECK_THROWS_AS(read("'yesterday'", kind::timestamp), plinth::value_error);
  CHECK_THROWS_AS(read("'2024-02-30'", kind::date), plinth::value_error);
  CHECK_THROWS_AS(read("'2024-02-29T00:00:00Z'", kind::local_timestamp), plinth::value_error);
  CHECK_THROWS_AS(read("0.99", kind::decimal), plinth::value_error);
  CHECK_THROWS_AS(read("x'0123'", kind::uuid), plinth::value_error);
}

TEST_CASE("what SQLite's own functions write is read") {
  CHECK(read("datetime(0, 'unixepoch')", kind::timestamp) == "timestamp 0");
  CHECK(read("strftime('%Y-%m-%dT%H:%M:%fZ', 0.5, 'unixepoch')", kind::timestamp) == "timestamp 500000");
  CHECK(read("date(86400, 'unixepoch')", kind::date) == "date 1");
  CHECK(read("x'30313233343536373839616263646566'", kind::uuid) == "uuid 0123456789abcdef");
  CHECK(read("upper('30313233-3435-3637-3839-616263646566')", kind::uuid) == "uuid 0123456789abcdef");
}

TEST_CASE("columns come as they are stored where no kind is expected") {
  plinth::sqlite::connection db = memory();
  const auto statement = db.prepare("SELECT 1, 1.5, 'a', x'62', NULL");
  statement->start({}, {});
  std::vector<cell> row(statement->columns());
  REQUIRE(statement->next(row.data()));
  CHECK(shown(row[0]) == "integer 1");
  CHECK(shown(row[1]) == shown(real(1.5)));
  CHECK(shown(row[2]) == "text a");
  CHECK(shown(row[3]) == "blob b");
  CHECK(shown(row[4]) == "null");
}

TEST_CASE("a value that SQLite would change is refused before it is stored") {
  CHECK_THROWS_MATCHES(through(real(std::nan("")), kind::real), plinth::value_error,
                       message_is("plinth[E2303]: value 1 is not a number, which SQLite would store as NULL; store "
                                  "NULL itself where that is meant"));
  CHECK_THROWS_AS(through(of(kind::date, plinth::sqlite::last_day + 1), kind::date), plinth::value_error);
  CHECK_THROWS_AS(through(of(kind::timestamp, INT64_MAX), kind::timestamp), plinth::value_error);
}

TEST_CASE("a statement is usable after a value was refused") {
  plinth::sqlite::connection db = memory();
  const auto statement = db.prepare("SELECT ?");
  const cell wrong = real(std::nan(""));
  const cell right = integer(7);
  CHECK_THROWS_AS(statement->start({&wrong, 1}, {}), plinth::value_error);
  statement->start({&right, 1}, {});
  cell row;
  REQUIRE(statement->next(&row));
  CHECK(shown(row) == "integer 7");
}

TEST_CASE("many values of a text form at once keep each its own text") {
  plinth::sqlite::connection db = memory();
  db.run("CREATE TABLE t (a, b, c, d)");
  const auto insert = db.prepare("INSERT INTO t VALUES (?, ?, ?, ?)");
  const std::vector<cell> values = {of(kind::date, 0), of(kind::timestamp, 0),
                                    cell::of_bytes("0123456789abcdef", kind::uuid),
                                    cell::of_bytes("fedcba9876543210", kind::uuid)};
  insert->start(values, {});
  CHECK_FALSE(insert->next(nullptr));

  const auto select = db.prepare("SELECT * FROM t");
  const std::vector<kind> kinds = {kind::date, kind::timestamp, kind::uuid, kind::uuid};
  select->start({}, kinds);
  std::vector<cell> row(4);
  REQUIRE(select->next(row.data()));
  for (std::size_t i = 0; i < 4; ++i) CHECK(shown(row[i]) == shown(values[i]));
}
