// SPDX-License-Identifier: MIT
// The flat descriptor of a struct, from each of its sources.

#include <any>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"

#include <boost/pfr/tuple_size.hpp>
#include <nlohmann/json.hpp>

#include <plinth/model/table.hpp>
#include <plinth/reflect/fields.hpp>
#include <plinth/reflect/type_name.hpp>

namespace reflect = plinth::reflect;
using std::string_view;

namespace {

template <class T>
std::vector<string_view> names() {
  return {reflect::field_names<T>.begin(), reflect::field_names<T>.end()};
}
using list = std::vector<string_view>;

// ---- source 4: flat aggregates ----

struct flat {
  int id = 0;
  std::string name;
  std::optional<std::string> note;
  char last = 0;
};
static_assert(reflect::field_count<flat> == 4);
static_assert(reflect::index_of<flat, &flat::note>() == 2);
static_assert(
    std::is_same_v<reflect::field_types<flat>, reflect::type_list<int, std::string, std::optional<std::string>, char>>);
static_assert(reflect::type_name<flat> == "flat");

struct empty {};
static_assert(reflect::field_count<empty> == 0);

struct one {
  int only;
};
static_assert(reflect::field_names<one>[0] == "only");

template <class First, class Second>
struct pair {
  First first;
  Second second_;
};
using nested_pair = pair<pair<int, std::string>, std::vector<pair<char, bool>>>;
static_assert(reflect::field_names<nested_pair>[0] == "first");
static_assert(reflect::field_names<nested_pair>[1] == "second_");
static_assert(reflect::type_name<pair<int, char>>.starts_with("pair<"));

template <auto Value>
struct with_value {
  int a_b;
  int c1;
};
struct literal {
  char text[3];
};
static_assert(reflect::field_names<with_value<literal{{'}', ',', '\0'}}>>[1] == "c1");

struct point {
  int x;
  int y;
};
/// Members that could swallow other initialisers, or be made from anything.
struct greedy {
  point at;
  std::array<int, 3> three;
  std::any anything;
  std::optional<std::any> perhaps;
  std::unique_ptr<int> owner;
  nlohmann::json document;
  std::vector<std::vector<int>> table;
  std::pair<int, point> both;
  int last;
};
static_assert(reflect::field_count<greedy> == 9);
static_assert(reflect::field_names<greedy>[8] == "last");

struct without_default {
  explicit without_default(int) {}
};
struct holds_it {
  int before;
  without_default member;
  int after;
};
static_assert(reflect::field_count<holds_it> == 3);
static_assert(reflect::index_of<holds_it, &holds_it::after>() == 2);

struct starts_with_any {
  std::any first;
  int second;
};
static_assert(reflect::field_count<starts_with_any> == 2);

// What the quick count says is what Boost.PFR says.
static_assert(reflect::field_count<flat> == boost::pfr::tuple_size_v<flat>);
static_assert(reflect::field_count<empty> == boost::pfr::tuple_size_v<empty>);
static_assert(reflect::field_count<one> == boost::pfr::tuple_size_v<one>);
static_assert(reflect::field_count<nested_pair> == boost::pfr::tuple_size_v<nested_pair>);

// clang-format off
struct of_64 {
  int a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15;
  int a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31;
  int a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47;
  int a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63;
};
// clang-format on
static_assert(reflect::field_count<of_64> == 64);
static_assert(reflect::field_names<of_64>[63] == "a63");
static_assert(reflect::index_of<of_64, &of_64::a41>() == 41);

// ---- source 2: the struct's own list ----

struct with_id {
  std::int64_t id = 0;
};
struct stamped {
  std::string created_by;
  std::string changed_by;
};

struct derived : with_id {
  std::string title;
  static constexpr auto table =
      plinth::table("derived", plinth::bases<with_id>(), plinth::column<&derived::title>(plinth::index));
};
static_assert(reflect::field_count<derived> == 2);
static_assert(reflect::index_of<derived, &derived::title>() == 1);
static_assert(reflect::index_of<derived, &derived::id>() == 0);
static_assert(reflect::index_of<derived, &with_id::id>() == 0);
static_assert(reflect::index_of<derived, &stamped::created_by>() == 2, "a member of another struct is none");

struct of_two_bases : with_id, stamped {
  bool done = false;
  static constexpr auto table =
      plinth::table("two", plinth::bases<with_id, stamped>(), plinth::column<&of_two_bases::done>());
};
static_assert(reflect::index_of<of_two_bases, &of_two_bases::changed_by>() == 2);

struct of_derived : derived {
  int rank = 0;
  static constexpr auto table =
      plinth::table("of_derived", plinth::bases<derived>(), plinth::column<&of_derived::rank>());
};
static_assert(reflect::field_count<of_derived> == 3);
static_assert(reflect::index_of<of_derived, &of_derived::id>() == 0);

struct nothing_of_its_own : with_id, stamped {
  static constexpr auto table = plinth::table("none", plinth::bases<with_id, stamped>());
};
static_assert(reflect::field_count<nothing_of_its_own> == 3);

struct marker {};
struct with_empty_base : marker {
  int value = 0;
  static constexpr auto table =
      plinth::table("marked", plinth::bases<marker>(), plinth::column<&with_empty_base::value>());
};
static_assert(reflect::field_count<with_empty_base> == 1);

class no_aggregate {
 public:
  explicit no_aggregate(int start) : value(start) {}
  int value;
  std::string text;

  static constexpr auto table = plinth::table("class", plinth::column<&no_aggregate::value>(plinth::primary_key),
                                              plinth::column<&no_aggregate::text>());
};
static_assert(reflect::field_count<no_aggregate> == 2);
static_assert(reflect::reflectable<no_aggregate>);

// ---- source 1: plinth::mapping ----

struct foreign {
  int key;
  std::string text;
};
struct foreign_derived : foreign {
  bool flag;
};

}  // namespace

template <>
struct plinth::mapping<foreign> {
  static constexpr auto table = plinth::table("foreign", plinth::column<&foreign::key>(plinth::primary_key));
};
template <>
struct plinth::mapping<foreign_derived> {
  static constexpr auto table =
      plinth::table("derived", plinth::bases<foreign>(), plinth::column<&foreign_derived::flag>());
};
static_assert(reflect::field_count<foreign> == 2);
static_assert(reflect::field_count<foreign_derived> == 3);
static_assert(reflect::index_of<foreign_derived, &foreign_derived::flag>() == 2);

TEST_CASE("fields have the names of the members, in the order of declaration, those of bases first") {
  CHECK(names<flat>() == list{"id", "name", "note", "last"});
  CHECK(names<empty>().empty());
  CHECK(names<derived>() == list{"id", "title"});
  CHECK(names<of_two_bases>() == list{"id", "created_by", "changed_by", "done"});
  CHECK(names<of_derived>() == list{"id", "title", "rank"});
  CHECK(names<nothing_of_its_own>() == list{"id", "created_by", "changed_by"});
  CHECK(names<no_aggregate>() == list{"value", "text"});
  CHECK(names<foreign_derived>() == list{"key", "text", "flag"});
}

TEST_CASE("a local struct has fields like any other") {
  struct local {
    int a = 1;
    std::string text;
  };
  CHECK(names<local>() == list{"a", "text"});
  CHECK(reflect::type_name<local> == "local");
}

TEST_CASE("offsets are where the members lie, also those of bases") {
  const flat f;
  const auto at = [](const auto& object, const auto& member) {
    return static_cast<std::size_t>(reinterpret_cast<const char*>(&member) - reinterpret_cast<const char*>(&object));
  };
  CHECK(reflect::field_offsets<flat>() ==
        std::array<std::size_t, 4>{at(f, f.id), at(f, f.name), at(f, f.note), at(f, f.last)});
  const of_two_bases o;
  CHECK(reflect::field_offsets<of_two_bases>() ==
        std::array<std::size_t, 4>{at(o, o.id), at(o, o.created_by), at(o, o.changed_by), at(o, o.done)});
}

TEST_CASE("all fields are handed to a function at once, and can be changed there") {
  of_derived object;
  reflect::apply_fields(object, [](auto& id, auto& title, auto& rank) {
    id = 7;
    title = "seven";
    rank = 3;
  });
  CHECK(object.id == 7);
  CHECK(object.title == "seven");
  const of_derived& constant = object;
  const int sum = reflect::apply_fields(constant, [](const auto& id, const auto& title, const auto& rank) {
    return static_cast<int>(id) + static_cast<int>(title.size()) + rank;
  });
  CHECK(sum == 15);
}

TEST_CASE("a label holds the name of a field") {
  constexpr auto label = reflect::label_of<flat, 1>;
  CHECK(string_view(label.text) == "name");
}
