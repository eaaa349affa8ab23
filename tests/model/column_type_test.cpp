// SPDX-License-Identifier: MIT
// Each C++ type as a column: there and back, its limits, and what is refused.

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/cells.hpp"

#include <plinth/model/column_type.hpp>
#include <plinth/model/uuid.hpp>

using plinth::cell;
using plinth::column_type;
using plinth::kind;
using plinth::catalog::base_type;
using plinth::model::field_codec;
namespace chrono = std::chrono;

namespace app {

struct money {
  std::int64_t cents = 0;
  friend bool operator==(const money&, const money&) = default;
};
struct tag {
  std::string text;
  friend bool operator==(const tag&, const tag&) = default;
};
enum class mood { calm, cross };

}  // namespace app

template <>
struct plinth::column_type<app::money> {
  using stored = std::int64_t;
  static stored to_stored(const app::money& m) { return m.cents; }
  static app::money from_stored(stored cents) { return app::money{cents}; }
};
template <>
struct plinth::column_type<app::tag> {
  using stored = std::string;
  static stored to_stored(const app::tag& t) { return "#" + t.text; }
  static app::tag from_stored(stored text) { return app::tag{text.substr(1)}; }
};

namespace {

template <class T>
T back(const T& value) {
  plinth::scratch keep;
  const cell c = field_codec<T>::encode(&value, keep);
  T result{};
  field_codec<T>::decode(c, &result);
  return result;
}

template <class T>
T decoded(const cell& c) {
  T result{};
  field_codec<T>::decode(c, &result);
  return result;
}

template <class T>
cell encoded(const T& value) {
  static plinth::scratch keep;
  return field_codec<T>::encode(&value, keep);
}

template <class Action>
int code_of(const Action& action) {
  try {
    static_cast<void>(action());
  } catch (const plinth::value_error& e) {
    return e.code();
  }
  return 0;
}

template <class T>
constexpr base_type type_of = field_codec<T>::type.base;

static_assert(type_of<std::int8_t> == base_type::smallint);
static_assert(type_of<std::uint8_t> == base_type::smallint);
static_assert(type_of<std::int16_t> == base_type::smallint);
static_assert(type_of<std::uint16_t> == base_type::integer);
static_assert(type_of<std::int32_t> == base_type::integer);
static_assert(type_of<std::uint32_t> == base_type::bigint);
static_assert(type_of<std::int64_t> == base_type::bigint);
static_assert(type_of<std::uint64_t> == base_type::bigint);
static_assert(type_of<bool> == base_type::boolean);
static_assert(type_of<float> == base_type::real);
static_assert(type_of<double> == base_type::double_precision);
static_assert(type_of<std::string> == base_type::text);
static_assert(type_of<std::vector<std::byte>> == base_type::blob);
static_assert(type_of<chrono::sys_seconds> == base_type::timestamp);
static_assert(type_of<chrono::local_days> == base_type::local_timestamp);
static_assert(type_of<chrono::year_month_day> == base_type::date);
static_assert(type_of<app::mood> == base_type::enumeration);
static_assert(type_of<boost::uuids::uuid> == base_type::uuid);
static_assert(type_of<app::money> == base_type::bigint);
static_assert(type_of<std::optional<app::tag>> == base_type::text);
static_assert(field_codec<std::optional<int>>::nullable);
static_assert(!field_codec<int>::nullable);

using plinth::model::is_column_field;
static_assert(is_column_field<std::optional<chrono::sys_time<chrono::microseconds>>>);
static_assert(!is_column_field<chrono::sys_time<chrono::nanoseconds>>);
static_assert(!is_column_field<std::optional<chrono::local_time<chrono::nanoseconds>>>);
static_assert(!is_column_field<chrono::steady_clock::time_point>);
static_assert(!is_column_field<char>);
static_assert(!is_column_field<wchar_t>);
static_assert(!is_column_field<long double>);
static_assert(!is_column_field<const char*>);
static_assert(!is_column_field<std::vector<int>>);
static_assert(!is_column_field<std::optional<std::optional<int>>>);

}  // namespace

TEMPLATE_TEST_CASE("an integer of any width comes back, at its limits too", "", std::int8_t, std::uint8_t, std::int16_t,
                   std::uint16_t, std::int32_t, std::uint32_t, std::int64_t, long, unsigned, long long) {
  using limits = std::numeric_limits<TestType>;
  for (const TestType value : {limits::min(), TestType{0}, TestType{1}, limits::max()}) CHECK(back(value) == value);
}

TEMPLATE_TEST_CASE("an integer that its field has no room for is refused, not cut off", "", std::int8_t, std::uint8_t,
                   std::int16_t, std::uint16_t, std::int32_t, std::uint32_t) {
  using limits = std::numeric_limits<TestType>;
  const auto above = static_cast<std::int64_t>(limits::max()) + 1;
  const auto below = static_cast<std::int64_t>(limits::min()) - 1;
  CHECK(code_of([&] { return decoded<TestType>(plinth_test::integer(above)); }) == 2304);
  CHECK(code_of([&] { return decoded<TestType>(plinth_test::integer(below)); }) == 2304);
}

TEST_CASE("an unsigned value above the largest signed one is refused both ways") {
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(back(most) == most);
  CHECK(code_of([] { return encoded(most + 1); }) == 2303);
  CHECK(code_of([] { return decoded<std::uint64_t>(plinth_test::integer(-1)); }) == 2304);
}

TEST_CASE("a floating-point number comes back bit by bit") {
  using limits = std::numeric_limits<double>;
  for (const double value : {0.0, 0.1, limits::min(), limits::denorm_min(), limits::max(), limits::lowest(),
                             limits::infinity(), 1e-300, 123456789.123456789})
    CHECK(back(value) == value);
  CHECK(std::signbit(back(-0.0)));
  CHECK(std::isnan(back(limits::quiet_NaN())));
  CHECK(back(std::numeric_limits<float>::denorm_min()) == std::numeric_limits<float>::denorm_min());
}

TEST_CASE("texts and blobs may hold every byte, and nothing at all") {
  const std::string text("a\0b\xff", 4);
  CHECK(back(text) == text);
  CHECK(back(std::string()).empty());
  const std::vector<std::byte> blob{std::byte{0}, std::byte{255}, std::byte{0}};
  CHECK(back(blob) == blob);
  CHECK(back(std::vector<std::byte>()).empty());
}

TEST_CASE("instants keep their microseconds, before 1970 too") {
  using micros = chrono::sys_time<chrono::microseconds>;
  for (const std::int64_t count : {-62'135'596'800'000'001, std::int64_t{-1}, std::int64_t{0}, 253'402'300'799'999'999})
    CHECK(back(micros(chrono::microseconds(count))) == micros(chrono::microseconds(count)));
  CHECK(encoded(chrono::sys_seconds(chrono::seconds(-2))).integer == -2'000'000);
}

TEST_CASE("a time with more digits than its field keeps is refused, not rounded") {
  CHECK(code_of([] { return decoded<chrono::sys_seconds>(cell::of_integer(1'000'001, kind::timestamp)); }) == 2305);
  CHECK(code_of([] { return decoded<chrono::sys_seconds>(cell::of_integer(-1, kind::timestamp)); }) == 2305);
  CHECK(code_of([] { return decoded<chrono::local_days>(cell::of_integer(1, kind::local_timestamp)); }) == 2305);
  CHECK(decoded<chrono::sys_seconds>(cell::of_integer(-1'000'000, kind::timestamp)) ==
        chrono::sys_seconds(chrono::seconds(-1)));
}

TEST_CASE("instants and wall clocks never mix") {
  CHECK(code_of([] { return decoded<chrono::sys_seconds>(cell::of_integer(0, kind::local_timestamp)); }) == 2302);
  CHECK(code_of([] { return decoded<chrono::local_seconds>(cell::of_integer(0, kind::timestamp)); }) == 2302);
}

TEST_CASE("dates are those of the calendar") {
  using namespace std::chrono_literals;
  for (const chrono::year_month_day date :
       {1970y / 1 / 1, 2000y / 2 / 29, 1y / 1 / 1, 9999y / 12 / 31, -32767y / 1 / 1})
    CHECK(back(date) == date);
  CHECK(code_of([] { return encoded(chrono::year_month_day(2023y / 2 / 29)); }) == 2306);
  CHECK(code_of([] { return encoded(chrono::year_month_day()); }) == 2306);
}

TEST_CASE("a date beyond what the calendar's type can hold is refused, not wrapped") {
  constexpr std::int64_t far = 4'294'967'296;  // one more than 32 bits of days
  CHECK(code_of([] { return decoded<chrono::year_month_day>(cell::of_integer(far, kind::date)); }) == 2304);
  CHECK(code_of([] { return decoded<chrono::year_month_day>(cell::of_integer(100'000'000, kind::date)); }) == 2304);
}

TEST_CASE("an instant that its type cannot count is refused, not wrapped") {
  using hours = chrono::sys_time<chrono::duration<std::int64_t, std::ratio<3600>>>;
  CHECK(code_of([] { return encoded(hours(hours::duration(std::numeric_limits<std::int64_t>::max()))); }) == 2304);
  using tiny = chrono::sys_time<chrono::duration<std::int16_t>>;
  CHECK(code_of([] { return decoded<tiny>(cell::of_integer(100'000'000'000, kind::timestamp)); }) == 2304);
}

TEST_CASE("an enumeration is stored by name, and only named values are") {
  CHECK(encoded(app::mood::cross).bytes() == "cross");
  CHECK(back(app::mood::cross) == app::mood::cross);
  CHECK(code_of([] { return encoded(static_cast<app::mood>(7)); }) == 2307);
  CHECK(code_of([] { return decoded<app::mood>(plinth_test::text("angry")); }) == 2308);
  CHECK(code_of([] { return decoded<app::mood>(plinth_test::integer(1)); }) == 2302);
}

TEST_CASE("a type of the user's own is stored as another, also where the text is made for the occasion") {
  CHECK(encoded(app::money{250}).integer == 250);
  CHECK(back(app::money{-1}) == app::money{-1});
  CHECK(encoded(app::tag{"a tag that is longer than any small buffer"}).bytes() ==
        "#a tag that is longer than any small buffer");
  CHECK(back(app::tag{"x"}) == app::tag{"x"});
  CHECK(back(std::optional<app::tag>(app::tag{"y"}))->text == "y");
  CHECK(encoded(std::optional<app::tag>()).is_null());
}

TEST_CASE("NULL is an empty optional, and refused where the field is none") {
  CHECK(encoded(std::optional<int>()).is_null());
  CHECK(decoded<std::optional<int>>(cell{}) == std::nullopt);
  CHECK(back(std::optional<std::string>("")) == "");
  CHECK(code_of([] { return decoded<int>(cell{}); }) == 2301);
  CHECK(code_of([] { return decoded<std::string>(cell{}); }) == 2301);
  CHECK(code_of([] { return decoded<double>(cell{}); }) == 2301);
  CHECK(code_of([] { return decoded<app::money>(cell{}); }) == 2301);
  CHECK(code_of([] { return decoded<std::vector<std::byte>>(cell{}); }) == 2301);
  CHECK(code_of([] { return decoded<boost::uuids::uuid>(cell{}); }) == 2301);
}

TEST_CASE("a cell of another kind is refused") {
  CHECK(code_of([] { return decoded<int>(plinth_test::text("1")); }) == 2302);
  CHECK(code_of([] { return decoded<std::string>(plinth_test::blob("x")); }) == 2302);
  CHECK(code_of([] { return decoded<bool>(plinth_test::integer(1)); }) == 2302);
  CHECK(code_of([] { return decoded<double>(plinth_test::integer(1)); }) == 2302);
}

TEST_CASE("a uuid is its sixteen bytes") {
  boost::uuids::uuid id{};
  std::uint8_t next = 250;
  for (auto& byte : id) byte = next++;
  CHECK(encoded(id).size == 16);
  CHECK(back(id) == id);
}
