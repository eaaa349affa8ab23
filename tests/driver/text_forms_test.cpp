// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <plinth/driver/sqlite/text_forms.hpp>

namespace sqlite = plinth::sqlite;

namespace {

std::string date_text(std::int64_t days) {
  sqlite::text_form room{};
  return std::string(sqlite::write_date(days, room.data()));
}

std::string instant_text(std::int64_t microseconds) {
  sqlite::text_form room{};
  return std::string(sqlite::write_timestamp(microseconds, true, room.data()));
}

}  // namespace

TEST_CASE("a date is written as ten characters, in the years 0000 to 9999 only") {
  CHECK(date_text(0) == "1970-01-01");
  CHECK(date_text(-1) == "1969-12-31");
  CHECK(date_text(19'782) == "2024-02-29");
  CHECK(date_text(sqlite::first_day) == "0000-01-01");
  CHECK(date_text(sqlite::last_day) == "9999-12-31");
  CHECK(date_text(sqlite::first_day - 1).empty());
  CHECK(date_text(sqlite::last_day + 1).empty());
  CHECK(date_text(INT64_MAX).empty());
  CHECK(date_text(INT64_MIN).empty());
}

TEST_CASE("an instant is written with six digits and Z, also before 1970") {
  CHECK(instant_text(0) == "1970-01-01T00:00:00.000000Z");
  CHECK(instant_text(-1) == "1969-12-31T23:59:59.999999Z");
  CHECK(instant_text(1'709'209'845'000'007) == "2024-02-29T12:30:45.000007Z");
  CHECK(instant_text(sqlite::last_day * sqlite::microseconds_per_day + sqlite::microseconds_per_day - 1) ==
        "9999-12-31T23:59:59.999999Z");
  CHECK(instant_text(INT64_MAX).empty());
  CHECK(instant_text(INT64_MIN).empty());
}

TEST_CASE("every day of the calendar survives writing and reading") {
  for (std::int64_t day = sqlite::first_day; day <= sqlite::last_day; ++day)
    if (sqlite::read_date(date_text(day)) != day) FAIL("day " << day << " came back as another");
}

TEST_CASE("texts of instants sort in the order of time") {
  std::string previous;
  for (std::int64_t t = -62'000'000'000'000'000; t < 250'000'000'000'000'000; t += 1'234'567'890'123'457) {
    const std::string text = instant_text(t);
    if (text <= previous) FAIL(text << " does not sort behind " << previous);
    if (sqlite::read_timestamp(text, true) != t) FAIL(text << " came back as another instant");
    previous = text;
  }
}

TEST_CASE("an instant may be written in other ways that mean one moment") {
  const std::int64_t half_past = 1'709'209'800'000'000;  // 2024-02-29T12:30:00Z
  for (const std::string_view text :
       {"2024-02-29T12:30:00.000000Z", "2024-02-29 12:30:00", "2024-02-29T12:30:00", "2024-02-29t12:30:00z",
        "2024-02-29T12:30:00.0Z", "2024-02-29 13:30:00+01:00", "2024-02-29T13:30:00+01", "2024-02-29T07:00:00-0530",
        "2024-02-29T12:30:00.000000000Z", "2024-03-01T00:30:00.000+12:00"}) {
    INFO(text);
    CHECK(sqlite::read_timestamp(text, true) == half_past);
  }
  CHECK(sqlite::read_timestamp("2024-02-29 12:30:00.25", true) == half_past + 250'000);
  CHECK(sqlite::read_timestamp("2024-02-29 12:30:00.000001", true) == half_past + 1);
}

TEST_CASE("what is no instant is not read as one") {
  for (const std::string_view text : {"",
                                      "2024",
                                      "2024-02-29",
                                      "2024-02-30T00:00:00Z",
                                      "2023-02-29T00:00:00Z",
                                      "2024-13-01T00:00:00Z",
                                      "2024-00-01T00:00:00Z",
                                      "2024-02-29T24:00:00Z",
                                      "2024-02-29T12:60:00Z",
                                      "2024-02-29T12:30:60Z",
                                      "2024-02-29T12:30Z",
                                      "2024-02-29T12:30:00.Z",
                                      "2024-02-29T12:30:00.0000001Z",
                                      "2024-02-29T12:30:00Z ",
                                      " 2024-02-29T12:30:00Z",
                                      "2024-02-29T12:30:00+24:00",
                                      "2024-02-29T12:30:00+1",
                                      "2024-02-29T12:30:00X",
                                      "2024-02-29T12:30:00+",
                                      "+024-02-29T12:30:00Z",
                                      "-024-02-29T12:30:00Z",
                                      "20240-02-29T12:30:00Z",
                                      "1709209800",
                                      "2024/02/29 12:30:00",
                                      "2024-2-29T12:30:00Z",
                                      "2024-02-29T-1:30:00Z",
                                      "now"}) {
    INFO(text);
    CHECK_FALSE(sqlite::read_timestamp(text, true).has_value());
  }
  CHECK_FALSE(sqlite::read_timestamp(std::string_view("2024-02-29T12:30:00Z\0", 21), true).has_value());
}

TEST_CASE("a wall clock's time has neither Z nor an offset") {
  CHECK(sqlite::read_timestamp("1970-01-02T00:00:00.5", false) == sqlite::microseconds_per_day + 500'000);
  CHECK_FALSE(sqlite::read_timestamp("1970-01-02T00:00:00Z", false).has_value());
  CHECK_FALSE(sqlite::read_timestamp("1970-01-02T00:00:00+01:00", false).has_value());
}

TEST_CASE("a uuid is written in lower case and read in either") {
  const std::string bytes = "\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x10";
  sqlite::text_form room{};
  CHECK(sqlite::write_uuid(bytes.data(), room.data()) == "01234567-89ab-cdef-fedc-ba9876543210");

  std::string read(16, '\0');
  CHECK(sqlite::read_uuid("01234567-89AB-CDEF-fedc-BA9876543210", read.data()));
  CHECK(read == bytes);
  for (const std::string_view text : {"", "01234567-89ab-cdef-fedc-ba987654321", "0123456789abcdeffedcba9876543210",
                                      "01234567-89ab-cdef-fedc-ba98765432100", "g1234567-89ab-cdef-fedc-ba9876543210",
                                      "01234567+89ab-cdef-fedc-ba9876543210", "{1234567-89ab-cdef-fedc-ba987654321}"}) {
    INFO(text);
    CHECK_FALSE(sqlite::read_uuid(text, read.data()));
  }
}
