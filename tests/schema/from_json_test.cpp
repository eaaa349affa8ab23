// SPDX-License-Identifier: MIT
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <plinth/schema/uuid.hpp>

#include "schema/shapes.hpp"
#include "support/catch.hpp"

namespace {

using namespace schema_test;

enum class color { red, green, dark_blue };

struct Everything {
  bool flag = false;
  std::int8_t tiny = 0;
  std::uint64_t large = 0;
  float half = 0;
  double real = 0;
  std::string text;
  std::optional<int> maybe;
  std::vector<int> list;
  std::array<int, 2> pair{};
  std::map<std::string, std::vector<int>> map;
  color paint = color::red;
  std::chrono::sys_time<std::chrono::microseconds> instant;
  std::chrono::local_time<std::chrono::seconds> clock;
  std::chrono::year_month_day day{};
  boost::uuids::uuid id{};
  std::vector<std::byte> bytes;
  std::vector<bool> flags;
};

TEST_CASE("every type is read", "[schema][from_json]") {
  const auto e = plinth::from_json<Everything>(R"({
    "flag": true, "tiny": -128, "large": 18446744073709551615, "half": 0.5, "real": 1e300, "text": "\u00e9\n",
    "maybe": 3, "list": [1, 2], "pair": [3, 4], "map": {"a": [1], "": []}, "paint": "dark_blue",
    "instant": "2026-02-28T23:59:59.123456-01:30", "clock": "1969-12-31T23:59:59", "day": "2024-02-29",
    "id": "8C5E2B5A-0a4f-4b7e-9d0c-1f2e3d4c5b6a", "bytes": "AP8Q", "flags": [true, false]})");
  using namespace std::chrono;
  CHECK(e.flag);
  CHECK(e.tiny == -128);
  CHECK(e.large == std::numeric_limits<std::uint64_t>::max());
  CHECK(e.half == 0.5F);
  CHECK(e.real == 1e300);
  CHECK(e.text == "\xC3\xA9\n");
  CHECK(e.maybe == 3);
  CHECK(e.list == std::vector{1, 2});
  CHECK(e.pair == std::array{3, 4});
  CHECK((e.map.size() == 2 && e.map.at("a") == std::vector{1} && e.map.at("").empty()));
  CHECK(e.paint == color::dark_blue);
  CHECK((e.instant == sys_days(2026y / March / 1) + 1h + 29min + 59s + 123456us));
  CHECK(e.clock.time_since_epoch() == -1s);
  CHECK((e.day == 2024y / February / 29));
  CHECK(e.id.data[0] == 0x8c);
  CHECK(e.bytes == std::vector{std::byte{0}, std::byte{255}, std::byte{16}});
  CHECK(e.flags == std::vector{true, false});
}

TEST_CASE("every type refuses what it is not, all in one list", "[schema][from_json]") {
  CHECK(
      faults_of<Everything>(R"({
    "flag": 1, "tiny": 128, "large": -1, "half": 1e40, "real": "1", "text": 1, "maybe": "x", "list": [1, "b", 2.5, {}],
    "pair": [1], "map": {"a": 1, "b": [null]}, "paint": "blue", "instant": "2026-02-28T00:00:00", "clock":
    "2026-02-28T00:00:00Z", "day": "2023-02-29", "id": "8c5e2b5a", "bytes": "A", "flags": [0]})") ==
      "flag:wrong_type tiny:out_of_range large:out_of_range half:out_of_range real:wrong_type text:wrong_type "
      "maybe:wrong_type list[1]:wrong_type list[2]:not_integral list[3]:wrong_type pair:too_few_items map.a:wrong_type "
      "map.b[0]:null_not_allowed paint:not_in_enum instant:invalid_datetime clock:invalid_datetime day:invalid_date "
      "id:invalid_uuid bytes:invalid_base64 flags[0]:wrong_type");
}

TEST_CASE("a fault says where, what was found and what is allowed", "[schema][from_json]") {
  const auto faults = plinth::try_from_json<std::map<std::string, std::vector<Everything>>>(
                          R"({"a/~b": [{}, {"paint": "blue", "tiny": 1000, "text": [1, 2]}]})")
                          .faults();
  REQUIRE(faults.size() > 3);
  for (const plinth::fault& f : faults) {
    if (f.path() == "a/~b[1].paint") {
      CHECK(f.pointer() == "/a~1~0b/1/paint");
      CHECK(f.message == "expected one of red, green, dark_blue, found \"blue\"");
    }
    if (f.path() == "a/~b[1].tiny") CHECK(f.message == "expected an integer from -128 to 127, found 1000");
    if (f.type == "wrong_type") CHECK(f.message == "expected a text, found an array");
  }
}

TEST_CASE("what() is short, to_json is the body of an answer 422", "[schema][from_json]") {
  try {
    static_cast<void>(plinth::from_json<UserCreate>(R"({"email":"x","items":[{},{"title":null}]})"));
    FAIL("no exception");
  } catch (const plinth::validation_error& e) {
    CHECK(e.code() == 4102);
    CHECK(
        std::string(e.what()) ==
        "plinth[E4102]: 4 faults in UserCreate: email: 'x' is no e-mail address such as name@example.org; "
        "items[0].title: this field is required; items[1].title: expected a text, found null; password: this field is "
        "required");
    CHECK(e.to_json("body").starts_with(R"({"detail":[{"loc":["body","email"],"type":"not_email","msg":)"));
    CHECK_THAT(e.to_json(),
               plinth_test::contains(R"({"loc":["items",0,"title"],"type":"missing","msg":"this field is )"));
  }
}

TEST_CASE("members may come in any order, and each once", "[schema][from_json]") {
  const auto u = plinth::from_json<UserCreate>(R"({ "items" : [] , "password":"12345678","email":"a@b.cc"})");
  CHECK(u.email == "a@b.cc");
  CHECK(plinth::from_json<UserCreate>(R"({"em\u0061il":"a@b.cc","password":"12345678"})").email == "a@b.cc");
  const auto twice = plinth::try_from_json<UserBase>(R"({"email":"a@b.cc","email":"c@d.ee"})");
  REQUIRE(twice.faults().size() == 1);
  CHECK(twice.faults()[0].type == "duplicate_key");
  CHECK(twice->email == "a@b.cc");
  CHECK(faults_of<std::map<std::string, int>>(R"({"a":1,"a":2})") == "a:duplicate_key");
}

TEST_CASE("a patch tells absent, null and a value apart", "[schema][patch]") {
  const auto none = plinth::from_json<UserUpdate>("{}");
  CHECK_FALSE(none.email.is_given());
  CHECK(plinth::to_json(none) == "{}");
  CHECK_THROWS_AS(none.email.value(), plinth::value_error);

  const auto some = plinth::from_json<UserUpdate>(R"({"nickname":null,"is_active":false})");
  CHECK(some.nickname.is_given());
  CHECK_FALSE(some.nickname->has_value());
  CHECK(some.is_active == false);
  CHECK(plinth::to_json(some) == R"({"is_active":false,"nickname":null})");

  CHECK(faults_of<UserUpdate>(R"({"email":null})") == "email:null_not_allowed");
  CHECK(plinth::from_json<UserUpdate>(R"({"nickname":"n"})").nickname.value() == "n");
}

TEST_CASE("what is no JSON is one fault with line and column", "[schema][from_json]") {
  for (const char* text : {"", "{", "{\"email\":", "[1", "nul", "{\"email\":\"\\ud800\"}", "{\"email\":\"\xFF\"}",
                           "{\"email\":\"a\nb\"}", "{'email':1}", "{\"email\":\"a@b.cc\",}", "{\"email\":\"a@b.cc\"} x",
                           "\xEF\xBB\xBF{}", "{\"email\":01}", "{\"unknown\":tru}"})
    CHECK(faults_of<UserBase>(text) == ":json_invalid");
  try {
    static_cast<void>(plinth::from_json<UserBase>("{\"unknown\":1,\n  \"email\" 1}"));
    FAIL("no exception");
  } catch (const plinth::validation_error& e) {
    CHECK(e.code() == 4101);
    CHECK_THAT(e.what(), plinth_test::contains("line 2, column 11"));
  }
}

struct Node {
  std::vector<Node> children;
  static constexpr auto schema = plinth::schema(plinth::field<&Node::children>(plinth::defaulted));
};

std::string repeated(const std::string& text, int times) {
  std::string result;
  for (; times > 0; --times) result += text;
  return result;
}

TEST_CASE("hostile texts meet limits", "[schema][from_json]") {
  CHECK(faults_of<Node>(repeated("{\"children\":[", 30) + repeated("]}", 30)).empty());
  CHECK(faults_of<Node>(repeated("{\"children\":[", 100'000)) == ":json_invalid");
  CHECK(faults_of<UserBase>("{\"x\":" + repeated("[", 100'000)) == ":json_invalid");
  CHECK(faults_of<UserBase>(R"({"email":"a@b.cc"})", {.max_size = 10}) == ":json_invalid");
  CHECK(faults_of<std::vector<int>>("[" + repeated("9", 5'000) + "]") == "[0]:out_of_range");
  CHECK(faults_of<std::vector<double>>("[1e999999999]") == "[0]:out_of_range");

  const std::string wrong = "[" + repeated("\"x\",", 5'000) + "1]";
  const auto many = plinth::try_from_json<std::vector<int>>(wrong).faults();
  REQUIRE(many.size() == 101);
  CHECK(many.back().type == "too_many_faults");
  CHECK(plinth::try_from_json<std::vector<int>>(wrong, {.max_faults = 3}).faults().size() == 4);

  const auto long_key =
      plinth::try_from_json<UserBase>("{\"email\":\"a@b.cc\",\"" + repeated("\xC3\xA9", 500) + "\":1}");
  REQUIRE(long_key.faults().size() == 1);
  CHECK(long_key.faults()[0].loc[0].key == repeated("\xC3\xA9", 32));
}

TEST_CASE("times keep all their digits, in every offset", "[schema][from_json]") {
  using seconds = std::chrono::sys_seconds;
  using plinth::from_json;
  using plinth::to_json;
  CHECK(to_json(from_json<seconds>("\"2026-01-01T00:30:00+01:00\"")) == "\"2025-12-31T23:30:00Z\"");
  CHECK(to_json(from_json<seconds>("\"2026-01-01t00:30:00z\"")) == "\"2026-01-01T00:30:00Z\"");
  CHECK(to_json(from_json<seconds>("\"0000-03-01 00:00:00Z\"")) == "\"0000-03-01T00:00:00Z\"");
  using nanoseconds = std::chrono::sys_time<std::chrono::nanoseconds>;
  CHECK(to_json(from_json<nanoseconds>("\"1969-12-31T23:59:59.000000001Z\"")) == "\"1969-12-31T23:59:59.000000001Z\"");
  CHECK(faults_of<nanoseconds>("\"9999-01-01T00:00:00Z\"") == ":invalid_datetime");  // beyond 64 bits
  for (const char* text : {"2026-01-01T00:00:00.5Z", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z",
                           "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-1-1T00:00:00Z",
                           "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00Zx", "now", ""})
    CHECK(faults_of<seconds>('"' + std::string(text) + '"') == ":invalid_datetime");
  CHECK(faults_of<std::chrono::year_month_day>("\"2026-01-01T00:00:00\"") == ":invalid_date");
}

TEST_CASE("base64 is read to the letter", "[schema][from_json]") {
  using bytes = std::vector<std::byte>;
  for (const char* text : {"", "AA==", "AAA=", "AAAA", "/+8="})
    CHECK(plinth::to_json(plinth::from_json<bytes>('"' + std::string(text) + '"')) == '"' + std::string(text) + '"');
  for (const char* text : {"A", "AA", "AAA", "AB==", "AAB=", "A===", "====", "AA=A", "AA\\n=", "-_8="})
    CHECK(faults_of<bytes>('"' + std::string(text) + '"') == ":invalid_base64");
}

struct money {
  std::int64_t cents = 0;
};

struct Priced {
  money price;
  static constexpr auto schema = plinth::schema(plinth::field<&Priced::price>(plinth::max_length(8)));
};

}  // namespace

template <>
struct plinth::json_type<money> {
  using stored = std::string;
  static constexpr std::string_view expected = "an amount such as 12.50";
  static std::string to_stored(const money& m) {
    return std::to_string(m.cents / 100) + '.' + std::to_string(m.cents / 10 % 10) + std::to_string(m.cents % 10);
  }
  static std::optional<money> from_stored(const std::string& text) {
    if (text.size() < 4 || text[text.size() - 3] != '.') return std::nullopt;
    return money{std::stoll(text.substr(0, text.size() - 3)) * 100 + std::stoll(text.substr(text.size() - 2))};
  }
};

namespace {

TEST_CASE("a type of the user's own is stored as another", "[schema][from_json]") {
  CHECK(plinth::from_json<Priced>(R"({"price":"12.50"})").price.cents == 1250);
  CHECK(plinth::to_json(Priced{{1205}}) == R"({"price":"12.05"})");
  CHECK(faults_of<Priced>(R"({"price":"x"})") == "price:value_error");
  CHECK(faults_of<Priced>(R"({"price":"123456.50"})") == "price:too_long");
  CHECK(faults_of<Priced>(R"({"price":12})") == "price:wrong_type");
  CHECK(plinth::try_from_json<Priced>(R"({"price":"x"})").faults()[0].message ==
        "expected an amount such as 12.50, found \"x\"");
}

}  // namespace
