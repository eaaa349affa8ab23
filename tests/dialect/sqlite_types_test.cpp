// SPDX-License-Identifier: MIT
// SQLite changes values to the "affinity" that it reads out of a column's type. Under the types of plinth's DDL no
// value is changed.
#include "support/catch.hpp"
#include "support/cells.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/driver/sqlite/text_forms.hpp>
#include <plinth/sqlite.hpp>

namespace catalog = plinth::catalog;
using catalog::base_type;
using plinth::cell;
using plinth::kind;
using namespace plinth_test;

namespace {

plinth::connection with_column(plinth::engine& engine, const catalog::data_type& type) {
  const std::array<catalog::column, 1> columns = {catalog::column{.name = "a", .type = type, .nullable = true}};
  plinth::connection connection = engine.connect();
  connection.run(plinth::sql::text_of(connection.dialect(), [&](plinth::sql::writer& out) {
    plinth::dialect::create_table(out, {.name = "t", .columns = columns});
  }));
  return connection;
}

/// Stores the values in a column of the type, and reads them as the kind and as what SQLite made of them.
void check_unchanged(const catalog::data_type& type, const std::vector<cell>& values, std::string_view stored_as) {
  plinth::engine engine{"sqlite://"};
  plinth::connection connection = with_column(engine, type);
  for (const cell& value : values) {
    INFO("type " << static_cast<int>(type.base) << ", value " << shown(value));
    connection.execute("DELETE FROM t");
    connection.execute("INSERT INTO t VALUES (?)", {&value, 1});
    const std::array<kind, 3> kinds = {value.kind, kind::text, kind::boolean};
    plinth::cursor rows = connection.open("SELECT a, typeof(a), a IS ? FROM t", {&value, 1}, kinds);
    REQUIRE(rows.next());
    CHECK(shown(rows.row()[0]) == shown(value));
    CHECK(rows.row()[1].bytes() == stored_as);
    CHECK(shown(rows.row()[2]) == "true");
  }
}

cell json(std::string_view bytes) { return cell::of_bytes(bytes, kind::json); }
cell uuid(std::string_view bytes) { return cell::of_bytes(bytes, kind::uuid); }
cell number(kind k, std::int64_t value) { return cell::of_integer(value, k); }

}  // namespace

TEST_CASE("texts that look like numbers stay the texts that they are") {
  const std::vector<cell> texts = {text("1"),
                                   text("1.0"),
                                   text("007"),
                                   text("1e5"),
                                   text(" 1"),
                                   text("-0"),
                                   text("0x10"),
                                   text(""),
                                   text("Inf"),
                                   text("NULL"),
                                   text("1_000"),
                                   text("9999999999999999999999"),
                                   text(std::string_view("1\0", 2))};
  check_unchanged({.base = base_type::text}, texts, "text");
  check_unchanged({.base = base_type::text, .length = 30}, texts, "text");
  check_unchanged({.base = base_type::enumeration}, texts, "text");
}

TEST_CASE("JSON stays the text that it is, to the last digit") {
  check_unchanged({.base = base_type::json},
                  {json("1"), json("1.0"), json("1e400"), json("\"1\""), json("null"), json("true"), json(" 1 "),
                   json("123456789012345678901234567890"), json("{\"a\": 1.10}"), json("-0")},
                  "text");
}

TEST_CASE("a uuid of digits only stays a uuid") {
  check_unchanged({.base = base_type::uuid},
                  {uuid("0123456789abcdef"), uuid(std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16)),
                   uuid("\x12\x34\x56\x78\x12\x34\x12\x34\x12\x34\x12\x34\x56\x78\x90\x12"),
                   uuid("\x1e\x50\x10\x10\x11\x11\x22\x22\x33\x33\x44\x44\x55\x55\x66\x66"),
                   uuid("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")},
                  "text");
}

TEST_CASE("dates and times stay texts") {
  const std::vector<std::int64_t> days = {plinth::sqlite::first_day, -1, 0, 19'782, plinth::sqlite::last_day};
  for (const std::int64_t day : days) {
    const std::int64_t at = day * plinth::sqlite::microseconds_per_day;
    check_unchanged({.base = base_type::date}, {number(kind::date, day)}, "text");
    check_unchanged({.base = base_type::timestamp}, {number(kind::timestamp, at), number(kind::timestamp, at + 1)},
                    "text");
    check_unchanged({.base = base_type::local_timestamp}, {number(kind::local_timestamp, at)}, "text");
  }
}

TEST_CASE("integers of every size stay integers") {
  const std::vector<std::int64_t> values = {
      0, 1, -1, 255, 65'536, INT32_MAX, INT64_MAX, INT64_MIN, 9'007'199'254'740'993};
  for (const base_type base : {base_type::smallint, base_type::integer, base_type::bigint})
    for (const std::int64_t value : values) check_unchanged({.base = base}, {integer(value)}, "integer");
  for (const std::int64_t value : values)
    check_unchanged({.base = base_type::decimal, .precision = 18, .scale = 4}, {number(kind::decimal, value)},
                    "integer");
  check_unchanged({.base = base_type::boolean}, {number(kind::boolean, 0), number(kind::boolean, 1)}, "integer");
}

TEST_CASE("real numbers stay real and exact, whole ones too") {
  using limits = std::numeric_limits<double>;
  const std::vector<cell> values = {real(0.1),
                                    real(1.0),

                                    real(1e15),
                                    real(-3.0),
                                    real(1e300),
                                    real(limits::min()),
                                    real(limits::max()),
                                    real(limits::infinity()),
                                    real(limits::denorm_min()),
                                    real(9007199254740992.0)};
  check_unchanged({.base = base_type::real}, values, "real");
  check_unchanged({.base = base_type::double_precision}, values, "real");
}

TEST_CASE("a negative zero is stored as zero, to which it is equal") {
  plinth::engine engine{"sqlite://"};
  plinth::connection connection = with_column(engine, {.base = base_type::double_precision});
  const cell zero = real(-0.0);
  connection.execute("INSERT INTO t VALUES (?)", {&zero, 1});
  plinth::cursor rows = connection.open("SELECT a FROM t");
  REQUIRE(rows.next());
  CHECK(shown(rows.row()[0]) == shown(real(0.0)));
}

TEST_CASE("blobs stay blobs, also those that look like numbers") {
  check_unchanged({.base = base_type::blob}, {blob("1"), blob(""), blob(std::string_view("\0", 1)), blob("\xff\xfe")},
                  "blob");
}

TEST_CASE("a single generated key is the row's own number, whatever integer type it has") {
  const std::array<std::string_view, 1> key = {"id"};
  for (const base_type base : {base_type::smallint, base_type::integer, base_type::bigint}) {
    const std::array<catalog::column, 2> columns = {
        catalog::column{.name = "id", .type = {.base = base}, .generated_key = true},
        catalog::column{.name = "a", .type = {.base = base_type::text}}};
    plinth::engine engine{"sqlite://"};
    plinth::connection connection = engine.connect();
    connection.run(plinth::sql::text_of(connection.dialect(), [&](plinth::sql::writer& out) {
      plinth::dialect::create_table(out, {.name = "t", .columns = columns, .key = {.name = {}, .columns = key}});
    }));
    connection.execute("INSERT INTO t (a) VALUES ('x'), ('y')");
    CHECK(connection.generated_key() == 2);
    const std::array<kind, 1> expected = {kind::boolean};
    plinth::cursor rows = connection.open("SELECT id = rowid FROM t WHERE id = 2", {}, expected);
    REQUIRE(rows.next());
    CHECK(shown(rows.row()[0]) == "true");
  }
}

TEST_CASE("the database keeps an enumeration to its labels") {
  static constexpr std::array<std::string_view, 2> labels = {"red", "it's"};
  plinth::engine engine{"sqlite://"};
  plinth::connection connection = with_column(engine, {.base = base_type::enumeration, .labels = labels});
  connection.execute("INSERT INTO t VALUES ('red'), ('it''s'), (NULL)");
  try {
    connection.execute("INSERT INTO t VALUES ('Red')");
    FAIL("it was stored");
  } catch (const plinth::check_violation& refused) {
    CHECK(refused.constraint() == "ck_t_a");
  }
}
