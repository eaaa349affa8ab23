// SPDX-License-Identifier: MIT
// The text of expressions, and the values that are bound for them.

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/sql/condition.hpp>
#include <plinth/sql/functions.hpp>
#include <plinth/sql/text.hpp>

#include "sql/shop.hpp"
#include "support/catch.hpp"
#include "support/cells.hpp"

using plinth::col;
using plinth_test::contains;
using plinth_test::shown;
using shop::customer;
using shop::order;

namespace {

template <class Make>
consteval auto text(Make make) {
  return plinth::sql_text<plinth::dialect::sqlite>(make);
}

/// An expression as a piece of a statement.
template <class E>
plinth::sql::fragment piece(const E& e) {
  plinth::sql::fragment result;
  plinth::sql::append<plinth::sql::rank::disjunction, plinth::sql::anywhere>(result, e);
  return result;
}

template <class E>
std::string rendered(const E& e) {
  return plinth::sql::render(piece(e).tokens, plinth::dialect::sqlite{});
}

template <class E>
std::vector<std::string> values(const E& e) {
  std::vector<std::string> result;
  for (const auto& p : piece(e).values) result.push_back(shown(p.value));
  return result;
}

using texts = std::vector<std::string>;

constexpr auto id = col<&customer::id>;
constexpr auto name = col<&customer::name>;
constexpr auto active = col<&customer::active>;
constexpr auto age = col<&customer::age>;

// ---- text, all of it at compile time --------------------------------------------------------------------------------

static_assert(text([] { return id == 1; }) == R"("customers"."id" = ?)");
static_assert(text([] { return id != 1; }) == R"("customers"."id" <> ?)");
static_assert(text([] { return id < 1 || id > 2; }) == R"("customers"."id" < ? OR "customers"."id" > ?)");
static_assert(text([] { return id <= 1 && id >= 0; }) == R"("customers"."id" <= ? AND "customers"."id" >= ?)");
static_assert(text([] { return 5 < id; }) == R"("customers"."id" > ?)");
static_assert(text([] { return id == age; }) == R"("customers"."id" = "customers"."age")");

// Every name is quoted, quotes inside it doubled; a reserved word is a name like any other.
static_assert(text([] { return name == "x"; }) == R"("customers"."full ""name""" = ?)");
static_assert(text([] { return col<&order::state> == shop::state::open; }) == R"("order"."state" = ?)");

// Another name for the same table.
static_assert(text([] { return col<&customer::id, "boss"> == id; }) == R"("boss"."id" = "customers"."id")");
static_assert(text([] { return col<&customer::id, "a\"b"> == 1; }) == R"("a""b"."id" = ?)");

// An inherited member belongs to the model that is named.
static_assert(text([] { return plinth::col_of<order, &order::created> == 1; }) == R"("order"."created" = ?)");

// Parentheses stand where they are needed.
static_assert(text([] { return (id == 1 || id == 2) && active; }) ==
              R"(("customers"."id" = ? OR "customers"."id" = ?) AND "customers"."active")");
static_assert(text([] { return id == 1 || (id == 2 && active); }) ==
              R"("customers"."id" = ? OR "customers"."id" = ? AND "customers"."active")");
static_assert(text([] { return !(id == 1 && active); }) == R"(NOT ("customers"."id" = ? AND "customers"."active"))");
static_assert(text([] { return !active && !(id == 1); }) == R"(NOT "customers"."active" AND NOT "customers"."id" = ?)");
static_assert(text([] { return (id == 1) == active; }) == R"(("customers"."id" = ?) = "customers"."active")");
static_assert(text([] { return (id + 1) * 2 > id - (id - 1); }) ==
              R"(("customers"."id" + ?) * ? > "customers"."id" - ("customers"."id" - ?))");
static_assert(text([] { return id + 1 - 2 == id / 2 / 3; }) ==
              R"("customers"."id" + ? - ? = "customers"."id" / ? / ?)");
static_assert(text([] { return (id == 1 && active).is_null(); }) ==
              R"(("customers"."id" = ? AND "customers"."active") IS NULL)");

// NULL.
static_assert(text([] { return age == std::nullopt; }) == R"("customers"."age" IS NULL)");
static_assert(text([] { return std::nullopt != age; }) == R"("customers"."age" IS NOT NULL)");
static_assert(text([] { return age.is_null() || id.is_not_null(); }) ==
              R"("customers"."age" IS NULL OR "customers"."id" IS NOT NULL)");

// Texts and ranges.
static_assert(text([] { return name.like("a%"); }) == R"("customers"."full ""name""" LIKE ?)");
static_assert(text([] { return name.starts_with("a"); }) == R"("customers"."full ""name""" LIKE ? ESCAPE '!')");
static_assert(text([] { return name + " " + name == "x"; }) ==
              R"(("customers"."full ""name""" || ?) || "customers"."full ""name""" = ?)");
static_assert(text([] { return id.between(1, age); }) == R"("customers"."id" BETWEEN ? AND "customers"."age")");

// Functions and terms.
static_assert(text([] { return plinth::count() > 2 && plinth::sum(id) < 3; }) ==
              R"(count(*) > ? AND sum("customers"."id") < ?)");
static_assert(text([] { return plinth::count_distinct(name) == plinth::count(name); }) ==
              R"(count(DISTINCT "customers"."full ""name""") = count("customers"."full ""name"""))");
static_assert(text([] { return plinth::coalesce(age, 18) > 17; }) == R"(coalesce("customers"."age", ?) > ?)");
static_assert(text([] { return plinth::lower(name) == "x"; }) == R"(lower("customers"."full ""name""") = ?)");
static_assert(text([] { return plinth::avg(col<&customer::rating>) == plinth::max(id); }) ==
              R"(avg("customers"."rating") = max("customers"."id"))");

}  // namespace

TEST_CASE("an expression of operators is one token, whatever its size", "[sql]") {
  CHECK(piece((id == 1 || name == "x") && !active && age.between(1, 2)).tokens.size() == 1);
  CHECK(piece(age == std::optional<int>(1)).tokens.size() == 2);
  CHECK(piece(id.in({1, 2, 3})).tokens.size() == 2);
}

TEST_CASE("equal expressions have equal shapes, whatever their values", "[sql]") {
  const auto shape = [](int n) { return piece(id == n && name == std::to_string(n)).tokens; };
  CHECK(shape(1) == shape(2));
  CHECK(piece(id == 1).tokens != piece(id != 1).tokens);
  CHECK(piece(id == 1).tokens != piece(age == 1).tokens);
  CHECK(piece(name == "a").tokens == piece(name == std::string("b")).tokens);
}

TEST_CASE("values are bound in the order of the text", "[sql]") {
  CHECK(values((id == 1 || name == "two") && id.between(3, 4.5) && id.in({5})) ==
        texts{"integer 1", "text two", "integer 3", "real 4.500000", "integer 5"});
  CHECK(values(1 < id + 2) == texts{"integer 2", "integer 1"});
}

TEST_CASE("a number keeps its own type beside a column of another", "[sql]") {
  CHECK(values(id == 2.5) == texts{"real 2.500000"});
  CHECK(values(col<&customer::rating> == 2) == texts{"integer 2"});
  CHECK_THROWS_AS(id == std::numeric_limits<std::uint64_t>::max(), plinth::value_error);
}

TEST_CASE("values go through the codec of their column", "[sql]") {
  using std::chrono::microseconds;
  using std::chrono::sys_time;
  CHECK(values(col<&order::state> == shop::state::paid) == texts{"text paid"});
  CHECK(values(col<&order::total> > shop::money{250}) == texts{"integer 250"});
  CHECK(values(active == true) == texts{"true"});
  CHECK(values(col<&customer::seen> > sys_time<microseconds>(microseconds(7))) == texts{"timestamp 7"});
  CHECK(values(col<&customer::seen> > sys_time<std::chrono::seconds>(std::chrono::seconds(1))) ==
        texts{"timestamp 1000000"});
}

TEST_CASE("texts of all kinds are copied, NUL bytes included", "[sql]") {
  char buffer[] = "abc";
  const auto from_pointer = name == static_cast<const char*>(buffer);
  std::string owner = "def";
  const auto from_view = name == std::string_view(owner);
  buffer[0] = '?';
  owner = "???";
  CHECK(values(from_pointer) == texts{"text abc"});
  CHECK(values(from_view) == texts{"text def"});
  CHECK(piece(name == std::string("a\0b", 3)).values[0].value.size == 3);
  CHECK(values(name == "") == texts{"text "});
}

TEST_CASE("an empty std::optional compares as IS NULL, a full one as its value", "[sql]") {
  const std::optional<int> none;
  const std::optional<int> some = 7;
  CHECK(rendered(age == none) == R"("customers"."age" IS NULL)");
  CHECK(rendered(age != none) == R"("customers"."age" IS NOT NULL)");
  CHECK(rendered(none == age) == R"("customers"."age" IS NULL)");
  CHECK(rendered(age == some) == R"("customers"."age" = ?)");
  CHECK(rendered(age != some) == R"("customers"."age" <> ?)");
  CHECK(values(age == none).empty());
  CHECK(values(age == some) == texts{"integer 7"});
  CHECK(piece(age == none).tokens != piece(age == some).tokens);
  CHECK(rendered(id == 1 && col<&customer::note> == std::optional<std::string>() && age == some) ==
        R"("customers"."id" = ? AND "customers"."note" IS NULL AND "customers"."age" = ?)");
}

TEST_CASE("a list has as many places as the next power of two, its last value repeated", "[sql]") {
  CHECK(rendered(id.in({1, 2, 3})) == R"("customers"."id" IN (?, ?, ?, ?))");
  CHECK(values(id.in({1, 2, 3})) == texts{"integer 1", "integer 2", "integer 3", "integer 3"});
  CHECK(rendered(id.not_in(std::vector<int>{1})) == R"("customers"."id" NOT IN (?))");
  CHECK(piece(id.in(std::vector<int>(5))).tokens == piece(id.in(std::vector<int>(8))).tokens);
  CHECK(values(col<&order::state>.in({shop::state::open, shop::state::paid})) == texts{"text open", "text paid"});
  CHECK(values(name.in({"a", "b"})) == texts{"text a", "text b"});
}

TEST_CASE("nothing is in an empty list, and everything is not", "[sql]") {
  const std::vector<int> none;
  CHECK(rendered(id.in(none)) == "1 = 0");
  CHECK(rendered(id.not_in(none)) == "1 = 1");
  CHECK(rendered(!(id + 1).in(none)) == "NOT 1 = 0");
  CHECK(values((id + 1).in(none)).empty());
}

TEST_CASE("a list of more than 30,000 values is refused", "[sql]") {
  CHECK(values(id.in(std::vector<int>(30'000, 1))).size() == 30'000);
  CHECK(values(id.in(std::vector<int>(20'000, 1))).size() == 30'000);
  try {
    static_cast<void>(id.in(std::vector<int>(30'001)));
    FAIL("nothing was thrown");
  } catch (const plinth::query_error& e) {
    CHECK(e.code() == 3302);
    CHECK_THAT(e.what(), contains("30001 values"));
  }
}

TEST_CASE("wildcards in the text of starts_with, ends_with and contains stand for themselves", "[sql]") {
  CHECK(values(name.starts_with("50%_!")) == texts{"text 50!%!_!!%"});
  CHECK(values(name.ends_with("%")) == texts{"text %!%"});
  CHECK(values(name.contains("a_b")) == texts{"text %a!_b%"});
  CHECK(values(name.like("a%b_")) == texts{"text a%b_"});
}

TEST_CASE("text in values never becomes part of the statement", "[sql]") {
  const std::string attack = R"('; DROP TABLE "customers"; --)";
  const std::string expected = rendered(name == "harmless" && name.contains("x") && name.in({"y"}));
  CHECK(rendered(name == attack && name.contains(attack) && name.in({attack})) == expected);
  CHECK_THAT(expected, !contains("DROP"));
}

TEST_CASE("terms of an ORDER BY", "[sql]") {
  CHECK(rendered(age.desc().nulls_last()) == R"("customers"."age" DESC NULLS LAST)");
  CHECK(rendered(age.asc().nulls_first()) == R"("customers"."age" NULLS FIRST)");
  CHECK(rendered((id + 1).desc()) == R"("customers"."id" + ? DESC)");
}

TEST_CASE("assignments", "[sql]") {
  CHECK(rendered(age = 3) == R"("age" = ?)");
  CHECK(rendered(age = std::nullopt) == R"("age" = ?)");
  CHECK(values(age = std::nullopt) == texts{"null"});
  CHECK(values(age = std::optional<int>(4)) == texts{"integer 4"});
  CHECK(values(age = std::optional<int>()) == texts{"null"});
  CHECK(rendered(age = age + 1) == R"("age" = "customers"."age" + ?)");
  CHECK(rendered(name = plinth::lower(name)) == R"("full ""name""" = lower("customers"."full ""name"""))");
}
