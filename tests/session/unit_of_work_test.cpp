// SPDX-License-Identifier: MIT
// What a session emits, and when.

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using plinth_test::statements;
using blog_database = plinth_test::database<blog::base>;

namespace {

const std::string insert_user = R"(INSERT INTO "users" ("email", "is_active") VALUES (?, ?))";
const std::string insert_item = R"(INSERT INTO "items" ("title", "description", "owner_id") VALUES (?, ?, ?))";
const std::string get_user = R"(SELECT "users"."id", "users"."email", "users"."is_active" FROM "users" WHERE "id" = ?)";

}  // namespace

TEST_CASE("a session that nobody uses opens no connection", "[session]") {
  blog_database db;
  const plinth::session session(db.engine);
  CHECK(db.log->taken().empty());
  CHECK_FALSE(session.in_transaction());
}

TEST_CASE("commit inserts the owner before its children and fills in their keys", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  ada->items.push_back(blog::item{.title = "Note G"});
  CHECK(ada->id == 0);
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", insert_user, insert_item, "COMMIT"});
  CHECK(ada->id == 1);
  CHECK(ada->items[0].owner_id == 1);
  CHECK(ada->items[0].id == 1);
}

TEST_CASE("children come after their owner whatever the order of adding", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto note = session.add(blog::item{.title = "first"});
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  note->owner = ada;
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", insert_user, insert_item, "COMMIT"});
  CHECK(note->owner_id == ada->id);
}

TEST_CASE("a new owner that only a child names is inserted with it", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto note = session.add(blog::item{.title = "first"});
  note->owner = blog::user{.email = "ada@example.org"};
  session.commit();
  CHECK(note->owner->id == 1);
  CHECK(note->owner_id == 1);
  REQUIRE(note->owner->items.size() == 1);
  CHECK(&note->owner->items[0] == note.get());
}

TEST_CASE("a struct brings the new objects in its relationships along", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  blog::user fresh{.email = "ada@example.org"};
  fresh.items.push_back(blog::item{.title = "one"});
  fresh.items.push_back(blog::item{.title = "two"});
  auto ada = session.add(std::move(fresh));
  session.commit();
  REQUIRE(ada->items.size() == 2);
  CHECK(ada->items[1].title == "two");
  CHECK(ada->items[1].owner_id == ada->id);
  CHECK(ada->items[1].owner->email == "ada@example.org");
}

TEST_CASE("an update names the changed columns only, and no net change is no statement", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  static_cast<void>(db.log->taken());

  ada->is_active = false;
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", R"(UPDATE "users" SET "is_active" = ? WHERE "id" = ?)", "COMMIT"});

  ada->email = "other";
  ada->email = "ada@example.org";
  session.commit();
  CHECK(db.log->taken().empty());
}

TEST_CASE("a change through a reference that was taken before the commit is seen after it", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto handle = session.add(blog::user{.email = "ada@example.org"});
  blog::user& ada = *handle;
  session.commit();
  ada.is_active = false;
  session.commit();
  plinth::session other(db.engine);
  CHECK_FALSE(other.get<blog::user>(1)->is_active);
}

TEST_CASE("get of a present object emits nothing, and gives the same object", "[session]") {
  blog_database db;
  {
    plinth::session session(db.engine);
    session.add(blog::user{.email = "ada@example.org"});
    session.commit();
  }
  plinth::session session(db.engine);
  static_cast<void>(db.log->taken());
  auto first = session.get<blog::user>(1);
  CHECK(db.log->taken() == statements{"BEGIN", get_user});
  auto second = session.get<blog::user>(1);
  CHECK(db.log->taken().empty());
  CHECK(first == second);
  CHECK_FALSE(session.get<blog::user>(7));
}

TEST_CASE("reading through const handles takes no snapshots, writing through others is noticed", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  plinth::session other(db.engine);
  const plinth::ref<const blog::user> looked = other.get<blog::user>(1);
  CHECK(looked->email == "ada@example.org");
  CHECK_FALSE(looked.node()->watched);
  plinth::ref<blog::user> touched = other.get<blog::user>(1);
  touched->email = "lovelace@example.org";
  other.commit();
  CHECK(looked->email == "lovelace@example.org");
}

TEST_CASE("reading a relationship that nobody loaded throws and names it", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  plinth::session other(db.engine);
  auto ada = other.get<blog::user>(1);
  CHECK_THROWS_MATCHES(
      ada->items.size(), plinth::not_loaded,
      plinth_test::message_is("plinth[E3101]: the relationship user::items was not loaded; ask for it in "
                              "the query with .options(plinth::selectin<&user::items>) or load it with "
                              "session.load<&user::items>(object)"));
}

TEST_CASE("load fills a collection with one SELECT, and the other side with none", "[session]") {
  blog_database db;
  {
    plinth::session session(db.engine);
    auto ada = session.add(blog::user{.email = "ada@example.org"});
    ada->items.push_back(blog::item{.title = "one"});
    ada->items.push_back(blog::item{.title = "two"});
    session.commit();
  }
  plinth::session session(db.engine);
  auto ada = session.get<blog::user>(1);
  static_cast<void>(db.log->taken());
  session.load<&blog::user::items>(ada);
  CHECK(db.log->taken() ==
        statements{R"(SELECT "items"."id", "items"."title", "items"."description", "items"."owner_id" FROM "items" )"
                   R"(WHERE "items"."owner_id" IN (?) ORDER BY "items"."owner_id", "items"."id")"});
  REQUIRE(ada->items.size() == 2);
  CHECK(ada->items[0].owner->email == "ada@example.org");
  CHECK(db.log->taken().empty());
}

TEST_CASE("lazy loading is a choice of the session", "[session]") {
  blog_database db;
  {
    plinth::session session(db.engine);
    auto ada = session.add(blog::user{.email = "ada@example.org"});
    ada->items.push_back(blog::item{.title = "one"});
    session.commit();
  }
  plinth::session session(db.engine, {.relationships = plinth::loading::lazy});
  CHECK(session.get<blog::user>(1)->items.size() == 1);
}

TEST_CASE("rollback gives changed objects their values back and makes new ones transient", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  ada->email = "flushed";
  session.flush();
  ada->email = "not even flushed";
  auto bob = session.add(blog::user{.email = "bob@example.org"});
  session.flush();
  CHECK(bob->id == 2);
  session.rollback();
  CHECK(ada->email == "ada@example.org");
  CHECK(bob.state() == plinth::model::object_state::transient);
  CHECK(bob->id == 0);
  CHECK(bob->email == "bob@example.org");
  session.commit();
  plinth::session other(db.engine);
  CHECK(other.get<blog::user>(1)->email == "ada@example.org");
  CHECK_FALSE(other.get<blog::user>(2));
}

TEST_CASE("a removed object comes back by rollback", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  session.remove(ada);
  session.flush();
  CHECK_FALSE(session.get<blog::user>(1));
  session.rollback();
  CHECK(ada.state() == plinth::model::object_state::persistent);
  CHECK(session.get<blog::user>(1) == ada);
}

TEST_CASE("a flush that fails rolls back, and the session goes on with what the program set", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  auto bob = session.add(blog::user{.email = "bob@example.org"});
  auto again = session.add(blog::user{.email = "ada@example.org"});
  CHECK_THROWS_AS(session.commit(), plinth::unique_violation);
  CHECK_FALSE(session.in_transaction());
  CHECK(bob->id == 0);
  CHECK(bob.state() == plinth::model::object_state::pending);
  again->email = "other@example.org";
  session.commit();
  CHECK(bob->id == 2 + plinth_test::lost_keys(2));
  CHECK(again->id == 3 + plinth_test::lost_keys(2));
}

TEST_CASE("removing an owner removes what it owns, loaded or not", "[session]") {
  blog_database db;
  {
    plinth::session session(db.engine);
    auto ada = session.add(blog::user{.email = "ada@example.org"});
    ada->items.push_back(blog::item{.title = "one"});
    auto bob = session.add(blog::user{.email = "bob@example.org"});
    bob->items.push_back(blog::item{.title = "two"});
    session.commit();
    static_cast<void>(db.log->taken());
    session.remove(ada);
    session.commit();
    CHECK(db.log->taken() == statements{"BEGIN", R"(DELETE FROM "items" WHERE "id" = ?)",
                                        R"(DELETE FROM "users" WHERE "id" = ?)", "COMMIT"});
  }
  plinth::session session(db.engine);
  auto bob = session.get<blog::user>(2);
  static_cast<void>(db.log->taken());
  session.remove(bob);
  session.commit();
  CHECK(db.log->taken() == statements{R"(DELETE FROM "users" WHERE "id" = ?)", "COMMIT"});
  CHECK_FALSE(session.get<blog::item>(2));
}

TEST_CASE("taking a child out of a collection that keeps no orphans deletes its row", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  ada->items.push_back(blog::item{.title = "one"});
  ada->items.push_back(blog::item{.title = "two"});
  session.commit();
  static_cast<void>(db.log->taken());
  ada->items.erase(ada->items[0]);
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", R"(DELETE FROM "items" WHERE "id" = ?)", "COMMIT"});
  REQUIRE(ada->items.size() == 1);
  CHECK(ada->items[0].title == "two");
}

TEST_CASE("moving a child takes it out of its old collection before any flush", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  auto bob = session.add(blog::user{.email = "bob@example.org"});
  ada->items.push_back(blog::item{.title = "one"});
  session.commit();
  static_cast<void>(db.log->taken());
  bob->items.push_back(ada->items[0]);
  CHECK(ada->items.empty());
  REQUIRE(bob->items.size() == 1);
  CHECK(bob->items[0].owner.get() == bob.get());
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", R"(UPDATE "items" SET "owner_id" = ? WHERE "id" = ?)", "COMMIT"});
}

TEST_CASE("what is added to a collection that was not loaded is merged when it is", "[session]") {
  blog_database db;
  {
    plinth::session session(db.engine);
    auto ada = session.add(blog::user{.email = "ada@example.org"});
    ada->items.push_back(blog::item{.title = "one"});
    session.commit();
  }
  plinth::session session(db.engine);
  auto ada = session.get<blog::user>(1);
  static_cast<void>(db.log->taken());
  ada->items.push_back(blog::item{.title = "two"});
  CHECK(db.log->taken().empty());
  session.load<&blog::user::items>(ada);
  REQUIRE(ada->items.size() == 2);
  CHECK(ada->items[1].title == "two");
  session.commit();
  CHECK(ada->items[1].owner_id == 1);
}

TEST_CASE("a raw foreign key shows in the relationship after the flush", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  auto bob = session.add(blog::user{.email = "bob@example.org"});
  ada->items.push_back(blog::item{.title = "one"});
  session.commit();
  auto note = ada->items.at_ref(0);
  note->owner_id = bob->id;
  session.flush();
  CHECK(note->owner.get() == bob.get());
  CHECK(ada->items.empty());
  CHECK(bob->items.size() == 1);
}

TEST_CASE("values stay readable after commit and after the session is gone", "[session]") {
  blog_database db;
  plinth::ref<blog::user> ada;
  {
    plinth::session session(db.engine);
    ada = session.add(blog::user{.email = "ada@example.org"});
    ada->items.push_back(blog::item{.title = "one"});
    session.commit();
  }
  CHECK(ada->email == "ada@example.org");
  CHECK(ada->items[0].title == "one");
  CHECK(ada.state() == plinth::model::object_state::detached);
}

TEST_CASE("a row that another session deleted makes the update stale, and the session stays usable", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  {
    plinth::session other(db.engine);
    other.remove(other.get<blog::user>(1));
    other.commit();
  }
  ada->is_active = false;
  CHECK_THROWS_AS(session.commit(), plinth::stale_row);
  CHECK_THROWS_AS(session.refresh(ada), plinth::stale_row);
  session.expunge(ada);
  session.add(blog::user{.email = "bob@example.org"});
  session.commit();
}

TEST_CASE("refresh reads what others have written, over local changes", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  {
    plinth::session other(db.engine);
    other.get<blog::user>(1)->email = "theirs";
    other.commit();
  }
  ada->email = "mine";
  session.refresh(ada);
  CHECK(ada->email == "theirs");
  static_cast<void>(db.log->taken());
  session.commit();
  CHECK(db.log->taken() == statements{"COMMIT"});
}

TEST_CASE("a second object for a key that is present is refused", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  session.add(blog::user{.id = 1, .email = "impostor"});
  CHECK_THROWS_AS(session.flush(), plinth::error);
  CHECK(ada->email == "ada@example.org");
}

TEST_CASE("an object of no session cannot be removed or put into a relationship by reference", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  blog::user stranger{.email = "stranger"};
  CHECK_THROWS_AS(session.remove(stranger), plinth::session_error);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  blog::item loose{.title = "loose"};
  CHECK_THROWS_AS(ada->items.push_back(loose), plinth::session_error);
}

TEST_CASE("objects of two sessions do not mix", "[session]") {
  blog_database db;
  plinth::session one(db.engine);
  plinth::session two(db.engine);
  auto ada = one.add(blog::user{.email = "ada@example.org"});
  one.commit();
  blog::item loose{.title = "note"};
  loose.owner = ada;
  CHECK_THROWS_AS(two.add(std::move(loose)), plinth::session_error);

  two.rollback();
  auto bob = two.add(blog::user{.email = "bob@example.org"});
  auto note = two.add(blog::item{.title = "note"});
  CHECK_THROWS_AS(note->owner = ada, plinth::session_error);
  note->owner = bob;
  two.commit();
  CHECK_THROWS_AS(one.remove(note), plinth::session_error);
  CHECK_THROWS_AS(ada->items.push_back(note), plinth::session_error);
}

TEST_CASE("a null handle is refused wherever it is used", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  const plinth::ref<blog::item> nothing;
  CHECK_THROWS_AS(nothing->title, plinth::session_error);
  CHECK_THROWS_AS(session.remove(nothing), plinth::session_error);
  CHECK_THROWS_AS(session.refresh(nothing), plinth::session_error);
  CHECK_THROWS_AS(session.expunge(nothing), plinth::session_error);
  CHECK_THROWS_AS(session.load<&blog::item::owner>(nothing), plinth::session_error);
  CHECK_THROWS_AS(ada->items.push_back(nothing), plinth::session_error);
}

TEST_CASE("get_one throws where there is no row", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  CHECK(session.get_one<blog::user>(1)->email == "ada@example.org");
  CHECK_THROWS_AS(session.get_one<blog::user>(2), plinth::no_row);
}

TEST_CASE("a session that ends in a transaction says that it rolls back", "[session]") {
  blog_database db;
  {
    plinth::session session(db.engine);
    session.add(blog::user{.email = "ada@example.org"});
    session.flush();
  }
  CHECK(db.log->taken().back() == "ROLLBACK");
}

TEST_CASE("a text longer than its column is refused before the database sees it", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = std::string(41, 'a')});
  CHECK_THROWS_MATCHES(session.flush(), plinth::value_error,
                       plinth_test::message_is("plinth[E2311]: user::email has 41 characters, and its column takes 40; "
                                               "shorten it or widen the column"));
  ada->email = "\xC3\xA4" + std::string(39, 'a');  // 41 bytes, 40 characters
  session.flush();
  CHECK(ada->id == 1);
}

TEST_CASE("many new rows share statements, and each object gets its own key", "[session][sqlite]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  for (int i = 0; i < 100; ++i) ada->items.push_back(blog::item{.title = std::to_string(i)});
  session.commit();
  CHECK(db.log->taken().size() == 1 + 1 + 2 + 4 + 1);  // BEGIN, the user, 64 + 32 items, 4 single ones, COMMIT
  plinth::session other(db.engine);
  for (std::size_t i = 0; i < 100; ++i) {
    const plinth::ref<const blog::item> row = other.get<blog::item>(ada->items[i].id);
    REQUIRE(row);
    CHECK(row->title == std::to_string(i));
  }
}

TEST_CASE("a trigger that adds rows of its own does not mix up generated keys", "[session]") {
  blog_database db;
  if (plinth_test::backend_here() == plinth_test::backend::sqlite)
    db.engine.connect().run(
        R"(CREATE TRIGGER echo AFTER INSERT ON "items" WHEN NEW."title" NOT LIKE 'echo%' BEGIN
             INSERT INTO "items" ("title", "owner_id") VALUES ('echo ' || NEW."title", NEW."owner_id"); END)");
  else
    db.engine.connect().run(
        R"(CREATE FUNCTION echo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             INSERT INTO "items" ("title", "owner_id") VALUES ('echo ' || NEW."title", NEW."owner_id");
             RETURN NULL; END $$;
           CREATE TRIGGER echo AFTER INSERT ON "items" FOR EACH ROW WHEN (NEW."title" NOT LIKE 'echo%')
             EXECUTE FUNCTION echo())");
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  for (int i = 0; i < 40; ++i) ada->items.push_back(blog::item{.title = std::to_string(i)});
  session.commit();
  plinth::session other(db.engine);
  for (std::size_t i = 0; i < 40; ++i) CHECK(other.get<blog::item>(ada->items[i].id)->title == std::to_string(i));
}

TEST_CASE("children that came in by raw key are in the collection of a parent that is as new", "[session]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.id = 7, .email = "ada@example.org"});
  auto note = session.add(blog::item{.title = "one", .owner_id = 7});
  session.commit();
  REQUIRE(ada->items.size() == 1);
  CHECK(&ada->items[0] == note.get());
  CHECK(note->owner.get() == ada.get());
}

namespace {

struct stamped {
  std::int64_t version = 1;
  std::string label{};
};

struct stamped_note : stamped {
  std::int64_t id = 0;
  std::string title{};

  static constexpr auto table =
      plinth::table("stamped_notes", plinth::bases<stamped>(),
                    plinth::column<&stamped_note::label>(plinth::length(3), plinth::unique),
                    plinth::column<&stamped_note::id>(plinth::primary_key), plinth::column<&stamped_note::title>());
};

}  // namespace

TEST_CASE("a model says more of the columns that it inherits", "[session]") {
  plinth_test::database<plinth::metadata<stamped_note>> db;
  plinth::session session(db.engine);
  stamped_note first;
  first.label = "abcd";
  auto note = session.add(std::move(first));
  CHECK_THROWS_AS(session.flush(), plinth::value_error);
  note->label = "abc";
  session.commit();
  stamped_note second;
  second.label = "abc";
  session.add(std::move(second));
  CHECK_THROWS_AS(session.commit(), plinth::unique_violation);
}
