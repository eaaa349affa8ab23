// SPDX-License-Identifier: MIT
// What the PostgreSQL driver makes of texts and bytes, without a server.
#include "support/catch.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/driver/postgresql/open.hpp>
#include <plinth/driver/postgresql/sql_text.hpp>
#include <plinth/postgresql.hpp>

namespace pg = plinth::postgresql::detail;
using plinth_test::contains;

namespace {

std::string numeric(std::int64_t value, std::uint8_t scale) {
  std::array<char, pg::numeric_room> room{};
  return std::string(pg::write_numeric({value, scale}, room.data()));
}

/// The value as a person would write it, made in another way than the driver's.
std::string written(std::int64_t value, std::uint8_t scale) {
  std::string digits = std::to_string(value);
  const bool minus = digits.starts_with('-');
  if (minus) digits.erase(0, 1);
  while (digits.size() <= scale) digits.insert(0, "0");
  if (scale > 0) digits.insert(digits.size() - scale, ".");
  return (minus ? "-" : "") + digits;
}

plinth::postgresql::settings settings_of(std::string_view url) {
  return plinth::postgresql::settings_of(plinth::url(url));
}

std::string parameter(const plinth::postgresql::settings& s, std::string_view name) {
  for (const auto& [key, value] : s.parameters)
    if (key == name) return value;
  return "(none)";
}

/// The number of the error that a report is thrown as.
template <class Error = plinth::error>
int code_of(const pg::server_report& report, const pg::circumstances& known = {}) {
  try {
    pg::raise(report, "SELECT 1", known);
  } catch (const Error& e) {
    return e.code();
  } catch (const plinth::error& e) {
    FAIL("another class: " << e.what());
  }
  return 0;
}

}  // namespace

TEST_CASE("a numeric comes back as it was written, at every scale and at the ends of its range", "[postgresql-text]") {
  const std::vector<std::int64_t> values = {0,
                                            1,
                                            -1,
                                            9,
                                            10,
                                            9'999,
                                            10'000,
                                            -10'001,
                                            99'999'999,
                                            100'000'000,
                                            123'456'789'012'345'678,
                                            -123'456'789'012'345'678,
                                            std::numeric_limits<std::int64_t>::max(),
                                            -std::numeric_limits<std::int64_t>::max()};
  for (int scale = 0; scale <= 18; ++scale)
    for (const std::int64_t value : values) {
      const auto s = static_cast<std::uint8_t>(scale);
      const std::string bytes = numeric(value, s);
      const std::optional<pg::scaled_number> back = pg::read_numeric(bytes);
      CAPTURE(value, scale);
      REQUIRE(back);
      CHECK(back->value == value);
      CHECK(back->scale == scale);
      CHECK(pg::text_of_numeric(bytes) == written(value, s));
      CHECK(pg::read_numeric_as_real(bytes) == std::stod(written(value, s)));
    }
}

TEST_CASE("a numeric beyond 63 bits, infinite or not a number is no scaled number", "[postgresql-text]") {
  using namespace std::string_view_literals;
  // Digits to the base of 10,000: count, weight, sign, scale, digits.
  CHECK_FALSE(pg::read_numeric("\x00\x01\x00\x05\x00\x00\x00\x00\x00\x01"sv));  // 10 to the power of 20
  CHECK(pg::text_of_numeric("\x00\x01\x00\x05\x00\x00\x00\x00\x00\x01"sv) == "100000000000000000000");
  CHECK(pg::read_numeric_as_real("\x00\x01\x00\x05\x00\x00\x00\x00\x00\x01"sv) == 1e20);
  CHECK_FALSE(pg::read_numeric("\x00\x00\x00\x00\xC0\x00\x00\x00"sv));
  CHECK(std::isnan(pg::read_numeric_as_real("\x00\x00\x00\x00\xC0\x00\x00\x00"sv)));
  CHECK(pg::read_numeric_as_real("\x00\x00\x00\x00\xD0\x00\x00\x00"sv) == std::numeric_limits<double>::infinity());
  CHECK(pg::read_numeric_as_real("\x00\x00\x00\x00\xF0\x00\x00\x00"sv) == -std::numeric_limits<double>::infinity());
  CHECK(pg::read_numeric("\x00\x01\xFF\xFE\x00\x00\x00\x08\x00\x07"sv)->value == 7);  // 0.00000007
}

TEST_CASE("hosts, ports and all of libpq's options are taken from the URL", "[postgresql-text]") {
  const auto one = settings_of("postgresql://ada:s%40cret@db.example.org:5433/blog?sslmode=require");
  CHECK(parameter(one, "host") == "db.example.org");
  CHECK(parameter(one, "port") == "5433");
  CHECK(parameter(one, "user") == "ada");
  CHECK(one.password() == "s@cret");
  CHECK(parameter(one, "dbname") == "blog");
  CHECK(parameter(one, "sslmode") == "require");

  const auto several = settings_of("postgres://a:1,b,[::1]:3/blog?target_session_attrs=read-write");
  CHECK(parameter(several, "host") == "a,b,::1");
  CHECK(parameter(several, "port") == "1,,3");
  CHECK(parameter(several, "target_session_attrs") == "read-write");

  const auto socket = settings_of("postgresql:///blog?host=/run/postgresql&port=5433");
  CHECK(parameter(socket, "host") == "/run/postgresql");
  CHECK(parameter(settings_of("postgresql://"), "host") == "(none)");
}

TEST_CASE("the options that plinth adds are read, and misspelt ones refused", "[postgresql-text]") {
  const auto s = settings_of("postgresql:///blog?pooler=transaction&statement_timeout=1500&lock_timeout=20");
  CHECK(s.pooler == plinth::postgresql::pooler::transaction);
  CHECK(s.statement_timeout_ms == 1'500);
  CHECK(s.lock_timeout_ms == 20);
  CHECK(s.parameters.size() == 1);
  for (const char* wrong : {"postgresql:///b?sslmod=require", "postgresql:///b?pooler=session",
                            "postgresql:///b?statement_timeout=1s", "postgresql:///b?lock_timeout=-1",
                            "postgresql:///b?statement_timeout=", "postgresql:///b?client_encoding=LATIN1"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(settings_of(wrong), plinth::connection_error);
  }
}

TEST_CASE("the columns of a key are read from the server's detail", "[postgresql-text]") {
  using columns = std::vector<std::string>;
  CHECK(pg::columns_in("Key (email)=(ada) already exists.") == columns{"email"});
  CHECK(pg::columns_in("Key (a, b)=(1, 2) already exists.") == columns{"a", "b"});
  CHECK(pg::columns_in("Key (\"Na\"\"me\", \"a, b\")=(x, y) already exists.") == columns{"Na\"me", "a, b"});
  CHECK(pg::columns_in("Key (lower(email, 1), b)=(x, y) already exists.") == columns{"lower(email, 1)", "b"});
  CHECK(pg::columns_in("Schl\xC3\xBCssel \xC2\xBB(email)=(ada)\xC2\xAB existiert bereits.") == columns{"email"});
  CHECK(pg::columns_in("Failing row contains (1, x).").empty());
  CHECK(pg::columns_in("").empty());
}

TEST_CASE("SQLSTATE decides the class and the number of an error", "[postgresql-text]") {
  CHECK(code_of<plinth::unique_violation>({.state = "23505"}) == 2201);
  CHECK(code_of<plinth::not_null_violation>({.state = "23502"}) == 2202);
  CHECK(code_of<plinth::check_violation>({.state = "23514"}) == 2203);
  CHECK(code_of<plinth::foreign_key_violation>({.state = "23503"}) == 2204);
  CHECK(code_of<plinth::foreign_key_violation>({.state = "23001"}) == 2204);
  CHECK(code_of<plinth::check_violation>({.state = "P0001"}) == 2205);
  CHECK(code_of<plinth::check_violation>({.state = "23P01"}) == 2206);
  CHECK(code_of<plinth::serialization_failure>({.state = "40001"}) == 2207);
  CHECK(code_of<plinth::serialization_failure>({.state = "40P01"}) == 2412);
  CHECK(code_of<plinth::serialization_failure>({.state = "0A000", .function = "RevalidateCachedQuery"}) == 2415);
  CHECK(code_of<plinth::lock_timeout>({.state = "55P03"}) == 2208);
  CHECK(code_of<plinth::statement_error>({.state = "0A000"}) == 2200);
  CHECK(code_of<plinth::statement_error>({.state = "42601", .function = "scanner_yyerror"}) == 2209);
  CHECK(code_of<plinth::statement_error>({.state = "42601", .function = "exec_parse_message"}) == 2223);
  CHECK(code_of<plinth::statement_error>({.state = "42P01"}) == 2218);
  CHECK(code_of<plinth::statement_error>({.state = "25006"}) == 2211);
  CHECK(code_of<plinth::statement_error>({.state = "53100"}) == 2213);
  CHECK(code_of<plinth::statement_error>({.state = "57014"}) == 2416);
  CHECK(code_of<plinth::statement_error>({.state = "57014"}, {.cancelled_by_us = true}) == 2215);
  CHECK(code_of<plinth::statement_error>({.state = "25P02"}) == 2413);
  CHECK(code_of<plinth::statement_error>({.state = "26000"}) == 2419);
  CHECK(code_of<plinth::statement_error>({.state = "42883"}) == 2421);
  for (const char* state : {"22001", "22003", "22P02", "22021", "22P05", "22012", "22999"})
    CHECK(code_of<plinth::value_error>({.state = state}) == 2426);
  for (const char* state : {"08006", "57P01", "57P02", "57P03", "25P03", ""}) {
    CHECK(code_of<plinth::connection_lost>({.state = state}) == 2410);
    CHECK(code_of<plinth::connection_lost>({.state = state}, {.when = pg::moment::commit}) == 2411);
  }
  CHECK(code_of<plinth::connection_lost>({.state = "23505"}, {.connection_is_dead = true}) == 2410);
}

TEST_CASE("an error about a value does not repeat the server's words, which quote it", "[postgresql-text]") {
  try {
    pg::raise({.state = "22P02", .message = "invalid input syntax for type integer: \"s3cret\""}, "SELECT $1", {});
    FAIL("nothing was thrown");
  } catch (const plinth::value_error& e) {
    CHECK_THAT(e.what(), !contains("s3cret"));
    CHECK_THAT(e.what(), contains("22P02"));
  }
}

TEST_CASE("a text without a statement is told from one with a statement", "[postgresql-text]") {
  for (const char* blank : {"", " \t\r\n", ";", " ; -- a\n;", "/* a /* nested */ comment */", "-- to the end"})
    CHECK(pg::is_blank(blank));
  for (const char* text : {"SELECT 1", "/* a */ SELECT 1", "-- a\nSELECT 1", "/* a /* b */ */ x", ";x"})
    CHECK_FALSE(pg::is_blank(text));
}

TEST_CASE("what reads and writes rows leaves no state, but for the functions that do", "[postgresql-text]") {
  for (const char* text : {"SELECT 1", " /* a */ insert into t values (1)", "WITH x AS (SELECT 1) DELETE FROM t"})
    CHECK_FALSE(pg::may_leave_state(text));
  for (const char* text : {"SET a = b", "CREATE TEMP TABLE t ()", "LISTEN c", "select pg_advisory_lock(1)",
                           "SELECT Set_Config('a', 'b', false)", "PREPARE p AS SELECT 1"})
    CHECK(pg::may_leave_state(text));
}

TEST_CASE("the SQLSTATE is found in libpq's verbose message of a failed connection", "[postgresql-text]") {
  CHECK(pg::state_in("connection to server at \"h\" failed: FATAL:  28P01: password authentication failed") == "28P01");
  CHECK(pg::state_in("could not translate host name \"h\" to address: Name or service not known").empty());
  CHECK(pg::one_line("FATAL:  3D000: no\nLOCATION:  InitPostgres, postinit.c:890\n") == "FATAL:  3D000: no");
  CHECK(pg::without_password("user:s3cret and s3cret", "s3cret") == "user:*** and ***");
}
