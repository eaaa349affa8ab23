// SPDX-License-Identifier: MIT
// Trees, and keys of several columns.

#include "relationships/models.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using kinds::bill;
using kinds::line;
using kinds::node;
using kinds::texts;
using plinth_test::database;
using plinth_test::statements;
using strings = std::vector<std::string>;

namespace {

node branch(std::string name, std::vector<node> children = {}) {
  node result{.name = std::move(name)};
  for (node& child : children) result.children.push_back(std::move(child));
  return result;
}

/// root over a (over aa, ab) and b.
node whole_tree() {
  std::vector<node> leaves;
  leaves.push_back(branch("aa"));
  leaves.push_back(branch("ab"));
  std::vector<node> branches;
  branches.push_back(branch("a", std::move(leaves)));
  branches.push_back(branch("b"));
  return branch("root", std::move(branches));
}

}  // namespace

TEST_CASE("a whole tree is added by its root", "[tree]") {
  database<kinds::tree> db;
  plinth::session session(db.engine);
  auto root = session.add(whole_tree());
  REQUIRE(root->children.size() == 2);
  CHECK(root->children[0].children[1].parent->parent.get() == root.get());
  session.commit();
  plinth::session other(db.engine);
  auto again = other.query<node>().filter(plinth::col<&node::name> == "root").one();
  other.load<&node::children>(again);
  CHECK(texts(again->children, &node::name) == strings{"a", "b"});
  other.load<&node::children>(again->children[0]);
  CHECK(texts(again->children[0].children, &node::name) == strings{"aa", "ab"});
}

TEST_CASE("a branch that moves is in one place", "[tree]") {
  database<kinds::tree> db;
  plinth::session session(db.engine);
  auto root = session.add(whole_tree());
  session.commit();
  auto a = root->children.at_ref(0);
  auto b = root->children.at_ref(1);
  a->parent = b;
  CHECK(texts(root->children, &node::name) == strings{"b"});
  CHECK(texts(b->children, &node::name) == strings{"a"});
  session.commit();
  CHECK(a->parent_id == b->id);
}

TEST_CASE("a tree that is removed by its root goes from its leaves on", "[tree]") {
  database<kinds::tree> db;
  {
    plinth::session session(db.engine);
    session.add(whole_tree());
    session.commit();
  }
  plinth::session session(db.engine);
  auto root = session.query<node>().filter(plinth::col<&node::name> == "root").one();
  static_cast<void>(db.log->taken());
  session.remove(root);
  session.commit();
  const std::string select = R"(SELECT "nodes"."id", "nodes"."name", "nodes"."parent_id" FROM "nodes" )"
                             R"(WHERE "nodes"."parent_id" IN )";
  const std::string ordered = R"( ORDER BY "nodes"."parent_id", "nodes"."id")";
  const std::string remove = R"(DELETE FROM "nodes" WHERE "id" = ?)";
  CHECK(db.log->taken() == statements{select + "(?)" + ordered, select + "(?, ?)" + ordered,
                                      select + "(?, ?)" + ordered, remove, remove, remove, remove, remove, "COMMIT"});
  CHECK(session.query<node>().count() == 0);
}

TEST_CASE("a child of a key of several columns loses the part that may be NULL", "[composite]") {
  database<kinds::books> db;
  plinth::session session(db.engine);
  auto first = session.add(bill{.year = 2024, .number = 7});
  first->lines.push_back(line{.text = "pears"});
  first->lines.push_back(line{.text = "apples"});
  session.commit();
  CHECK(first->lines[0].bill_year == 2024);
  CHECK(first->lines[0].bill_number == 7);

  auto pears = first->lines.at_ref(0);
  pears->of = nullptr;
  session.commit();
  CHECK(pears->bill_year == 2024);
  CHECK(pears->bill_number == std::nullopt);
  CHECK(texts(first->lines, &line::text) == strings{"apples"});
}

TEST_CASE("a key of several columns loads many owners at once, whatever order the foreign key has", "[composite]") {
  database<kinds::books> db;
  {
    plinth::session session(db.engine);
    for (int number = 1; number < 4; ++number) {
      auto each = session.add(bill{.year = 2024, .number = number});
      each->lines.push_back(line{.text = "b" + std::to_string(number)});
      each->lines.push_back(line{.text = "a" + std::to_string(number)});
    }
    session.add(bill{.year = 1, .number = 2024});
    session.commit();
  }
  plinth::session session(db.engine);
  const auto bills = session.query<bill>()
                         .order_by(plinth::col<&bill::year>.desc(), plinth::col<&bill::number>)
                         .options(plinth::selectin<&bill::lines>)
                         .all();
  REQUIRE(bills.size() == 4);
  CHECK(texts(bills[1].lines, &line::text) == strings{"a2", "b2"});
  CHECK(bills[3].lines.empty());
  static_cast<void>(db.log->taken());
  plinth::session other(db.engine);
  const auto lines = other.query<line>().options(plinth::selectin<&line::of>).all();
  CHECK(db.log->taken().size() == 3);
  CHECK(lines[0].of->number == 1);
  session.rollback();
}

TEST_CASE("a raw key of several columns shows in its relationship after the flush", "[composite]") {
  database<kinds::books> db;
  plinth::session session(db.engine);
  auto first = session.add(bill{.year = 2024, .number = 7});
  auto second = session.add(bill{.year = 2025, .number = 7});
  first->lines.push_back(line{.text = "pears"});
  session.commit();
  auto pears = first->lines.at_ref(0);
  pears->bill_year = 2025;
  session.flush();
  CHECK(pears->of.get() == second.get());
  CHECK(first->lines.empty());
  CHECK(texts(second->lines, &line::text) == strings{"pears"});
}
