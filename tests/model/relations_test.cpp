// SPDX-License-Identifier: MIT
// Relationships, resolved: the foreign key they go by, their direction, their other side; and the order of tables.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

#include <plinth/model/info.hpp>
#include <plinth/model/metadata.hpp>

namespace {

using plinth::back_populates;
using plinth::column;
using plinth::foreign_key;
using plinth::primary_key;
using plinth::relation;
using plinth::relationship;
using plinth::through;
using plinth::model::relation_data;
using plinth::model::relations_of;

// ---- one to many, many to one, one to one ----

struct item;
struct profile;

struct user {
  std::int64_t id = 0;
  relationship<std::vector<item>> items;
  relationship<profile> card;

  static constexpr auto table = plinth::table(
      "users", column<&user::id>(primary_key),
      relation<&user::items>(back_populates("owner"), plinth::cascade(plinth::all, plinth::delete_orphan)),
      relation<&user::card>(back_populates("of"), plinth::cascade(plinth::delete_orphan)));
};
struct item {
  std::int64_t id = 0;
  std::optional<std::int64_t> owner_id;
  relationship<user> owner;

  static constexpr auto table =
      plinth::table("items", column<&item::id>(primary_key), column<&item::owner_id>(foreign_key<&user::id>()),
                    relation<&item::owner>(back_populates("items")));
};
struct profile {
  std::int64_t id = 0;
  std::int64_t user_id = 0;
  relationship<user> of;

  static constexpr auto table = plinth::table("profiles", column<&profile::id>(primary_key),
                                              column<&profile::user_id>(foreign_key<&user::id>(), plinth::unique),
                                              relation<&profile::of>(back_populates("card")));
};
static_assert(plinth::metadata<user, item, profile>::is_sound);

// ---- to itself, both ways ----

struct node {
  std::int64_t id = 0;
  std::optional<std::int64_t> parent_id;
  relationship<node> parent;
  relationship<std::vector<node>> children;

  static constexpr auto table = plinth::table(
      "nodes", column<&node::id>(primary_key), column<&node::parent_id>(foreign_key<&node::id>()),
      relation<&node::parent>(back_populates("children")), relation<&node::children>(back_populates("parent")));
};
static_assert(plinth::metadata<node>::is_sound);

// ---- several foreign keys to one table ----

struct letter;
struct person {
  std::int64_t id = 0;
  relationship<std::vector<letter>> sent;
  relationship<std::vector<letter>> received;
  relationship<std::vector<letter>> copies;

  static constexpr auto table =
      plinth::table("persons", column<&person::id>(primary_key), relation<&person::sent>(back_populates("sender")),
                    relation<&person::received>(back_populates("receiver"), through("receiver_id")),
                    relation<&person::copies>(through("copy_id")));
};
struct letter {
  std::int64_t id = 0;
  std::int64_t sender_id = 0;
  std::int64_t receiver_id = 0;
  std::optional<std::int64_t> copy_id;
  relationship<person> sender;
  relationship<person> receiver;

  static constexpr auto table =
      plinth::table("letters", column<&letter::id>(primary_key),
                    column<&letter::sender_id>(foreign_key<&person::id>(plinth::on_delete::cascade)),
                    column<&letter::receiver_id>(foreign_key<&person::id>(plinth::on_delete::restrict)),
                    column<&letter::copy_id>(foreign_key<&person::id>()),
                    relation<&letter::sender>(back_populates("sent"), through<&letter::sender_id>()),
                    relation<&letter::receiver>(back_populates("received")));
};
static_assert(plinth::metadata<person, letter>::is_sound, "a side that says nothing goes through what the other says");

// ---- composite, and each to the other ----

struct head {
  std::int32_t year = 0;
  std::int32_t number = 0;
  static constexpr auto table = plinth::table("heads", plinth::primary_key_of<&head::year, &head::number>());
};
struct line {
  std::int64_t id = 0;
  std::int32_t number = 0;
  std::int32_t year = 0;
  std::int32_t old_number = 0;
  std::int32_t old_year = 0;
  relationship<head> of;
  relationship<head> was_of;

  static constexpr auto table = plinth::table(
      "lines", column<&line::id>(primary_key),
      plinth::composite_foreign_key<&line::number, &line::year>(plinth::references<&head::number, &head::year>()),
      plinth::composite_foreign_key<&line::old_number, &line::old_year>(
          plinth::references<&head::number, &head::year>()),
      relation<&line::of>(through<&line::number, &line::year>()),
      relation<&line::was_of>(through<&line::old_number, &line::old_year>()));
};
static_assert(plinth::metadata<line, head>::is_sound);

struct shop;
struct worker {
  std::int64_t id = 0;
  std::int64_t shop_id = 0;
  relationship<shop> works_in;
  static constexpr auto table =
      plinth::table("workers", column<&worker::id>(primary_key), column<&worker::shop_id>(foreign_key("shops.id")));
};
struct shop {
  std::int64_t id = 0;
  std::optional<std::int64_t> boss_id;
  relationship<worker> boss;
  static constexpr auto table =
      plinth::table("shops", column<&shop::id>(primary_key), column<&shop::boss_id>(foreign_key<&worker::id>()));
};
static_assert(plinth::metadata<worker, shop>::is_sound);

// ---- the order of tables ----

using lists = plinth::metadata<profile, line, item, node, head, user>;

template <class Metadata>
std::vector<std::string_view> order() {
  std::vector<std::string_view> names;
  for (const auto* table : Metadata::tables) names.push_back(table->name);
  return names;
}
using names = std::vector<std::string_view>;

}  // namespace

TEST_CASE("one to many and many to one go by the same key, from its two ends") {
  constexpr relation_data items = relations_of<user>[0];
  STATIC_REQUIRE(items.to_many);
  STATIC_REQUIRE_FALSE(items.holds_key);
  STATIC_REQUIRE(items.own[0] == 0);
  STATIC_REQUIRE(items.target[0] == 1);
  STATIC_REQUIRE(items.inverse == 0);
  constexpr relation_data owner = relations_of<item>[0];
  STATIC_REQUIRE_FALSE(owner.to_many);
  STATIC_REQUIRE(owner.holds_key);
  STATIC_REQUIRE(owner.own[0] == 1);
  STATIC_REQUIRE(owner.target[0] == 0);
  STATIC_REQUIRE(owner.inverse == 0);
}

TEST_CASE("one to one is two relations to one, of which one holds the key") {
  STATIC_REQUIRE_FALSE(relations_of<user>[1].to_many);
  STATIC_REQUIRE_FALSE(relations_of<user>[1].holds_key);
  STATIC_REQUIRE(relations_of<profile>[0].holds_key);
  STATIC_REQUIRE(relations_of<profile>[0].inverse == 1);
}

TEST_CASE("a relation to its own model knows up from down") {
  constexpr relation_data parent = relations_of<node>[0];
  constexpr relation_data children = relations_of<node>[1];
  STATIC_REQUIRE(parent.holds_key);
  STATIC_REQUIRE(parent.own[0] == 1);
  STATIC_REQUIRE(parent.target[0] == 0);
  STATIC_REQUIRE_FALSE(children.holds_key);
  STATIC_REQUIRE(children.own[0] == 0);
  STATIC_REQUIRE(children.target[0] == 1);
  STATIC_REQUIRE(parent.inverse == 1);
  STATIC_REQUIRE(children.inverse == 0);
}

TEST_CASE("of several keys the one that through names is taken, by either side") {
  STATIC_REQUIRE(relations_of<person>[0].target[0] == 1);
  STATIC_REQUIRE(relations_of<person>[1].target[0] == 2);
  STATIC_REQUIRE(relations_of<person>[2].target[0] == 3);
  STATIC_REQUIRE(relations_of<letter>[0].own[0] == 1);
  STATIC_REQUIRE(relations_of<letter>[1].own[0] == 2);
}

TEST_CASE("a composite key is paired column by column, in the order of the key that it points to") {
  constexpr relation_data of = relations_of<line>[0];
  STATIC_REQUIRE(of.count == 2);
  STATIC_REQUIRE(of.own[0] == 2);
  STATIC_REQUIRE(of.target[0] == 0);
  STATIC_REQUIRE(of.own[1] == 1);
  STATIC_REQUIRE(of.target[1] == 1);
  STATIC_REQUIRE(relations_of<line>[1].own[0] == 4);
}

TEST_CASE("where each model points to the other, a relation to one goes by its own key") {
  STATIC_REQUIRE(relations_of<worker>[0].holds_key);
  STATIC_REQUIRE(relations_of<worker>[0].own[0] == 1);
  STATIC_REQUIRE(relations_of<shop>[0].holds_key);
}

TEST_CASE("tables come after those they point to, else in the order of the list") {
  CHECK(order<lists>() == names{"nodes", "heads", "users", "profiles", "lines", "items"});
  CHECK(order<plinth::metadata<head>>() == names{"heads"});
  CHECK(order<plinth::metadata<>>().empty());
}

TEST_CASE("tables in a cycle come last, in the order of the list") {
  CHECK(order<plinth::metadata<shop, head, worker>>() == names{"heads", "shops", "workers"});
}

TEST_CASE("the run-time description says the same") {
  const auto& info = plinth::model::info_of<item>();
  CHECK(info.name == "item");
  CHECK(info.table->name == "items");
  REQUIRE(info.columns.size() == 2);
  CHECK(info.columns[0].primary_key);
  CHECK(info.columns[0].generated);
  CHECK(info.columns[1].field == "owner_id");
  REQUIRE(info.relationships.size() == 1);
  CHECK(&info.relationships[0].target() == &plinth::model::info_of<user>());
  CHECK(info.relationships[0].own_columns[0] == 1);
  CHECK(info.generated_column == 0);
}
