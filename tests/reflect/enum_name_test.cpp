// SPDX-License-Identifier: MIT
#include <cstdint>
#include <optional>
#include <string_view>

#include "support/catch.hpp"

#include <plinth/reflect/enum_name.hpp>

namespace reflect = plinth::reflect;

namespace {

enum class color { red, green, blue };
static_assert(reflect::enum_name(color::green) == "green");
static_assert(reflect::enum_value<color>("blue") == color::blue);
static_assert(reflect::enumerators<color>.size() == 3);

enum plain { first_plain = 3, second_plain = 5 };
static_assert(reflect::enum_name(second_plain) == "second_plain");
static_assert(reflect::enumerators<plain>.size() == 2);

enum class below_zero : std::int8_t { low = -5, zero = 0, high = 5 };
enum class far : std::uint16_t { near_by = 1, far_away = 1000 };
enum class with_alias { one = 1, uno = 1, two = 2 };
enum class of_bool : bool { no, yes };
enum class unsigned_bytes : std::uint8_t { least = 0, most = 63 };

namespace inner {
enum class nested { value };
}

struct holder {
  enum class member { inside, outside };
};

template <class T>
struct of_template {
  enum class kind { a, b };
};

}  // namespace

template <>
struct plinth::enum_range<below_zero> {
  static constexpr int min = -8;
  static constexpr int max = 8;
};
template <>
struct plinth::enum_range<far> {
  static constexpr int min = 990;
  static constexpr int max = 1010;
};
template <>
struct plinth::enum_range<of_bool> {
  static constexpr int min = 0;
  static constexpr int max = 1;
};

static_assert(reflect::enum_name(below_zero::low) == "low");
static_assert(reflect::enumerators<below_zero>.size() == 3);
static_assert(reflect::enum_name(far::far_away) == "far_away");
static_assert(reflect::enum_name(far::near_by).empty(), "outside of the range that was asked for");
static_assert(reflect::enumerators<of_bool>.size() == 2);
static_assert(reflect::enum_name(unsigned_bytes::most) == "most");
static_assert(reflect::enum_name(inner::nested::value) == "value");
static_assert(reflect::enum_name(holder::member::outside) == "outside");
static_assert(reflect::enum_name(of_template<of_template<int>>::kind::b) == "b");

TEST_CASE("the names of an enumeration are in the order of its numbers") {
  REQUIRE(reflect::enum_names<color>.size() == 3);
  CHECK(reflect::enum_names<color>[0] == "red");
  CHECK(reflect::enum_names<color>[2] == "blue");
  CHECK(reflect::enumerators<below_zero>[0].value == below_zero::low);
}

TEST_CASE("a number that no enumerator has has no name, and a wrong name no value") {
  CHECK(reflect::enum_name(static_cast<color>(3)).empty());
  CHECK(reflect::enum_name(static_cast<color>(-1)).empty());
  CHECK(reflect::enum_name(static_cast<color>(1'000'000)).empty());
  CHECK(reflect::enum_value<color>("Red") == std::nullopt);
  CHECK(reflect::enum_value<color>("") == std::nullopt);
  CHECK(reflect::enum_value<color>("red ") == std::nullopt);
}

TEST_CASE("of two names for one value one is kept, and the value still has it") {
  CHECK(reflect::enumerators<with_alias>.size() == 2);
  const std::string_view name = reflect::enum_name(with_alias::uno);
  CHECK((name == "one" || name == "uno"));
  CHECK(reflect::enum_value<with_alias>(name) == with_alias::one);
}
