// SPDX-License-Identifier: MIT
// A struct from outside of the session for the new values of its row.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/session/merge.hpp>
#include <plinth/session/query.hpp>

using plinth::merge_policy;
using plinth_test::statements;
using blog_database = plinth_test::database<blog::base>;

namespace {

struct Page {
  std::string site{};
  std::int64_t number = 0;
  std::string text{};
  std::optional<std::string> note{};
  std::int64_t version = 0;

  static constexpr auto table = plinth::table("pages", plinth::primary_key_of<&Page::site, &Page::number>(),
                                              plinth::column<&Page::version>(plinth::row_version));
};

using page_database = plinth_test::database<plinth::metadata<Page>>;

/// A database with one user, whose key it gives.
std::int64_t add_user(blog_database& db) {
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  static_cast<void>(db.log->taken());
  return ada->id;
}

}  // namespace

TEST_CASE("merge reads the row by its key once, and the next flush writes what differs", "[session][merge]") {
  blog_database db;
  const std::int64_t id = add_user(db);
  plinth::session session(db.engine);
  const blog::user form{.id = id, .email = "ada@example.com"};
  auto ada = session.merge(form, merge_policy::error);
  CHECK(ada.state() == plinth::object_state::persistent);
  CHECK(ada->email == "ada@example.com");
  session.commit();
  CHECK(db.log->taken() ==
        statements{"BEGIN", R"(SELECT "users"."id", "users"."email", "users"."is_active" FROM "users" WHERE "id" = ?)",
                   R"(UPDATE "users" SET "email" = ? WHERE "id" = ?)", "COMMIT"});
}

TEST_CASE("merging what the row has already writes nothing", "[session][merge]") {
  blog_database db;
  const std::int64_t id = add_user(db);
  plinth::session session(db.engine);
  auto ada = session.merge(blog::user{.id = id, .email = "ada@example.org"}, merge_policy::error);
  CHECK_FALSE(session.is_changed(ada));
  static_cast<void>(db.log->taken());
  session.commit();
  CHECK(db.log->taken() == statements{"COMMIT"});
}

TEST_CASE("a struct without a row is a new object, and one without a key is so without a SELECT", "[session][merge]") {
  blog_database db;
  plinth::session session(db.engine);
  auto fresh = session.merge(blog::user{.email = "bob@example.org"}, merge_policy::error);
  CHECK(fresh.state() == plinth::object_state::pending);
  CHECK(db.log->taken().empty());
  auto known = session.merge(blog::user{.id = 70, .email = "cy@example.org"}, merge_policy::error);
  CHECK(known.state() == plinth::object_state::pending);
  session.commit();
  CHECK(known->id == 70);
  CHECK(session.query<blog::user>().count() == 2);
}

TEST_CASE("what becomes of an object that the session has is the policy's to say", "[session][merge]") {
  blog_database db;
  const std::int64_t id = add_user(db);
  plinth::session session(db.engine);
  auto ada = session.get<blog::user>(id);
  ada->is_active = false;
  const blog::user form{.id = id, .email = "ada@example.com", .is_active = true};
  static_cast<void>(db.log->taken());

  CHECK(session.merge(form, merge_policy::keep_tracked) == ada);
  CHECK(ada->email == "ada@example.org");
  CHECK_FALSE(ada->is_active);

  CHECK_THROWS_WITH(session.merge(form, merge_policy::error),
                    "plinth[E3008]: a struct was to be merged as user " + std::to_string(id) +
                        ", which this session has an object of already, persistent; change that one (session.get), or "
                        "merge with another policy");
  CHECK(ada->email == "ada@example.org");

  CHECK(session.merge(form, merge_policy::overwrite) == ada);
  CHECK(ada->email == "ada@example.com");
  CHECK(ada->is_active);
  CHECK(db.log->taken().empty());
  session.commit();
  CHECK(db.log->taken() == statements{R"(UPDATE "users" SET "email" = ? WHERE "id" = ?)", "COMMIT"});
}

TEST_CASE("an object that is pending under the same key counts as the session's", "[session][merge]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.id = 5, .email = "ada@example.org"});
  CHECK_THROWS_AS(session.merge(blog::user{.id = 5, .email = "new@example.org"}, merge_policy::error),
                  plinth::session_error);
  CHECK(session.merge(blog::user{.id = 5, .email = "new@example.org"}, merge_policy::overwrite) == ada);
  session.commit();
  CHECK(plinth::session(db.engine).get<blog::user>(5)->email == "new@example.org");
}

TEST_CASE("overwriting an object that is marked as removed takes it back", "[session][merge]") {
  blog_database db;
  const std::int64_t id = add_user(db);
  plinth::session session(db.engine);
  auto ada = session.get<blog::user>(id);
  session.remove(ada);
  session.merge(blog::user{.id = id, .email = "back@example.org"}, merge_policy::overwrite);
  CHECK(ada.state() == plinth::object_state::persistent);
  session.commit();
  CHECK(plinth::session(db.engine).get<blog::user>(id)->email == "back@example.org");
}

TEST_CASE("merge finds rows by keys of several columns, and writes NULL for what is empty", "[session][merge]") {
  page_database db;
  plinth::session session(db.engine);
  session.add(Page{.site = "a", .number = 1, .text = "one", .note = "n"});
  session.commit();
  plinth::session other(db.engine);
  auto page = other.merge(Page{.site = "a", .number = 1, .text = "one"}, merge_policy::error);
  static_cast<void>(db.log->taken());
  other.commit();
  CHECK(
      db.log->taken() ==
      statements{R"(UPDATE "pages" SET "note" = ?, "version" = ? WHERE "site" = ? AND "number" = ? AND "version" = ?)",
                 "COMMIT"});
  CHECK_FALSE(page->note);
  CHECK(page->version == 2);
}

TEST_CASE("a struct that was made from another version of the row is refused, and changes nothing",
          "[session][merge]") {
  page_database db;
  plinth::session session(db.engine);
  auto page = session.add(Page{.site = "a", .number = 1, .text = "one"});
  session.commit();
  Page form = *page;
  form.text = "mine";
  page->text = "theirs";
  session.commit();
  plinth::session other(db.engine);
  CHECK_THROWS_WITH(other.merge(form, merge_policy::error),
                    Catch::Matchers::StartsWith("plinth[E3122]: the struct to be merged was made from version 1 of "
                                                "Page ('a', 1), which is at version 2"));
  CHECK_THROWS_AS(other.merge(form, merge_policy::overwrite), plinth::stale_row);
  CHECK(other.get<Page>("a", 1)->text == "theirs");
  form.version = 2;
  other.merge(form, merge_policy::overwrite);
  other.commit();
  CHECK(plinth::session(db.engine).get<Page>("a", 1)->text == "mine");
}

TEST_CASE("a foreign key that merge changes shows in the relationships after the flush", "[session][merge]") {
  blog_database db;
  plinth::session session(db.engine);
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  auto bob = session.add(blog::user{.email = "bob@example.org"});
  ada->items.push_back(blog::item{.title = "one"});
  session.commit();
  const std::int64_t item = session.query<blog::item>().one()->id;
  session.merge(blog::item{.id = item, .title = "one", .owner_id = bob->id}, merge_policy::overwrite);
  session.flush();
  CHECK(ada->items.size() == 0);
  CHECK(bob->items.size() == 1);
}

TEST_CASE("merge refuses a struct whose relationships hold objects", "[session][merge]") {
  blog_database db;
  plinth::session session(db.engine);
  blog::user form{.id = 1, .email = "ada@example.org"};
  form.items.push_back(blog::item{.title = "one"});
  CHECK_THROWS_WITH(session.merge(std::move(form), merge_policy::overwrite),
                    Catch::Matchers::StartsWith("plinth[E3123]: a struct given to merge holds objects in user::items"));
}
