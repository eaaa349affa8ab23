// SPDX-License-Identifier: MIT
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schema/shapes.hpp"
#include "support/catch.hpp"

namespace {

using schema_test::faults_of;

struct Texts {
  std::string name;
  std::optional<std::string> code;
  std::vector<std::string> tags;
  plinth::patch<std::string> mail;

  static constexpr auto schema =
      plinth::schema(plinth::field<&Texts::name>(plinth::min_length(2), plinth::max_length(4), plinth::defaulted),
                     plinth::field<&Texts::code>(plinth::pattern("^[A-Z]{3}$")),
                     plinth::field<&Texts::tags>(plinth::max_length(3), plinth::min_items(1), plinth::max_items(2),
                                                 plinth::unique_items, plinth::defaulted),
                     plinth::field<&Texts::mail>(plinth::email));
};

TEST_CASE("lengths count characters, not bytes", "[schema][rules]") {
  CHECK(faults_of<Texts>(R"({"name":"ab"})").empty());
  CHECK(faults_of<Texts>(R"({"name":"\u00e9\u00e9\u00e9\ud834\udd1e"})").empty());
  CHECK(faults_of<Texts>(R"({"name":"a"})") == "name:too_short");
  CHECK(faults_of<Texts>(R"({"name":"abcde"})") == "name:too_long");
  CHECK(plinth::try_from_json<Texts>(R"({"name":"a"})").faults()[0].message ==
        "the text has 1 character; at least 2 are needed");
}

TEST_CASE("a rule holds inside of an optional, a patch and a list", "[schema][rules]") {
  CHECK(faults_of<Texts>(R"({"code":null})").empty());
  CHECK(faults_of<Texts>(R"({"code":"ABC"})").empty());
  CHECK(faults_of<Texts>(R"({"code":"ABCD"})") == "code:pattern_mismatch");
  CHECK(faults_of<Texts>(R"({"tags":["abc","abcd"]})") == "tags[1]:too_long");
  CHECK(faults_of<Texts>(R"({"mail":"no"})") == "mail:not_email");
}

TEST_CASE("lists have the number of elements and the difference that they must have", "[schema][rules]") {
  CHECK(faults_of<Texts>(R"({"tags":[]})") == "tags:too_few_items");
  CHECK(faults_of<Texts>(R"({"tags":["a","b","c"]})") == "tags:too_many_items");
  CHECK(faults_of<Texts>(R"({"tags":["a","a"]})") == "tags[1]:not_unique");
}

TEST_CASE("addresses are what people have, and nothing else", "[schema][rules]") {
  using plinth::dto::is_email;
  for (const char* text : {"ada@example.org", "a.b+c@x-y.co", "o'neil@sub.example.org", "\xC3\xA9@ex\xC3\xA4mple.de",
                           "1@2.com", "a!#$%&'*+-/=?^_`{|}~b@x.io"})
    CHECK(is_email(text));
  for (const char* text : {"",
                           "@",
                           "ada",
                           "ada@",
                           "@example.org",
                           "ada@example",
                           "ada@@example.org",
                           ".a@example.org",
                           "a.@example.org",
                           "a..b@example.org",
                           "a b@example.org",
                           "ada@-example.org",
                           "ada@example-.org",
                           "ada@example..org",
                           "ada@.org",
                           "ada@127.0.0.1",
                           "ada@[127.0.0.1]",
                           "\"a\"@example.org",
                           "ada@example.org.",
                           "ada@exam ple.org",
                           "ada@example.org\n"})
    CHECK_FALSE(is_email(text));
  CHECK(is_email(std::string(64, 'a') + "@example.org"));
  CHECK_FALSE(is_email(std::string(65, 'a') + "@example.org"));
  CHECK_FALSE(is_email("a@" + std::string(64, 'b') + ".org"));
  CHECK_FALSE(is_email("a@" + std::string(250, 'b') + ".org"));
}

struct Numbers {
  std::int64_t whole = 5;
  double real = 1;
  std::uint64_t large = 10;
  std::int8_t small = 0;
  std::vector<std::int64_t> many{};

  static constexpr auto schema = plinth::schema(
      plinth::field<&Numbers::whole>(plinth::gt(0), plinth::le(10), plinth::multiple_of(5), plinth::defaulted),
      plinth::field<&Numbers::real>(plinth::ge(0.5), plinth::lt(2), plinth::multiple_of(0.1), plinth::defaulted),
      plinth::field<&Numbers::large>(plinth::ge(10), plinth::multiple_of(5), plinth::defaulted),
      plinth::field<&Numbers::small>(plinth::strict, plinth::defaulted),
      plinth::field<&Numbers::many>(plinth::lt(3), plinth::defaulted));
};

TEST_CASE("limits of numbers hold, at the limit and beyond", "[schema][rules]") {
  CHECK(faults_of<Numbers>(R"({"whole":10})").empty());
  CHECK(faults_of<Numbers>(R"({"whole":0})") == "whole:greater_than");
  CHECK(faults_of<Numbers>(R"({"whole":15})") == "whole:less_than_equal");
  CHECK(faults_of<Numbers>(R"({"whole":7})") == "whole:multiple_of");
  CHECK(faults_of<Numbers>(R"({"whole":-1})") == "whole:greater_than whole:multiple_of");
  CHECK(faults_of<Numbers>(R"({"real":0.5})").empty());
  CHECK(faults_of<Numbers>(R"({"real":0.3})") == "real:greater_than_equal");
  CHECK(faults_of<Numbers>(R"({"real":2.0})") == "real:less_than");
  CHECK(faults_of<Numbers>(R"({"real":0.7})").empty());  // a multiple of 0.1, whatever the last bit says
  CHECK(faults_of<Numbers>(R"({"real":0.75})") == "real:multiple_of");
  CHECK(faults_of<Numbers>(R"({"large":18446744073709551615})").empty());
  CHECK(faults_of<Numbers>(R"({"large":18446744073709551614})") == "large:multiple_of");
  CHECK(faults_of<Numbers>(R"({"large":9})") == "large:greater_than_equal large:multiple_of");
  CHECK(faults_of<Numbers>(R"({"many":[1,2,3,4]})") == "many[2]:less_than many[3]:less_than");
}

TEST_CASE("an integer may be written with a fraction of zero, but not where the field is strict", "[schema][rules]") {
  CHECK(plinth::from_json<Numbers>(R"({"whole":1e1})").whole == 10);
  CHECK(faults_of<Numbers>(R"({"whole":5.0})").empty());
  CHECK(faults_of<Numbers>(R"({"small":5.0})") == "small:not_integral");
  CHECK(faults_of<Numbers>(R"({"small":1e1})") == "small:not_integral");
  CHECK(faults_of<Numbers>(R"({"small": 5 })").empty());
}

std::optional<std::string> is_even(int n) {
  return n % 2 == 0 ? std::nullopt : std::optional<std::string>("the number has to be even");
}

struct Range {
  int from = 0;
  std::optional<int> to;
  std::optional<int> step;

  static std::optional<std::string> is_ordered(const Range& r) {
    if (r.to && *r.to < r.from) return "'to' comes before 'from'";
    return std::nullopt;
  }
  static constexpr auto schema =
      plinth::schema(plinth::field<&Range::from>(plinth::check<&is_even>()),
                     plinth::field<&Range::step>(plinth::check<&is_even>()), plinth::check<&Range::is_ordered>());
};

struct NamedRange : Range {
  std::string name;
  static constexpr auto schema = plinth::schema<Range>(plinth::field<&NamedRange::name>());
};

TEST_CASE("own functions check a field and the whole, which is not asked while anything else is wrong",
          "[schema][rules]") {
  CHECK(faults_of<Range>(R"({"from":2,"to":4})").empty());
  CHECK(faults_of<Range>(R"({"from":3,"to":1})") == "from:value_error");
  CHECK(faults_of<Range>(R"({"from":4,"to":1})") == ":value_error");
  CHECK(faults_of<Range>(R"({"from":4,"to":1,"other":1})") == "other:unknown_field");
  CHECK(faults_of<Range>(R"({"from":2,"step":null})").empty());
  CHECK(faults_of<Range>(R"({"from":2,"step":3})") == "step:value_error");
  CHECK(plinth::try_from_json<Range>(R"({"from":3})").faults()[0].message == "the number has to be even");
  CHECK(faults_of<NamedRange>(R"({"from":4,"to":1,"name":"x"})") == ":value_error");
  CHECK(faults_of<std::vector<Range>>(R"([{"from":4,"to":1}])") == "[0]:value_error");
}

struct Access {
  std::int64_t id = 7;
  std::string secret;
  std::optional<int> given;
  int kept = 42;
  std::string renamed;

  static constexpr auto schema =
      plinth::schema(plinth::field<&Access::id>(plinth::read_only),
                     plinth::field<&Access::secret>(plinth::write_only, plinth::max_length(5)),
                     plinth::field<&Access::given>(plinth::required), plinth::field<&Access::kept>(plinth::defaulted),
                     plinth::field<&Access::renamed>(plinth::alias("re-named")));
};

TEST_CASE("required, nullable and defaulted are three facts", "[schema][rules]") {
  const auto read = plinth::from_json<Access>(R"({"secret":"s","given":null,"re-named":"r"})");
  CHECK(read.id == 7);
  CHECK(read.kept == 42);
  CHECK_FALSE(read.given.has_value());
  CHECK(read.renamed == "r");
  CHECK(faults_of<Access>("{}") == "secret:missing given:missing re-named:missing");
  CHECK(faults_of<Access>(R"({"secret":null,"given":1,"re-named":"r"})") == "secret:null_not_allowed");
}

TEST_CASE("what is read only cannot be given, what is write only is never shown", "[schema][rules]") {
  CHECK(faults_of<Access>(R"({"id":1,"secret":"s","given":1,"re-named":"r"})") == "id:read_only");
  CHECK(plinth::to_json(plinth::from_json<Access>(R"({"secret":"s","given":1,"re-named":"r"})")) ==
        R"({"id":7,"given":1,"kept":42,"re-named":"r"})");
  for (const char* text :
       {R"({"secret":12345678,"given":1,"re-named":""})", R"({"secret":"12345678","given":1,"re-named":""})"}) {
    const auto faults = plinth::try_from_json<Access>(text).faults();
    REQUIRE(faults.size() == 1);
    CHECK_THAT(faults[0].message, !plinth_test::contains("1234"));
  }
}

struct Lenient {
  int a = 0;
  static constexpr auto schema = plinth::schema(plinth::unknown_fields::ignore);
};
struct AlsoLenient : Lenient {
  int b = 0;
  static constexpr auto schema = plinth::schema<Lenient>(plinth::field<&AlsoLenient::b>());
};

TEST_CASE("unknown members are faults unless the schema, its base or the call says otherwise", "[schema][rules]") {
  CHECK(faults_of<schema_test::UserBase>(R"({"email":"a@b.cc","x":{"y":[1]}})") == "x:unknown_field");
  CHECK(faults_of<Lenient>(R"({"x":{"y":[1]},"a":1})").empty());
  CHECK(faults_of<AlsoLenient>(R"({"x":1,"a":1,"b":2})").empty());
  CHECK(faults_of<Lenient>(R"({"x":1,"a":1})", {.unknown_fields = plinth::unknown_fields::error}) == "x:unknown_field");
  CHECK(faults_of<schema_test::UserBase>(R"({"email":"a@b.cc","x":1})",
                                         {.unknown_fields = plinth::unknown_fields::ignore})
            .empty());
}

struct Stricter : schema_test::UserBase {
  static constexpr auto schema =
      plinth::schema<schema_test::UserBase>(plinth::field<&schema_test::UserBase::email>(plinth::max_length(10)));
};

TEST_CASE("a base's rules hold in the derived schema, which may add its own", "[schema][rules]") {
  CHECK(plinth::reflect::field_count<Stricter> == 1);
  CHECK(faults_of<Stricter>(R"({"email":"a@b.cc"})").empty());
  CHECK(faults_of<Stricter>(R"({"email":"x"})") == "email:not_email");
  CHECK(faults_of<Stricter>(R"({"email":"longer@example.org"})") == "email:too_long");
  CHECK(faults_of<schema_test::UserBase>(R"({"email":"longer@example.org"})").empty());
}

}  // namespace
