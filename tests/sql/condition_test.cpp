// SPDX-License-Identifier: MIT
// Conditions that are put together at run time.

#include <string>
#include <vector>

#include <plinth/sql/condition.hpp>

#include "sql/shop.hpp"
#include "support/catch.hpp"
#include "support/cells.hpp"

using plinth::col;
using plinth::condition;
using plinth_test::shown;
using shop::customer;

namespace {

std::string rendered(const condition& c) {
  return plinth::sql::render(c.content().tokens, plinth::dialect::sqlite{});
}

std::vector<std::string> values(const condition& c) {
  std::vector<std::string> result;
  for (const auto& p : c.content().values) result.push_back(shown(p.value));
  return result;
}

using texts = std::vector<std::string>;

constexpr auto id = col<&customer::id>;
constexpr auto name = col<&customer::name>;
constexpr auto active = col<&customer::active>;

}  // namespace

TEST_CASE("a fresh condition changes nothing that it is combined with", "[sql][condition]") {
  const condition none;
  CHECK(none.is_neutral());
  CHECK((none && none).is_neutral());
  CHECK((!none).is_neutral());
  CHECK(rendered(none && id == 1) == R"("customers"."id" = ?)");
  CHECK(rendered(id == 1 || none) == R"("customers"."id" = ?)");
}

TEST_CASE("conditions are joined in one list for each word", "[sql][condition]") {
  condition c;
  for (int i = 1; i <= 3; ++i) c = c && id != i;
  CHECK(rendered(c) == R"(("customers"."id" <> ? AND "customers"."id" <> ? AND "customers"."id" <> ?))");
  CHECK(values(c) == texts{"integer 1", "integer 2", "integer 3"});
}

TEST_CASE("what is joined by another word stands in parentheses", "[sql][condition]") {
  const condition either = condition(id == 1) || id == 2;
  CHECK(rendered(either && active) ==
        R"((("customers"."id" = ? OR "customers"."id" = ?) AND "customers"."active"))");
  CHECK(rendered(condition(id == 1 || id == 2)) == R"(("customers"."id" = ? OR "customers"."id" = ?))");
  CHECK(rendered(!either) == R"(NOT (("customers"."id" = ? OR "customers"."id" = ?)))");
  CHECK(rendered(!condition(active) && id == 1) == R"((NOT ("customers"."active") AND "customers"."id" = ?))");
}

TEST_CASE("equal steps give equal shapes, other steps others", "[sql][condition]") {
  const auto shape = [](bool with_name) {
    condition c = id > 3;
    if (with_name) c = c && name == "x";
    return c.content().tokens;
  };
  CHECK(shape(true) == shape(true));
  CHECK(shape(true) != shape(false));
}

TEST_CASE("lists in conditions keep their values in order", "[sql][condition]") {
  const condition c = condition(id.in({1, 2})) && name == "x" && id.in(std::vector<int>{}) && id.not_in({3});
  CHECK(rendered(c) == R"(("customers"."id" IN (?, ?) AND "customers"."full ""name""" = ? AND 1 = 0 AND )"
                       R"("customers"."id" NOT IN (?)))");
  CHECK(values(c) == texts{"integer 1", "integer 2", "text x", "integer 3"});
}

TEST_CASE("all_of and any_of take lists of conditions", "[sql][condition]") {
  const std::vector<condition> conditions{id == 1, name == "x"};
  CHECK(rendered(plinth::all_of(conditions)) == R"(("customers"."id" = ? AND "customers"."full ""name""" = ?))");
  CHECK(rendered(plinth::any_of(conditions)) == R"(("customers"."id" = ? OR "customers"."full ""name""" = ?))");
  CHECK(rendered(plinth::any_of({id == 1, active})) == R"(("customers"."id" = ? OR "customers"."active"))");
  CHECK(plinth::all_of(std::vector<condition>{}).is_neutral());
}

TEST_CASE("not_ is the same as the operator", "[sql][condition]") {
  CHECK(rendered(plinth::not_(active)) == R"(NOT "customers"."active")");
  CHECK(rendered(plinth::not_(condition(active))) == R"(NOT ("customers"."active"))");
}
