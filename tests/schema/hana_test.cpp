// SPDX-License-Identifier: MIT
#include <string>
#include <utility>
#include <vector>

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/keys.hpp>
#include <boost/hana/members.hpp>
#include <boost/hana/size.hpp>

#include <plinth/hana.hpp>

#include "schema/shapes.hpp"
#include "support/catch.hpp"

namespace hana_test {

struct defined {
  BOOST_HANA_DEFINE_STRUCT(defined, (int, a), (std::string, b));
};

struct base {
  int x = 1;
};
struct adapted : base {
  adapted() = default;
  explicit adapted(int v) : y(v) {}
  int y = 0;
  std::string z;
};

}  // namespace hana_test

BOOST_HANA_ADAPT_STRUCT(hana_test::adapted, x, y, z);

template <>
inline constexpr bool plinth::adapted<schema_test::UserUpdate> = true;

namespace {

namespace hana = boost::hana;
using namespace schema_test;

static_assert(hana::Struct<User>::value && hana::Struct<UserRead>::value && hana::Struct<UserUpdate>::value);
static_assert(!hana::Struct<std::string>::value && !hana::Struct<ItemBase>::value);
static_assert(plinth::reflect::field_names<hana_test::adapted>[2] == "z");

TEST_CASE("structs that Hana lists are schemas, also with a base and constructors", "[schema][hana]") {
  CHECK(plinth::to_json(plinth::from_json<hana_test::defined>(R"({"a":1,"b":"x"})")) == R"({"a":1,"b":"x"})");
  hana_test::adapted a(3);
  a.z = "q";
  CHECK(plinth::to_json(a) == R"({"x":1,"y":3,"z":"q"})");
}

TEST_CASE("Hana's algorithms work on models and schemas", "[schema][hana]") {
  UserRead u;
  u.email = "a@b.cc";
  std::string names;
  hana::for_each(hana::keys(u), [&](auto key) { names.append(key.c_str()).append(1, ' '); });
  CHECK(names == "email id is_active items ");
  CHECK(decltype(hana::size(hana::members(User{})))::value == 6);
  hana::for_each(hana::accessors<UserRead>(), [&](auto entry) {
    if constexpr (std::is_same_v<decltype(hana::second(entry)(u)), std::int64_t&>) hana::second(entry)(u) = 5;
  });
  CHECK(u.id == 5);
  UserBase one{"x"};
  CHECK(hana::equal(one, UserBase{"x"}));
  CHECK_FALSE(hana::equal(one, UserBase{"y"}));
  std::string moved = hana::second(hana::at_c<0>(hana::accessors<UserBase>()))(std::move(one));
  CHECK(moved == "x");
}

}  // namespace
