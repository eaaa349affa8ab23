// SPDX-License-Identifier: MIT
// Many to many by a table of pairs without a model of its own: in memory, in the database, and what is sent for it.

#include "relationships/models.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using kinds::map;
using kinds::music;
using kinds::place;
using kinds::playlist;
using kinds::post;
using kinds::song;
using kinds::tag;
using kinds::texts;
using plinth_test::database;
using plinth_test::statements;
using strings = std::vector<std::string>;

namespace {

const std::string insert_post = R"(INSERT INTO "posts" ("title") VALUES (?))";
const std::string insert_tag = R"(INSERT INTO "tags" ("name") VALUES (?))";
const std::string insert_pair = R"(INSERT INTO "post_tags" ("post_id", "tag_id") VALUES (?, ?))";
const std::string insert_unsure = insert_pair + " ON CONFLICT DO NOTHING";
const std::string delete_pair = R"(DELETE FROM "post_tags" WHERE "post_id" = ? AND "tag_id" = ?)";
const std::string select_tags =
    R"(SELECT "tags"."id", "tags"."name", "post_tags"."post_id" FROM "post_tags" JOIN "tags" )"
    R"(ON "tags"."id" = "post_tags"."tag_id" WHERE "post_tags"."post_id" IN (?) )"
    R"(ORDER BY "tags"."name" DESC, "tags"."id")";

/// Post 1 has the tags 1 (a) and 2 (b), post 2 has tag 2.
struct filled : database<kinds::blog> {
  filled() {
    plinth::session session(engine);
    auto one = session.add(post{.title = "one"});
    auto two = session.add(post{.title = "two"});
    one->tags.push_back(tag{.name = "a"});
    one->tags.push_back(tag{.name = "b"});
    two->tags.push_back(one->tags[1]);
    session.commit();
    static_cast<void>(log->taken());
  }
};

std::vector<std::int64_t> pairs_of(plinth::engine& engine, std::int64_t post_id) {
  plinth::session session(engine);
  return session
      .raw<std::int64_t>(R"(SELECT "tag_id" FROM "post_tags" WHERE "post_id" = )" + std::to_string(post_id) +
                         R"( ORDER BY "tag_id")")
      .all();
}
using keys = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("pairs are inserted after both of their rows", "[many_to_many]") {
  database<kinds::blog> db;
  plinth::session session(db.engine);
  auto one = session.add(post{.title = "one"});
  one->tags.push_back(tag{.name = "a"});
  auto b = session.add(tag{.name = "b"});
  b->posts.push_back(one);
  session.commit();
  CHECK(db.log->taken() ==
        statements{"BEGIN", insert_post, insert_tag, insert_tag, insert_pair, insert_pair, "COMMIT"});
  CHECK(pairs_of(db.engine, one->id) == keys{1, 2});
}

TEST_CASE("a struct brings the new objects at the other end of its pairs along", "[many_to_many]") {
  database<kinds::blog> db;
  plinth::session session(db.engine);
  post fresh{.title = "one"};
  fresh.tags.push_back(tag{.name = "a"});
  auto one = session.add(std::move(fresh));
  REQUIRE(one->tags[0].posts.size() == 1);
  CHECK(&one->tags[0].posts[0] == one.get());
  session.commit();
  CHECK(pairs_of(db.engine, 1) == keys{1});
}

TEST_CASE("both ends of a pair know of it before any flush", "[many_to_many]") {
  database<kinds::blog> db;
  plinth::session session(db.engine);
  auto one = session.add(post{.title = "one"});
  auto a = session.add(tag{.name = "a"});
  one->tags.push_back(a);
  REQUIRE(a->posts.size() == 1);
  CHECK(&a->posts[0] == one.get());
  a->posts.erase(one);
  CHECK(one->tags.empty());
  a->posts.push_back(one);
  one->tags.clear();
  CHECK(a->posts.empty());
}

TEST_CASE("an object is in a collection once, however often it is put there", "[many_to_many]") {
  database<kinds::blog> db;
  plinth::session session(db.engine);
  auto one = session.add(post{.title = "one"});
  auto a = session.add(tag{.name = "a"});
  one->tags.push_back(a);
  one->tags.push_back(a);
  a->posts.push_back(one);
  CHECK(one->tags.size() == 1);
  CHECK(a->posts.size() == 1);
  session.commit();
  CHECK(pairs_of(db.engine, 1) == keys{1});
}

TEST_CASE("a pair that comes and goes before the flush is no statement", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  auto one = session.get<post>(1);
  session.load<&post::tags>(one);
  auto b = one->tags.at_ref(0);
  static_cast<void>(db.log->taken());
  one->tags.erase(b);
  one->tags.push_back(b);
  session.flush();
  CHECK(db.log->taken().empty());
}

TEST_CASE("pairs are loaded with one SELECT, in the order of the relationship", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  auto one = session.get<post>(1);
  static_cast<void>(db.log->taken());
  session.load<&post::tags>(one);
  CHECK(db.log->taken() == statements{select_tags});
  CHECK(texts(one->tags, &tag::name) == strings{"b", "a"});
  CHECK_FALSE(one->tags[0].posts.is_loaded());
}

TEST_CASE("selectin loads pairs of many owners with one SELECT, and the other way with another", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  const auto posts =
      session.query<post>().order_by(plinth::col<&post::id>).options(plinth::selectin<&post::tags, &tag::posts>).all();
  const auto sent = db.log->taken();
  REQUIRE(sent.size() == 4);  // BEGIN, posts, tags, posts of the tags
  CHECK(sent[3] ==
        R"(SELECT "posts"."id", "posts"."title", "post_tags"."tag_id" FROM "post_tags" JOIN "posts" )"
        R"(ON "posts"."id" = "post_tags"."post_id" WHERE "post_tags"."tag_id" IN (?, ?) ORDER BY "posts"."id")");
  CHECK(texts(posts[0].tags, &tag::name) == strings{"b", "a"});
  CHECK(texts(posts[1].tags, &tag::name) == strings{"b"});
  CHECK(&posts[0].tags[0] == &posts[1].tags[0]);
  CHECK(texts(posts[0].tags[0].posts, &post::title) == strings{"one", "two"});
}

TEST_CASE("taking an object out deletes the pair and leaves both rows", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  auto one = session.get<post>(1);
  session.load<&post::tags>(one);
  static_cast<void>(db.log->taken());
  one->tags.erase(one->tags[0]);
  session.commit();
  CHECK(db.log->taken() == statements{delete_pair, "COMMIT"});
  CHECK(pairs_of(db.engine, 1) == keys{1});
  plinth::session other(db.engine);
  CHECK(other.get<tag>(2));
}

TEST_CASE("a collection that nobody loaded takes objects without a SELECT, also those that are there",
          "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  auto one = session.get<post>(1);
  auto a = session.get<tag>(1);
  one->tags.push_back(a);
  one->tags.push_back(tag{.name = "c"});
  static_cast<void>(db.log->taken());
  session.commit();
  CHECK(db.log->taken() == statements{insert_tag, insert_unsure, insert_pair, "COMMIT"});
  CHECK(pairs_of(db.engine, 1) == keys{1, 2, 3});
}

TEST_CASE("what is put in and taken out of an unloaded collection is merged when it is loaded", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  auto one = session.get<post>(1);
  auto b = session.get<tag>(2);
  one->tags.erase(b);
  one->tags.push_back(tag{.name = "c"});
  session.load<&post::tags>(one);
  CHECK(texts(one->tags, &tag::name) == strings{"a", "c"});
  session.commit();
  CHECK(pairs_of(db.engine, 1) == keys{1, 3});
}

TEST_CASE("removing an object leaves its pairs to the database, and takes it out of loaded collections",
          "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  const auto posts = session.query<post>().options(plinth::selectin<&post::tags>).all();
  auto b = session.get<tag>(2);
  static_cast<void>(db.log->taken());
  session.remove(b);
  CHECK(texts(posts[0].tags, &tag::name) == strings{"a"});
  CHECK(posts[1].tags.empty());
  session.commit();
  CHECK(db.log->taken() == statements{R"(DELETE FROM "tags" WHERE "id" = ?)", "COMMIT"});
  CHECK(pairs_of(db.engine, 1) == keys{1});
  CHECK(pairs_of(db.engine, 2).empty());
}

TEST_CASE("rollback forgets pairs that were flushed and pairs that were not", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  auto two = session.get<post>(2);
  auto a = session.get<tag>(1);
  two->tags.push_back(a);
  session.flush();
  two->tags.push_back(tag{.name = "c"});
  session.rollback();
  session.commit();
  CHECK(pairs_of(db.engine, 2) == keys{2});
  session.load<&post::tags>(two);
  CHECK(texts(two->tags, &tag::name) == strings{"b"});
}

TEST_CASE("after a flush that failed all pairs of the transaction are written by the next one", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  auto two = session.get<post>(2);
  auto c = session.add(tag{.name = "c"});
  two->tags.push_back(c);
  session.flush();
  auto three = session.add(post{.title = "three"});
  three->tags.push_back(c);
  auto impostor = session.add(tag{.id = 1, .name = "the key of another"});
  CHECK_THROWS_AS(session.flush(), plinth::error);
  CHECK_FALSE(session.in_transaction());
  CHECK(pairs_of(db.engine, 2) == keys{2});

  session.expunge(impostor);
  session.commit();
  CHECK(pairs_of(db.engine, 2) == keys{2, c->id});
  CHECK(pairs_of(db.engine, three->id) == keys{c->id});
}

TEST_CASE("a nested part that is rolled back takes its pairs along and no others", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  auto two = session.get<post>(2);
  auto a = session.get<tag>(1);
  two->tags.push_back(tag{.name = "c"});
  {
    auto part = session.begin_nested();
    two->tags.push_back(a);
    session.flush();
    part.rollback();
  }
  session.commit();
  CHECK(pairs_of(db.engine, 2) == keys{2, 3});
}

TEST_CASE("a graph of one model knows both directions", "[many_to_many]") {
  database<map> db;
  plinth::session session(db.engine);
  auto rome = session.add(place{.name = "rome"});
  auto oslo = session.add(place{.name = "oslo"});
  rome->roads_to.push_back(oslo);
  oslo->roads_to.push_back(rome);
  rome->roads_to.push_back(rome);
  CHECK(texts(oslo->roads_from, &place::name) == strings{"rome"});
  CHECK(texts(rome->roads_from, &place::name) == strings{"oslo", "rome"});
  session.commit();

  plinth::session other(db.engine);
  auto again = other.get<place>(rome->id);
  other.load<&place::roads_to>(again);
  CHECK(texts(again->roads_to, &place::name) == strings{"rome", "oslo"});
  other.load<&place::roads_from>(again);
  CHECK(again->roads_from.size() == 2);
}

TEST_CASE("where a foreign key does not see to it, the pairs of a removed object are deleted before it",
          "[many_to_many]") {
  database<map> db;
  plinth::session session(db.engine);
  auto rome = session.add(place{.name = "rome"});
  rome->roads_to.push_back(place{.name = "oslo"});
  session.commit();
  static_cast<void>(db.log->taken());
  session.remove(rome);
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", R"(DELETE FROM "roads" WHERE "from_id" = ?)",
                                      R"(DELETE FROM "roads" WHERE "to_id" = ?)",
                                      R"(DELETE FROM "places" WHERE "id" = ?)", "COMMIT"});
}

TEST_CASE("pairs that only one side declares go with an object of either", "[many_to_many]") {
  database<music> db;
  plinth::session session(db.engine);
  auto first = session.add(playlist{});
  first->songs.push_back(song{});
  auto second = session.add(song{});
  first->songs.push_back(second);
  session.commit();
  static_cast<void>(db.log->taken());

  session.remove(second);
  CHECK(first->songs.size() == 1);
  session.commit();
  CHECK(db.log->taken() == statements{"BEGIN", R"(DELETE FROM "playlist_songs" WHERE "song_id" = ?)",
                                      R"(DELETE FROM "songs" WHERE "id" = ?)", "COMMIT"});

  session.remove(first);  // and its songs: cascade(all)
  session.commit();
  CHECK(session.query<song>().count() == 0);
  CHECK(session.query<playlist>().count() == 0);
}

TEST_CASE("an object of another session is refused at the other end of a pair", "[many_to_many]") {
  filled db;
  plinth::session session(db.engine);
  plinth::session other(db.engine);
  auto one = session.get<post>(1);
  auto a = other.get<tag>(1);
  CHECK_THROWS_AS(one->tags.push_back(a), plinth::session_error);
}
