// SPDX-License-Identifier: MIT
// The text of whole statements, without any database.

#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <plinth/sql/change.hpp>
#include <plinth/sql/functions.hpp>
#include <plinth/sql/subselect.hpp>

#include "sql/shop.hpp"
#include "support/catch.hpp"
#include "support/cells.hpp"

using plinth::col;
using plinth::col_of;
using plinth::from;
using plinth_test::shown;
using shop::customer;
using shop::order;

namespace {

constexpr plinth::dialect::sqlite sqlite;

template <class Query>
std::string text(const Query& q) {
  return q.to_sql(sqlite).text;
}

/// Without the columns, which are not what most tests are about.
template <class Query>
std::string rest(const Query& q) {
  const std::string whole = text(q);
  return whole.substr(whole.find(" FROM "));
}

template <class Query>
std::vector<std::string> values(const Query& q) {
  std::vector<std::string> result;
  for (const auto& p : q.to_sql(sqlite).values) result.push_back(shown(p.value));
  return result;
}

using texts = std::vector<std::string>;

const auto orders = from<order>();
const auto customers = from<customer>();

}  // namespace

TEST_CASE("a query names every column of its model", "[sql][select]") {
  CHECK(text(orders) ==
        R"(SELECT "order"."created", "order"."id", "order"."buyer_id", "order"."state", "order"."total" FROM "order")");
}

TEST_CASE("clauses stand in SQL's order, whatever order they were given in", "[sql][select]") {
  const auto q = orders.offset(6)
                     .limit(5)
                     .order_by(col<&order::id> + 4)
                     .having(plinth::count() > 3)
                     .group_by(col<&order::id> + 2)
                     .filter(col<&order::id> == 1);
  CHECK(rest(q) == R"( FROM "order" WHERE "order"."id" = ? GROUP BY "order"."id" + ? HAVING count(*) > ? )"
                   R"(ORDER BY "order"."id" + ? LIMIT ? OFFSET ?)");
  CHECK(values(q) == texts{"integer 1", "integer 2", "integer 3", "integer 4", "integer 5", "integer 6"});
}

TEST_CASE("filters add up and keep their parentheses", "[sql][select]") {
  const auto q = orders.filter(col<&order::id> == 1 || col<&order::id> == 2, col<&order::id> > 0)
                     .filter(plinth::condition(col<&order::id> == 3) || col<&order::id> == 4);
  CHECK(rest(q) == R"( FROM "order" WHERE ("order"."id" = ? OR "order"."id" = ?) AND "order"."id" > ? AND )"
                   R"(("order"."id" = ? OR "order"."id" = ?))");
  CHECK(rest(orders.filter(plinth::condition())) == R"( FROM "order")");
  CHECK(rest(orders.filter_if(false, col<&order::id> == 1)) == R"( FROM "order")");
  CHECK(rest(orders.filter_if(true, col<&order::id> == 1)) == R"( FROM "order" WHERE "order"."id" = ?)");
}

TEST_CASE("a query that is used again is not changed by what was made of it", "[sql][select]") {
  const auto base = orders.filter(col<&order::id> == 1);
  const auto more = base.filter(col<&order::id> == 2).limit(3);
  CHECK(rest(base) == R"( FROM "order" WHERE "order"."id" = ?)");
  CHECK(values(more) == texts{"integer 1", "integer 2", "integer 3"});
}

TEST_CASE("offset alone has a limit of all rows", "[sql][select]") {
  CHECK(rest(orders.offset(2)) == R"( FROM "order" LIMIT ? OFFSET ?)");
  CHECK(values(orders.offset(2)) == texts{"integer 9223372036854775807", "integer 2"});
  CHECK_THROWS_AS(orders.limit(-1), plinth::query_error);
}

TEST_CASE("an inherited column belongs to the model of the query", "[sql][select]") {
  CHECK(rest(orders.order_by(col<&order::created>)) == R"( FROM "order" ORDER BY "order"."created")");
  CHECK(rest(customers.order_by(col<&customer::created>)) == R"( FROM "customers" ORDER BY "customers"."created")");
  const auto both = orders.join<&order::buyer>().order_by(col_of<customer, &customer::created>.desc());
  CHECK(rest(both) == R"( FROM "order" JOIN "customers" ON "customers"."id" = "order"."buyer_id" )"
                      R"(ORDER BY "customers"."created" DESC)");
}

TEST_CASE("joins go by the foreign key of a relationship, from either side", "[sql][select][join]") {
  CHECK(rest(customers.join<&customer::orders>().filter(col<&order::id> == 1)) ==
        R"( FROM "customers" JOIN "order" ON "order"."buyer_id" = "customers"."id" WHERE "order"."id" = ?)");
  CHECK(rest(orders.outer_join<&order::buyer>().filter(col<&customer::active>)) ==
        R"( FROM "order" LEFT JOIN "customers" ON "customers"."id" = "order"."buyer_id" WHERE "customers"."active")");
}

TEST_CASE("a model joins itself under another name", "[sql][select][join]") {
  CHECK(rest(customers.join<&customer::referrer, "friend">().filter(col<&customer::id, "friend"> == 1)) ==
        R"( FROM "customers" JOIN "customers" AS "friend" ON "friend"."id" = "customers"."referrer_id" )"
        R"(WHERE "friend"."id" = ?)");
  CHECK(rest(customers.join<plinth::aliased<customer, "other">>(col<&customer::created> <
                                                                col<&customer::created, "other">)) ==
        R"( FROM "customers" JOIN "customers" AS "other" ON "customers"."created" < "other"."created")");
}

TEST_CASE("values in the condition of a join come before those of the filter", "[sql][select][join]") {
  const auto q = orders.filter(col<&order::id> == 2).join<customer>(col<&customer::name> == "one");
  CHECK(values(q) == texts{"text one", "integer 2"});
}

TEST_CASE("what an outer join brings in is read as std::optional", "[sql][select][join]") {
  using plain = decltype(orders.join<&order::buyer>().select(col<&order::id>, col<&customer::name>))::row_type;
  using outer = decltype(orders.outer_join<&order::buyer>().select(col<&order::id>, col<&customer::name>,
                                                                   col<&customer::note>, plinth::count()))::row_type;
  STATIC_REQUIRE(std::is_same_v<plain, std::tuple<std::int64_t, std::string>>);
  STATIC_REQUIRE(
      std::is_same_v<outer,
                     std::tuple<std::int64_t, std::optional<std::string>, std::optional<std::string>, std::int64_t>>);
}

TEST_CASE("expressions say what they are read as", "[sql][select]") {
  using row = decltype(customers.select(plinth::sum(col<&customer::age>), plinth::avg(col<&customer::id>),
                                        plinth::max(col<&customer::name>), col<&customer::age> + 1.5,
                                        plinth::coalesce(col<&customer::age>, 1), col<&customer::id> == 1))::row_type;
  STATIC_REQUIRE(std::is_same_v<row, std::tuple<std::optional<std::int64_t>, std::optional<double>,
                                                std::optional<std::string>, std::optional<double>, int, bool>>);
  STATIC_REQUIRE(std::is_same_v<decltype(customers.select(plinth::lit("x")))::row_type, std::string>);
}

TEST_CASE("select replaces the columns", "[sql][select]") {
  const auto q = customers.filter(col<&customer::id> > 2).select(col<&customer::id> + 1, plinth::count()).distinct();
  CHECK(text(q) == R"(SELECT DISTINCT "customers"."id" + ?, count(*) FROM "customers" WHERE "customers"."id" > ?)");
  CHECK(values(q) == texts{"integer 1", "integer 2"});
}

TEST_CASE("a query stands in a condition of another with its values in place", "[sql][select][subquery]") {
  const auto paid = orders.filter(col<&order::state> == shop::state::paid).select(col<&order::buyer_id>).limit(9);
  const auto q = customers.filter(col<&customer::id> > 1, col<&customer::id>.in(paid), col<&customer::active>);
  CHECK(rest(q) == R"( FROM "customers" WHERE "customers"."id" > ? AND "customers"."id" IN )"
                   R"((SELECT "order"."buyer_id" FROM "order" WHERE "order"."state" = ? LIMIT ?) AND )"
                   R"("customers"."active")");
  CHECK(values(q) == texts{"integer 1", "text paid", "integer 9"});
}

TEST_CASE("exists along a relationship", "[sql][select][subquery]") {
  CHECK(rest(customers.filter(plinth::exists<&customer::orders>())) ==
        R"( FROM "customers" WHERE EXISTS (SELECT 1 FROM "order" WHERE "order"."buyer_id" = "customers"."id"))");
  const auto q = customers.filter(
      !plinth::exists<&customer::orders>(col<&order::id> == 1 || col<&order::id> == 2, col<&customer::active>));
  CHECK(rest(q) == R"( FROM "customers" WHERE NOT EXISTS (SELECT 1 FROM "order" WHERE "order"."buyer_id" = )"
                   R"("customers"."id" AND ("order"."id" = ? OR "order"."id" = ?) AND "customers"."active"))");
  CHECK(rest(customers.filter(
            plinth::exists<&customer::referrer, "r">(plinth::condition(col<&customer::active, "r">)))) ==
        R"( FROM "customers" WHERE EXISTS (SELECT 1 FROM "customers" AS "r" WHERE "r"."id" = )"
        R"("customers"."referrer_id" AND "r"."active"))");
}

TEST_CASE("inside exists, a name is the inner table's, also where the statement has it too",
          "[sql][select][subquery]") {
  CHECK(rest(customers.join<&customer::orders>().filter(plinth::exists<&customer::orders>(col<&order::created> > 1))) ==
        R"( FROM "customers" JOIN "order" ON "order"."buyer_id" = "customers"."id" WHERE EXISTS (SELECT 1 FROM )"
        R"("order" WHERE "order"."buyer_id" = "customers"."id" AND "order"."created" > ?))");
}

TEST_CASE("exists with a query that names the statement around it", "[sql][select][subquery]") {
  const auto theirs = orders.correlate<customer>().filter(col<&order::buyer_id> == col<&customer::id>);
  CHECK(rest(customers.filter(plinth::exists(theirs.select(plinth::lit(1))))) ==
        R"( FROM "customers" WHERE EXISTS (SELECT ? FROM "order" WHERE "order"."buyer_id" = "customers"."id"))");
}

TEST_CASE("counting takes the plain way where that gives the same number", "[sql][select]") {
  const auto count = [](const auto& q) { return plinth::sql::render(q.parts().counting().tokens, sqlite); };
  CHECK(count(orders.filter(col<&order::id> == 1).order_by(col<&order::id>)) ==
        R"(SELECT count(*) FROM "order" WHERE "order"."id" = ?)");
  CHECK(count(orders.select(col<&order::state>).distinct().order_by(col<&order::state>)) ==
        R"(SELECT count(*) FROM (SELECT DISTINCT "order"."state" FROM "order") AS "counted")");
  CHECK(count(orders.select(col<&order::state>).limit(2)) ==
        R"(SELECT count(*) FROM (SELECT "order"."state" FROM "order" LIMIT ?) AS "counted")");
  CHECK(count(orders.select(col<&order::state>).group_by(col<&order::state>)) ==
        R"(SELECT count(*) FROM (SELECT "order"."state" FROM "order" GROUP BY "order"."state") AS "counted")");
}

TEST_CASE("asking whether there is a row", "[sql][select]") {
  const auto q = orders.filter(col<&order::id> == 1).order_by(col<&order::id>).limit(3);
  CHECK(plinth::sql::render(q.parts().existing().tokens, sqlite) ==
        R"(SELECT EXISTS (SELECT 1 FROM "order" WHERE "order"."id" = ? LIMIT ?))");
}

TEST_CASE("statements with equal shapes have equal texts", "[sql][select]") {
  const auto shape = [](const auto& q) {
    return std::vector<plinth::sql::token>(q.parts().shape().begin(), q.parts().shape().end());
  };
  CHECK(shape(orders.filter(col<&order::id> == 1).limit(2)) == shape(orders.filter(col<&order::id> == 3).limit(4)));
  CHECK(shape(orders.limit(1)) != shape(orders.offset(1)));
  CHECK(shape(orders.filter(col<&order::id> == 1)) != shape(orders.having(col<&order::id> == 1)));
  CHECK(shape(customers.outer_join<&customer::orders>()) != shape(customers.join<&customer::orders>()));
}

TEST_CASE("a clause of too many items is refused", "[sql][select]") {
  auto q = orders;
  for (int i = 0; i < 255; ++i) q = q.order_by(col<&order::id>);
  CHECK_THROWS_AS(q.order_by(col<&order::id>), plinth::query_error);
}
