// SPDX-License-Identifier: MIT
// The states of objects, and one object for each row.

#include <cstdint>
#include <string>
#include <utility>

#include <plinth/plinth.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using blog::item;
using blog::user;
using plinth::col;
using plinth::object_state;
using plinth_test::contains;
using plinth_test::message_is;
using plinth_test::statements;

namespace {

struct blog_database : plinth_test::database<blog::base> {
  blog_database() {
    plinth::session session(engine);
    for (const char* email : {"ada", "bob"}) session.add(user{.email = email});
    session.commit();
    static_cast<void>(log->taken());
  }
};

}  // namespace

TEST_CASE("a handle tells its object's state, all the way", "[identity]") {
  blog_database db;
  plinth::ref<user> eve;
  {
    plinth::session session(db.engine);
    eve = session.add(user{.email = "eve"});
    CHECK(eve.state() == object_state::pending);
    CHECK(session.contains(eve));
    session.flush();
    CHECK(eve.state() == object_state::persistent);
    session.rollback();
    CHECK(eve.state() == object_state::transient);
    CHECK_FALSE(session.contains(eve));
    session.add(eve);
    session.commit();
    CHECK(eve.state() == object_state::persistent);
    session.remove(eve);
    CHECK(eve.state() == object_state::removed);
    session.flush();
    CHECK(eve.state() == object_state::removed);
    session.commit();
    CHECK(eve.state() == object_state::detached);
    eve = session.get<user>(1);
  }
  CHECK(eve.state() == object_state::detached);
  CHECK(eve->email == "ada");
}

TEST_CASE("two queries for one row give one object, and the later does not overwrite it", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  session.commit();
  {
    plinth::session other(db.engine);
    other.get<user>(1)->email = "theirs";
    other.commit();
  }
  CHECK(session.query<user>().filter(col<&user::id> == 1).one() == ada);
  CHECK(ada->email == "ada");
}

TEST_CASE("an object that rollback made transient can be added again, with what it reaches", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto eve = session.add(user{.email = "eve"});
  auto note = session.add(item{.title = "note"});
  note->owner = eve;
  session.flush();
  session.rollback();
  CHECK(note.state() == object_state::transient);
  CHECK(eve.state() == object_state::transient);
  session.add(note);
  CHECK(eve.state() == object_state::pending);
  session.commit();
  CHECK(note->owner_id == eve->id);
  plinth::session other(db.engine);
  CHECK(other.query<item>().one()->owner_id == eve->id);
}

TEST_CASE("what was marked as removed can be taken back before the flush, and not after it", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  session.remove(ada);
  session.add(ada);
  CHECK(ada.state() == object_state::persistent);
  static_cast<void>(db.log->taken());
  session.flush();
  CHECK(db.log->taken().empty());

  session.remove(ada);
  session.flush();
  CHECK_THROWS_MATCHES(session.add(ada), plinth::session_error,
                       message_is("plinth[E3006]: the row of user 1 was deleted in this transaction, so the object "
                                  "cannot be added again; add a new one, or roll back"));
}

TEST_CASE("an expunged object is written no more, until it is added again without a SELECT", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  session.expunge(ada);
  CHECK(ada.state() == object_state::detached);
  ada->email = "lovelace";
  static_cast<void>(db.log->taken());
  session.flush();
  CHECK(db.log->taken().empty());
  session.add(ada);
  CHECK(ada.state() == object_state::persistent);
  session.flush();
  CHECK(db.log->taken() == statements{R"(UPDATE "users" SET "email" = ? WHERE "id" = ?)"});
  CHECK(session.get<user>(1) == ada);
}

TEST_CASE("an expunged object cannot come back beside another one of its key", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto former = session.get<user>(1);
  session.expunge(former);
  auto present = session.get<user>(1);
  CHECK(former != present);
  CHECK_THROWS_MATCHES(
      session.add(former), plinth::session_error,
      message_is("plinth[E3002]: two objects of one session would be user 1: one that is detached, and one that is "
                 "persistent; change the one that session.get gives, or remove or expunge it first"));
  CHECK(former.state() == object_state::detached);
}

TEST_CASE("an object of another session is refused, and both sessions are named", "[identity]") {
  blog_database db;
  plinth::session one(db.engine);
  plinth::session two(db.engine);
  auto ada = one.get<user>(1);
  const std::string numbers = " belongs to session 2 and was brought into session 3";
  CHECK_THROWS_MATCHES(two.add(ada), plinth::session_error,
                       message_is("plinth[E3001]: an object of user" + numbers +
                                  "; get it from the session that is to have it, or merge it there"));
  CHECK_THROWS_AS(two.remove(ada), plinth::session_error);
  CHECK_FALSE(two.contains(ada));
  CHECK(one.contains(ada));
}

TEST_CASE("is_changed asks for the net change", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  CHECK_FALSE(session.is_changed(ada));
  ada->email = "other";
  CHECK(session.is_changed(ada));
  ada->email = "ada";
  CHECK_FALSE(session.is_changed(ada));
  session.remove(ada);
  CHECK(session.is_changed(ada));
  CHECK(session.is_changed(session.add(user{.email = "eve"})));
}

TEST_CASE("a transient object that is put into a relationship becomes pending with it", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto note = session.add(item{.title = "note", .owner_id = 1});
  session.flush();
  session.rollback();
  auto ada = session.get<user>(1);
  ada->items.push_back(note);
  CHECK(note.state() == object_state::pending);
  session.commit();
  CHECK(note->owner_id == 1);
}

TEST_CASE("what was inserted and deleted in one transaction leaves nothing behind when it is undone", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto eve = session.add(user{.email = "eve"});
  session.flush();
  session.remove(eve);
  session.flush();
  session.rollback();
  CHECK(eve.state() == object_state::transient);
  session.commit();
  CHECK(plinth::session(db.engine).query<user>().count() == 2);
}

TEST_CASE("what was removed before a flush failed is not inserted by the next one", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto eve = session.add(user{.email = "eve"});
  session.flush();
  session.remove(eve);
  session.flush();
  auto second = session.add(user{.email = "ada"});
  CHECK_THROWS_AS(session.flush(), plinth::unique_violation);
  second->email = "other ada";
  session.commit();
  CHECK(plinth::session(db.engine).query<user>().filter(col<&user::email> == "eve").count() == 0);
}

TEST_CASE("an object that a rollback brought back is compared again", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  ada->is_active = false;
  session.remove(ada);
  session.flush();
  session.rollback();
  CHECK(ada->is_active);
  ada->email = "lovelace";
  session.commit();
  CHECK(plinth::session(db.engine).get<user>(1)->email == "lovelace");
}

TEST_CASE("a key that went from one object to another goes back by rollback", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.get<user>(1);
  session.remove(ada);
  session.flush();
  auto second = session.add(user{.id = 1, .email = "second"});
  session.flush();
  CHECK(session.get<user>(1) == second);
  session.rollback();
  CHECK(session.get<user>(1) == ada);

  ada->id = 7;
  session.flush();
  CHECK(session.get<user>(7) == ada);
  session.rollback();
  CHECK(ada->id == 1);
  CHECK(session.get<user>(1) == ada);
  CHECK_FALSE(session.get<user>(7));
}

TEST_CASE("after a failed flush, children follow a new owner that gets another key", "[identity]") {
  blog_database db;
  plinth::session session(db.engine);
  auto note = session.add(item{.title = "note", .owner_id = 1});
  session.commit();
  auto eve = session.add(user{.email = "eve"});
  note->owner = eve;
  session.flush();
  CHECK(note->owner_id == 3);
  auto clash = session.add(user{.email = "ada"});
  CHECK_THROWS_AS(session.flush(), plinth::unique_violation);
  {
    plinth::session other(db.engine);
    other.add(user{.email = "somebody"});
    other.commit();
  }
  clash->email = "other ada";
  session.commit();
  CHECK(eve->id != 3);
  CHECK(note->owner_id == eve->id);
  CHECK(plinth::session(db.engine).get<item>(1)->owner_id == eve->id);
}
