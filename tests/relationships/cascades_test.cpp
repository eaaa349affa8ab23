// SPDX-License-Identifier: MIT
// What becomes of the objects around one that is removed, and of those that nobody has.

#include "relationships/models.hpp"
#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using plinth_test::database;
using plinth_test::statements;

namespace {

using plinth::back_populates;
using plinth::column;
using plinth::foreign_key;
using plinth::on_delete;
using plinth::primary_key;
using plinth::relation;
using plinth::relationship;

struct copy;
struct loan;
struct note;
struct review;

/// Its copies go with it by the program, its loans are refused by the database, its notes stay, its reviews stay
/// without it by the database.
struct book {
  std::int64_t id = 0;
  relationship<std::vector<copy>> copies{};
  relationship<std::vector<loan>> loans{};
  relationship<std::vector<note>> notes{};
  relationship<std::vector<review>> reviews{};

  static constexpr auto table =
      plinth::table("books", column<&book::id>(primary_key),
                    relation<&book::copies>(back_populates("of"), plinth::cascade(plinth::all)),
                    relation<&book::loans>(back_populates("of")), relation<&book::notes>(back_populates("of")),
                    relation<&book::reviews>(back_populates("of")));
};
struct copy {
  std::int64_t id = 0;
  std::int64_t book_id = 0;
  relationship<book> of{};
  static constexpr auto table =
      plinth::table("copies", column<&copy::id>(primary_key), column<&copy::book_id>(foreign_key<&book::id>()),
                    relation<&copy::of>(back_populates("copies")));
};
struct loan {
  std::int64_t id = 0;
  std::optional<std::int64_t> book_id{};
  relationship<book> of{};
  static constexpr auto table = plinth::table("loans", column<&loan::id>(primary_key),
                                              column<&loan::book_id>(foreign_key<&book::id>(on_delete::restrict)),
                                              relation<&loan::of>(back_populates("loans")));
};
struct note {
  std::int64_t id = 0;
  std::optional<std::int64_t> book_id{};
  relationship<book> of{};
  static constexpr auto table =
      plinth::table("notes", column<&note::id>(primary_key), column<&note::book_id>(foreign_key<&book::id>()),
                    relation<&note::of>(back_populates("notes")));
};
struct review {
  std::int64_t id = 0;
  std::optional<std::int64_t> book_id{};
  relationship<book> of{};
  static constexpr auto table = plinth::table("reviews", column<&review::id>(primary_key),
                                              column<&review::book_id>(foreign_key<&book::id>(on_delete::set_null)),
                                              relation<&review::of>(back_populates("reviews")));
};
using library = plinth::metadata<book, copy, loan, note, review>;

template <class Child, class Many>
void give_two(Many& many) {
  many.push_back(Child{});
  many.push_back(Child{});
}

std::string removing(const std::string& table) { return "DELETE FROM \"" + table + R"(" WHERE "id" = ?)"; }
std::string selecting(const std::string& table) {
  const std::string t = '"' + table + '"';
  return "SELECT " + t + R"(."id", )" + t + R"(."book_id" FROM )" + t + " WHERE " + t +
         R"(."book_id" IN (?) ORDER BY )" + t + R"(."book_id", )" + t + R"(."id")";
}

}  // namespace

TEST_CASE("what goes with its owner by the program alone is read first, once for all owners", "[cascade]") {
  database<library> db;
  {
    plinth::session session(db.engine);
    for (int i = 0; i < 2; ++i) give_two<copy>(session.add(book{})->copies);
    session.commit();
  }
  plinth::session session(db.engine);
  const auto books = session.query<book>().all();
  static_cast<void>(db.log->taken());
  for (std::size_t i = 0; i < books.size(); ++i) session.remove(books.ref(i));
  session.commit();
  const auto sent = db.log->taken();
  const std::string notes = R"(SELECT "notes"."id", "notes"."book_id" FROM "notes" WHERE "notes"."book_id" IN (?, ?))";
  REQUIRE(sent.size() == 9);
  CHECK(sent[0] == R"(SELECT "copies"."id", "copies"."book_id" FROM "copies" WHERE "copies"."book_id" IN (?, ?) )"
                   R"(ORDER BY "copies"."book_id", "copies"."id")");
  CHECK(sent[1] == notes + R"( ORDER BY "notes"."book_id", "notes"."id")");
  CHECK(sent[2] == removing("copies"));
  CHECK(sent[7] == removing("books"));
  CHECK(session.query<copy>().count() == 0);
}

TEST_CASE("targets whose key may be NULL stay without their owner, loaded or not", "[cascade]") {
  database<library> db;
  plinth::session session(db.engine);
  auto first = session.add(book{});
  give_two<note>(first->notes);
  session.commit();
  plinth::session other(db.engine);
  auto again = other.get<book>(1);
  static_cast<void>(db.log->taken());
  other.remove(again);
  other.commit();
  CHECK(db.log->taken() ==
        statements{selecting("copies"), selecting("notes"), R"(UPDATE "notes" SET "book_id" = ? WHERE "id" = ?)",
                   R"(UPDATE "notes" SET "book_id" = ? WHERE "id" = ?)", removing("books"), "COMMIT"});
  CHECK(other.query<note>().count() == 2);
}

TEST_CASE("what the database sets to NULL is not read, and objects that are there know of it", "[cascade]") {
  database<library> db;
  {
    plinth::session session(db.engine);
    give_two<review>(session.add(book{})->reviews);
    session.commit();
  }
  plinth::session session(db.engine);
  auto first = session.get<book>(1);
  auto known = session.get<review>(1);
  static_cast<void>(db.log->taken());
  session.remove(first);
  session.commit();
  CHECK(db.log->taken() == statements{selecting("copies"), selecting("notes"),
                                      R"(UPDATE "reviews" SET "book_id" = ? WHERE "id" = ?)", removing("books"),
                                      "COMMIT"});
  CHECK(known->book_id == std::nullopt);
  CHECK(session.get<review>(2)->book_id == std::nullopt);
}

TEST_CASE("a rule of restrict is the database's, and nothing is set to NULL behind its back", "[cascade]") {
  database<library> db;
  plinth::session session(db.engine);
  auto first = session.add(book{});
  give_two<loan>(first->loans);
  session.commit();
  session.remove(first);
  CHECK_THROWS_AS(session.commit(), plinth::foreign_key_violation);
  session.rollback();
  CHECK(session.query<loan>().filter(plinth::col<&loan::book_id> == 1).count() == 2);
}

TEST_CASE("what the database deletes with its owner is gone for the session, too", "[cascade]") {
  database<blog::base> db;
  {
    plinth::session session(db.engine);
    auto ada = session.add(blog::user{.email = "ada@example.org"});
    give_two<blog::item>(ada->items);
    session.commit();
  }
  plinth::session session(db.engine);
  auto ada = session.get<blog::user>(1);
  auto known = session.get<blog::item>(1);
  session.remove(ada);
  session.flush();
  CHECK_FALSE(session.get<blog::item>(1));
  CHECK_FALSE(session.get<blog::item>(2));
  session.commit();
  CHECK(known.state() == plinth::object_state::detached);
}

TEST_CASE("a new owner that is removed takes the new objects that it owns along", "[cascade]") {
  database<blog::base> db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  give_two<blog::item>(ada->items);
  auto one = ada->items.at_ref(0);
  session.remove(ada);
  CHECK(one.state() == plinth::object_state::transient);
  session.commit();
  CHECK(db.log->taken().empty());
}

TEST_CASE("an orphan by either side is removed, and one that found another owner is not", "[cascade]") {
  database<blog::base> db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  auto bob = session.add(blog::user{.email = "bob@example.org"});
  give_two<blog::item>(ada->items);
  session.commit();
  auto one = ada->items.at_ref(0);
  auto two = ada->items.at_ref(1);
  one->owner = nullptr;
  two->owner = nullptr;
  two->owner = bob;
  CHECK(ada->items.empty());
  session.commit();
  CHECK(one.state() == plinth::object_state::detached);
  CHECK(session.query<blog::item>().one()->owner_id == bob->id);
}

TEST_CASE("a raw key to an owner that the session does not have makes no orphan", "[cascade]") {
  database<blog::base> db;
  {
    plinth::session session(db.engine);
    session.add(blog::user{.email = "ada@example.org"});
    give_two<blog::item>(session.add(blog::user{.email = "bob@example.org"})->items);
    session.commit();
  }
  plinth::session session(db.engine);
  auto bob = session.get<blog::user>(2);
  session.load<&blog::user::items>(bob);
  auto one = bob->items.at_ref(0);
  one->owner_id = 1;
  session.commit();
  CHECK(bob->items.size() == 1);
  session.commit();
  CHECK(session.query<blog::item>().count() == 2);
  session.load<&blog::item::owner>(one);
  CHECK(one->owner->email == "ada@example.org");
}

TEST_CASE("a new object that never got an owner is an error that names it", "[cascade]") {
  database<blog::base> db;
  plinth::session session(db.engine);
  session.add(blog::user{.email = "ada@example.org"});
  auto lost = session.add(blog::item{.title = "lost"});
  CHECK_THROWS_MATCHES(
      session.commit(), plinth::session_error,
      plinth_test::message_is("plinth[E3151]: a new item (number 2 of the objects added to this session) never got an "
                              "owner: neither item::owner nor item::owner_id says to whom it belongs; set one of them, "
                              "or remove the object"));
  session.remove(lost);
  session.commit();
  CHECK(session.query<blog::item>().count() == 0);
}

TEST_CASE("the root of a tree that keeps no orphans needs no parent", "[cascade]") {
  database<kinds::tree> db;
  plinth::session session(db.engine);
  auto root = session.add(kinds::node{.name = "root"});
  session.commit();
  CHECK(root->id == 1);
}

TEST_CASE("after a failed flush the relationship and the key say the same", "[cascade]") {
  database<blog::base> db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  give_two<blog::item>(ada->items);
  session.commit();
  auto one = ada->items.at_ref(0);
  auto bob = session.add(blog::user{.email = "bob@example.org"});
  one->owner = bob;
  session.flush();
  session.add(blog::user{.email = "ada@example.org"});
  CHECK_THROWS_AS(session.flush(), plinth::unique_violation);
  CHECK(bob->id == 0);
  CHECK(one->owner.get() == bob.get());

  session.rollback();
  session.load<&blog::item::owner>(one);
  CHECK(one->owner.get() == ada.get());
  CHECK(one->owner_id == ada->id);
}

TEST_CASE("a key that was carried from a row that was rolled back is carried again", "[cascade]") {
  database<blog::base> db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  give_two<blog::item>(ada->items);
  session.commit();
  auto one = ada->items.at_ref(0);
  auto bob = session.add(blog::user{.email = "bob@example.org"});
  one->owner = bob;
  session.flush();
  auto again = session.add(blog::user{.email = "ada@example.org"});
  CHECK_THROWS_AS(session.flush(), plinth::unique_violation);
  again->email = "cy@example.org";
  bob->id = 77;
  session.commit();
  CHECK(one->owner_id == 77);
  plinth::session other(db.engine);
  CHECK(other.get<blog::item>(one->id)->owner_id == 77);
}
