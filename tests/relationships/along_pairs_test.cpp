// SPDX-License-Identifier: MIT
// join<> and exists<> along a relationship that goes by a table of pairs: through the pairs, never key to key.

#include "relationships/models.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using kinds::place;
using kinds::post;
using kinds::tag;
using plinth::col;
using plinth_test::database;
using keys = std::vector<std::int64_t>;

namespace {

/// Post 1 has the tag 3, post 2 the tags 2 and 3, post 3 none; no key of a post is the key of its only tag.
struct tagged : database<kinds::blog> {
  tagged() {
    plinth::session session(engine);
    for (const char* title : {"one", "two", "three"}) session.add(post{.title = title});
    for (const char* name : {"a", "b", "c"}) session.add(tag{.name = name});
    session.flush();
    session.get<post>(1)->tags.push_back(session.get<tag>(3));
    session.get<post>(2)->tags.push_back(session.get<tag>(2));
    session.get<post>(2)->tags.push_back(session.get<tag>(3));
    session.commit();
    static_cast<void>(log->taken());
  }

  /// Where statements stand that a query sends.
  [[nodiscard]] std::string sent() {
    for (const std::string& s : log->taken())
      if (s.rfind("SELECT", 0) == 0) return s;
    return {};
  }
};

}  // namespace

TEST_CASE("a join along pairs goes through their table", "[many_to_many]") {
  tagged db;
  plinth::session session(db.engine);
  CHECK(session.query<post>()
            .join<&post::tags>()
            .filter(col<&tag::name> == "c")
            .order_by(col<&post::id>)
            .select(col<&post::id>)
            .all() == keys{1, 2});
  CHECK(db.sent() ==
        R"(SELECT "posts"."id" FROM "posts" JOIN "post_tags" ON "post_tags"."post_id" = "posts"."id" )"
        R"(JOIN "tags" ON "tags"."id" = "post_tags"."tag_id" WHERE "tags"."name" = ? ORDER BY "posts"."id")");
  CHECK(session.query<tag>()
            .join<&tag::posts>()
            .filter(col<&post::title> == "two")
            .order_by(col<&tag::id>)
            .select(col<&tag::id>)
            .all() == keys{2, 3});
}

TEST_CASE("an outer join along pairs keeps what has none", "[many_to_many]") {
  tagged db;
  plinth::session session(db.engine);
  const auto rows = session.query<post>()
                        .outer_join<&post::tags>()
                        .order_by(col<&post::id>, col<&tag::id>)
                        .select(col<&post::id>, col<&tag::id>)
                        .all();
  CHECK(db.sent() ==
        R"(SELECT "posts"."id", "tags"."id" FROM "posts" LEFT JOIN "post_tags" ON "post_tags"."post_id" = )"
        R"("posts"."id" LEFT JOIN "tags" ON "tags"."id" = "post_tags"."tag_id" ORDER BY "posts"."id", "tags"."id")");
  REQUIRE(rows.size() == 4);
  CHECK(std::get<1>(rows[0]) == 3);
  CHECK(std::get<0>(rows[3]) == 3);
  CHECK_FALSE(std::get<1>(rows[3]));
}

TEST_CASE("exists along pairs asks for a pair of this row", "[many_to_many]") {
  tagged db;
  plinth::session session(db.engine);
  const auto with = [&](const auto& condition) {
    return session.query<post>().filter(condition).order_by(col<&post::id>).select(col<&post::id>).all();
  };
  CHECK(with(plinth::exists<&post::tags>()) == keys{1, 2});
  CHECK(db.sent() ==
        R"(SELECT "posts"."id" FROM "posts" WHERE EXISTS (SELECT 1 FROM "post_tags" JOIN "tags" ON "tags"."id" = )"
        R"("post_tags"."tag_id" WHERE "post_tags"."post_id" = "posts"."id") ORDER BY "posts"."id")");
  CHECK(with(plinth::exists<&post::tags>(col<&tag::name> == "b")) == keys{2});
  CHECK(with(!plinth::exists<&post::tags>(col<&tag::name> == "b")) == keys{1, 3});
}

TEST_CASE("a statement goes by one table of pairs twice, under other names", "[many_to_many]") {
  database<plinth::metadata<place>> db;
  plinth::session session(db.engine);
  auto a = session.add(place{.name = "a"});
  auto b = session.add(place{.name = "b"});
  auto c = session.add(place{.name = "c"});
  a->roads_to.push_back(b);
  b->roads_to.push_back(c);
  session.commit();
  static_cast<void>(db.log->taken());
  CHECK(session.query<place>()
            .join<&place::roads_to, "next">()
            .filter(plinth::exists<&place::roads_from, "before">())
            .select(col<&place::id>)
            .all() == keys{b->id});
  CHECK(db.log->taken().back() ==
        R"(SELECT "places"."id" FROM "places" JOIN "roads" AS "next_roads" ON "next_roads"."from_id" = "places"."id" )"
        R"(JOIN "places" AS "next" ON "next"."id" = "next_roads"."to_id" WHERE EXISTS (SELECT 1 FROM "roads" AS )"
        R"("before_roads" JOIN "places" AS "before" ON "before"."id" = "before_roads"."from_id" )"
        R"(WHERE "before_roads"."to_id" = "places"."id"))");
}
