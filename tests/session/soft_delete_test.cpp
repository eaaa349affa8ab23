// SPDX-License-Identifier: MIT
// Rows that are kept where they are removed.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/session/bulk.hpp>
#include <plinth/session/query.hpp>

using plinth::col;
using plinth_test::statements;

namespace {

using instant = std::chrono::sys_time<std::chrono::microseconds>;

struct Post;

struct Author {
  std::int64_t id = 0;
  std::string name{};
  plinth::relationship<std::vector<Post>> posts{};

  static constexpr auto table = plinth::table(
      "authors", plinth::column<&Author::id>(plinth::primary_key),
      plinth::relation<&Author::posts>(plinth::back_populates("author"), plinth::cascade(plinth::delete_all)));
};

struct Comment;

struct Post {
  std::int64_t id = 0;
  std::string slug{};
  std::int64_t author_id = 0;
  std::int64_t version = 0;
  std::optional<instant> updated_at{};
  std::optional<instant> deleted_at{};
  plinth::relationship<Author> author{};
  plinth::relationship<std::vector<Comment>> comments{};

  static constexpr auto table = plinth::table(
      "posts", plinth::column<&Post::id>(plinth::primary_key), plinth::column<&Post::slug>(plinth::unique),
      plinth::column<&Post::author_id>(plinth::foreign_key<&Author::id>(plinth::on_delete::cascade)),
      plinth::column<&Post::version>(plinth::row_version), plinth::column<&Post::updated_at>(plinth::updated_at),
      plinth::column<&Post::deleted_at>(plinth::soft_delete),
      plinth::relation<&Post::author>(plinth::back_populates("posts")),
      plinth::relation<&Post::comments>(plinth::back_populates("post"), plinth::cascade(plinth::delete_all)));
};

struct Comment {
  std::int64_t id = 0;
  std::string text{};
  std::int64_t post_id = 0;
  plinth::relationship<Post> post{};

  static constexpr auto table =
      plinth::table("comments", plinth::column<&Comment::id>(plinth::primary_key),
                    plinth::column<&Comment::post_id>(plinth::foreign_key<&Post::id>(plinth::on_delete::cascade)),
                    plinth::relation<&Comment::post>(plinth::back_populates("comments")));
};

using base = plinth::metadata<Author, Post, Comment>;

constexpr instant now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

plinth::session_options with_clock() {
  return {.clock = [] { return now; }};
}

/// Ada with the posts "one" and "two", each with a comment.
struct with_posts {
  plinth_test::database<base> db;
  plinth::session session{db.engine, with_clock()};
  plinth::ref<Author> ada = session.add(Author{.name = "Ada"});
  plinth::ref<Post> one = add("one");
  plinth::ref<Post> two = add("two");

  with_posts() {
    session.commit();
    static_cast<void>(db.log->taken());
  }

  plinth::ref<Post> add(const char* slug) {
    auto post = session.add(Post{.slug = slug});
    post->author = ada;
    post->comments.push_back(Comment{.text = slug});
    return post;
  }

  /// "one" is removed and that committed.
  void remove_one() {
    session.remove(one);
    session.commit();
    static_cast<void>(db.log->taken());
  }
};

constexpr auto mark = R"(UPDATE "posts" SET "version" = ?, "updated_at" = ?, "deleted_at" = ? )"
                      R"(WHERE "id" = ? AND "version" = ?)";
constexpr auto present = R"("posts"."deleted_at" IS NULL)";

}  // namespace

TEST_CASE("removing an object of a model with soft_delete sets its time in the place of a DELETE",
          "[session][soft_delete]") {
  with_posts here;
  here.session.remove(here.one);
  here.session.commit();
  CHECK(here.db.log->taken() == statements{"BEGIN", R"(DELETE FROM "comments" WHERE "id" = ?)", mark, "COMMIT"});
  CHECK(here.one.state() == plinth::object_state::detached);
  CHECK(here.one->deleted_at == now);
  CHECK(here.one->version == 2);
  CHECK(here.ada->posts.size() == 1);
}

TEST_CASE("queries, get and counts do not find removed rows", "[session][soft_delete]") {
  with_posts here;
  const auto id = here.one->id;
  here.remove_one();
  plinth::session session(here.db.engine);
  static_cast<void>(here.db.log->taken());
  CHECK(session.query<Post>().filter(col<&Post::id> > 0).count() == 1);
  CHECK(here.db.log->taken().back() ==
        std::string(R"(SELECT count(*) FROM "posts" WHERE )") + present + R"( AND "posts"."id" > ?)");
  CHECK_FALSE(session.get<Post>(id));
  CHECK(here.db.log->taken().back().ends_with(std::string(R"(FROM "posts" WHERE "id" = ? AND )") + present));
  CHECK(session.query<Post>().as_values().all().size() == 1);
  CHECK(session.query<Post>().select(col<&Post::slug>).all() == std::vector<std::string>{"two"});
  CHECK(session.query<Post>().all().size() == 1);
}

TEST_CASE("unfiltered shows removed rows in this query, and an object read by it is still not found by get",
          "[session][soft_delete]") {
  with_posts here;
  const auto id = here.one->id;
  here.remove_one();
  plinth::session session(here.db.engine);
  auto found = session.query<Post>().filter(col<&Post::slug> == "one").unfiltered().one();
  CHECK(here.db.log->taken().back().ends_with(R"(FROM "posts" WHERE "posts"."slug" = ? LIMIT ?)"));
  CHECK(found->deleted_at == now);
  CHECK_FALSE(session.get<Post>(id));
  CHECK(session.query<Post>().unfiltered().unfiltered().count() == 2);
}

TEST_CASE("a removed row is brought back by clearing its time", "[session][soft_delete]") {
  with_posts here;
  const auto id = here.one->id;
  here.remove_one();
  plinth::session session(here.db.engine);
  session.query<Post>().unfiltered().filter(col<&Post::id> == id).one()->deleted_at.reset();
  session.commit();
  CHECK(plinth::session(here.db.engine).get<Post>(id));
}

TEST_CASE("relationships do not lead to removed rows, however they are loaded", "[session][soft_delete]") {
  with_posts here;
  // A comment whose post is removed past the program's cascade.
  here.session.update<Post>()
      .where(col<&Post::slug> == "one")
      .set(col<& Post::deleted_at> = std::optional(now))
      .execute();
  here.session.commit();
  plinth::session session(here.db.engine);
  static_cast<void>(here.db.log->taken());
  CHECK(session.query<Author>().options(plinth::selectin<&Author::posts>).one()->posts.size() == 1);
  CHECK(here.db.log->taken().back().find(present) != std::string::npos);
  auto orphan = session.query<Comment>().filter(col<&Comment::text> == "one").one();
  session.load<&Comment::post>(orphan);
  CHECK_FALSE(orphan->post);
  plinth::session seeing(here.db.engine);
  CHECK(seeing.query<Post>().unfiltered().all().size() == 2);
  auto again = seeing.query<Comment>().filter(col<&Comment::text> == "one").one();
  seeing.load<&Comment::post>(again);
  CHECK_FALSE(again->post);
}

TEST_CASE("joins and exists do not lead to removed rows", "[session][soft_delete]") {
  with_posts here;
  here.remove_one();
  plinth::session session(here.db.engine);
  static_cast<void>(here.db.log->taken());
  CHECK(session.query<Author>().join<&Author::posts>().filter(col<&Post::slug> == "one").count() == 0);
  CHECK(here.db.log->taken().back() ==
        std::string(R"(SELECT count(*) FROM "authors" JOIN "posts" ON "posts"."author_id" = "authors"."id" AND )") +
            present + R"( WHERE "posts"."slug" = ?)");
  CHECK(session.query<Author>().join<Post>(col<&Post::slug> == "one" || col<&Post::slug> == "two").count() == 1);
  CHECK(here.db.log->taken().back() == std::string(R"(SELECT count(*) FROM "authors" JOIN "posts" ON )") + present +
                                           R"( AND ("posts"."slug" = ? OR "posts"."slug" = ?))");
  CHECK_FALSE(session.query<Author>().filter(plinth::exists<&Author::posts>(col<&Post::slug> == "one")).exists());
  CHECK(session.query<Author>().outer_join<&Author::posts>().count() == 1);
}

TEST_CASE("unique holds among the rows that are there, and the value of a removed row can be used again",
          "[session][soft_delete]") {
  with_posts here;
  here.session.remove(here.one);
  auto fresh = here.add("one");
  here.session.commit();
  CHECK(plinth::session(here.db.engine).query<Post>().unfiltered().filter(col<&Post::slug> == "one").count() == 2);
  here.add("one");
  CHECK_THROWS_AS(here.session.commit(), plinth::unique_violation);
}

TEST_CASE("removing an owner removes what it owns, each in its own way", "[session][soft_delete]") {
  with_posts here;
  plinth::session session(here.db.engine, with_clock());
  session.remove(session.query<Post>().filter(col<&Post::slug> == "one").one());
  session.commit();
  CHECK(session.query<Comment>().count() == 1);
  // The author's own row goes, and the database's ON DELETE takes the posts that were kept.
  session.remove(session.query<Author>().one());
  session.commit();
  CHECK(session.query<Post>().unfiltered().count() == 0);
}

TEST_CASE("a rollback takes a removal back, time and version included", "[session][soft_delete]") {
  with_posts here;
  here.session.remove(here.one);
  here.session.flush();
  CHECK(here.one->deleted_at == now);
  here.session.rollback();
  CHECK(here.one.state() == plinth::object_state::persistent);
  CHECK_FALSE(here.one->deleted_at);
  CHECK(here.one->version == 1);
  here.session.remove(here.one);
  here.session.commit();
  CHECK(plinth::session(here.db.engine).query<Post>().count() == 1);
}

TEST_CASE("a row that another session removed is stale", "[session][soft_delete]") {
  with_posts here;
  plinth::session other(here.db.engine);
  auto one = other.get<Post>(here.one->id);
  other.rollback();
  here.remove_one();
  one->slug = "changed";
  CHECK_THROWS_AS(other.commit(), plinth::stale_row);
  other.rollback();
  CHECK_THROWS_AS(other.refresh(one), plinth::stale_row);
}

TEST_CASE("bulk statements leave removed rows alone, and a bulk DELETE marks rows unless it is for good",
          "[session][soft_delete]") {
  with_posts here;
  here.remove_one();
  CHECK(here.session.update<Post>().where(plinth::all_rows).set(col<& Post::slug> = "x").execute() == 1);
  CHECK(here.db.log->taken().back() ==
        std::string(R"(UPDATE "posts" SET "slug" = ?, "updated_at" = ? WHERE )") + present);
  CHECK(here.session.remove<Post>().where(col<&Post::slug> == "x").execute() == 1);
  CHECK(here.db.log->taken().back() ==
        std::string(R"(UPDATE "posts" SET "deleted_at" = ?, "updated_at" = ? WHERE "posts"."slug" = ? AND )") +
            present);
  CHECK(here.session.query<Post>().count() == 0);
  CHECK(here.session.query<Post>().unfiltered().count() == 2);
  CHECK_THROWS_AS(here.session.remove<Post>().where(plinth::condition{}).execute(), plinth::query_error);
  CHECK(here.session.remove<Post>().where(plinth::all_rows).for_good().execute() == 2);
  CHECK(here.db.log->taken().back() == R"(DELETE FROM "posts")");
  here.session.commit();
}
