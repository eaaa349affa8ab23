// SPDX-License-Identifier: MIT
// Relationships loaded by further SELECTs: paths, filters, orders, levels, and objects that are there already.

#include "loading/models.hpp"
#include "support/catch.hpp"

using journal::author;
using journal::col;
using journal::comment;
using journal::filled;
using journal::post;
using journal::statements;
using journal::strings;
using journal::tag;
using journal::texts;
using plinth::selectin;

namespace {

const std::string by_post = R"( ORDER BY "comments"."post_id", "comments"."id")";
const std::string by_answered = R"( ORDER BY "comments"."answers_id", "comments"."id")";

}  // namespace

TEST_CASE("a filter loads the targets that it lets through, in their order", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  const auto posts =
      session.query<post>()
          .order_by(col<&post::id>)
          .options(selectin<&post::comments>.filter(!col<&comment::is_spam>).order_by(col<&comment::text>.desc()))
          .all();
  CHECK(
      db.log->taken() ==
      statements{"BEGIN", journal::select_posts + R"( ORDER BY "posts"."id")",
                 journal::comments_of +
                     R"((?, ?, ?, ?) AND NOT "comments"."is_spam" ORDER BY "comments"."text" DESC, "comments"."id")"});
  CHECK(texts(posts[0].comments, &comment::text) == strings{"c", "a"});
  CHECK(texts(posts[2].comments, &comment::text) == strings{"f"});
  CHECK(posts[1].comments.empty());
  CHECK(posts[0].comments.is_filtered());
  CHECK(posts[0].comments.is_loaded());
  CHECK(&*posts[0].comments.begin()->on == &posts[0]);
}

TEST_CASE("values of a filter are bound behind the keys, and those of its order behind them", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  const auto some = selectin<&post::comments>.filter(col<&comment::text> != "a", col<&comment::id> < 3);
  const auto first =
      session.query<post>().filter(col<&post::id> == 1).options(some.order_by(col<&comment::id> * -1)).one();
  CHECK(db.log->taken().back() == journal::comments_of + R"((?) AND "comments"."text" <> ? AND "comments"."id" < ? )"
                                                         R"(ORDER BY "comments"."id" * ?, "comments"."id")");
  CHECK(texts(first->comments, &comment::text) == strings{"b"});
}

TEST_CASE("an order alone loads the whole, which can be written to", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<post>(1);
  session.load<&post::comments>(first);
  session.load(first, selectin<&post::comments>.order_by(col<&comment::id>.desc()));
  CHECK(texts(first->comments, &comment::text) == strings{"c", "b", "a"});
  CHECK_FALSE(first->comments.is_filtered());
  first->comments.push_back(comment{.text = "z"});
  session.commit();
  CHECK(texts(first->comments, &comment::text) == strings{"c", "b", "a", "z"});
}

TEST_CASE("a filtered relationship cannot be written to, and nothing is lost by trying", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<post>(1);
  session.load(first, selectin<&post::comments>.filter(col<&comment::text> == "a"));
  const auto refused = plinth_test::message_is(
      "plinth[E3152]: the relationship post::comments was loaded with a filter, shows a part of its targets and cannot "
      "be "
      "written to; load the whole with session.load<&post::comments>(object), or set the other side");
  CHECK_THROWS_MATCHES(first->comments.push_back(comment{.text = "new"}), plinth::session_error, refused);
  CHECK_THROWS_MATCHES(first->comments.clear(), plinth::session_error, refused);
  auto a = first->comments.at_ref(0);
  CHECK_THROWS_MATCHES(first->comments.erase(a), plinth::session_error, refused);
  static_cast<void>(db.log->taken());
  session.commit();
  CHECK(db.log->taken() == statements{"COMMIT"});

  session.load<&post::comments>(first);
  CHECK(texts(first->comments, &comment::text) == strings{"a", "b", "c"});
  CHECK_FALSE(first->comments.is_filtered());
  first->comments.erase(a);
  session.commit();
  CHECK(a->post_id == std::nullopt);
}

TEST_CASE("a filter narrows what is loaded, another one replaces it, and a plain load widens it", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<post>(1);
  session.load<&post::comments>(first);
  session.load(first, selectin<&post::comments>.filter(col<&comment::text> == "b"));
  CHECK(texts(first->comments, &comment::text) == strings{"b"});
  session.load(first, selectin<&post::comments>.filter(col<&comment::text> == "c"));
  CHECK(texts(first->comments, &comment::text) == strings{"c"});
  session.load(first, selectin<&post::comments>);
  CHECK(texts(first->comments, &comment::text) == strings{"a", "b", "c"});
}

TEST_CASE("what the program has put in and not written stays in a filtered relationship", "[loading]") {
  filled db;
  plinth::session session(db.engine, {.autoflush = false});
  auto first = session.get<post>(1);
  auto f = session.get<comment>(6);
  first->comments.push_back(comment{.text = "new"});
  f->on = first;
  session.load(first, selectin<&post::comments>.filter(col<&comment::text> == "a"));
  CHECK(texts(first->comments, &comment::text) == strings{"a", "new", "f"});
  session.commit();
  CHECK(f->post_id == 1);
  CHECK(session.query<comment>().filter(col<&comment::post_id> == 1).count() == 5);
}

TEST_CASE("the other side can be set where a relationship is filtered", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<post>(1);
  session.load(first, selectin<&post::comments>.filter(col<&comment::text> == "a"));
  first->comments[0].on = nullptr;
  CHECK(first->comments.empty());
  session.commit();
  CHECK(session.get<comment>(1)->post_id == std::nullopt);
}

TEST_CASE("pairs are known from the side that is whole where the other is filtered", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<post>(1);
  auto news = session.query<tag>().filter(col<&tag::name> == "news").options(selectin<&tag::posts>).one();
  session.load(first, selectin<&post::tags>.filter(col<&tag::name> == "maths"));
  CHECK(texts(first->tags, &tag::name) == strings{"maths"});
  news->posts.push_back(first);  // is there already
  CHECK(news->posts.size() == 2);
  static_cast<void>(db.log->taken());
  session.commit();
  CHECK(db.log->taken() == statements{"COMMIT"});
}

TEST_CASE("a filter is of relationships by pairs as well", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  const auto posts = session.query<post>()
                         .order_by(col<&post::id>)
                         .options(selectin<&post::tags>.filter(col<&tag::name>.like("n%")))
                         .all();
  CHECK(db.log->taken().back() ==
        R"(SELECT "tags"."id", "tags"."name", "post_tags"."post_id" FROM "post_tags" JOIN "tags" )"
        R"(ON "tags"."id" = "post_tags"."tag_id" WHERE "post_tags"."post_id" IN (?, ?, ?, ?) )"
        R"(AND "tags"."name" LIKE ? ORDER BY "tags"."name", "tags"."id")");
  CHECK(texts(posts[0].tags, &tag::name) == strings{"news"});
  CHECK(texts(posts[2].tags, &tag::name) == strings{"news"});
}

TEST_CASE("a rollback forgets that a relationship was filtered", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<post>(1);
  session.load(first, selectin<&post::comments>.filter(col<&comment::text> == "a"));
  first->title = "changed";
  session.flush();
  session.rollback();
  session.load<&post::comments>(first);
  CHECK(texts(first->comments, &comment::text) == strings{"a", "b", "c"});
}

TEST_CASE("paths go on from what a filter let through", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  const auto spam = selectin<&post::comments>.filter(col<&comment::is_spam>);
  const auto firsts = selectin<&author::posts>.filter(col<&post::title> == "first");
  const auto ada = session.query<author>()
                       .filter(col<&author::name> == "Ada")
                       .options(firsts.then(spam, selectin<&post::tags>))
                       .one();
  CHECK(db.log->taken() ==
        statements{"BEGIN",
                   R"(SELECT "authors"."id", "authors"."name" FROM "authors" WHERE "authors"."name" = ? LIMIT ?)",
                   journal::select_posts + R"( WHERE "posts"."author_id" IN (?) AND "posts"."title" = ? ORDER BY )"
                                           R"("posts"."author_id", "posts"."title" DESC, "posts"."id")",
                   journal::comments_of + R"((?) AND "comments"."is_spam")" + by_post,
                   R"(SELECT "tags"."id", "tags"."name", "post_tags"."post_id" FROM "post_tags" JOIN "tags" )"
                   R"(ON "tags"."id" = "post_tags"."tag_id" WHERE "post_tags"."post_id" IN (?) )"
                   R"(ORDER BY "tags"."name", "tags"."id")"});
  CHECK(texts(ada->posts, &post::title) == strings{"first"});
  CHECK(texts(ada->posts[0].comments, &comment::text) == strings{"b"});
  CHECK(texts(ada->posts[0].tags, &tag::name) == strings{"maths", "news"});
}

TEST_CASE("levels of a tree are loaded as far as the depth says", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  const auto roots =
      session.query<comment>().filter(col<&comment::id> == 1).options(selectin<&comment::answered_by>.depth(2)).all();
  CHECK(db.log->taken() == statements{"BEGIN", journal::select_comments + R"( WHERE "comments"."id" = ?)",
                                      journal::answers_to + "(?)" + by_answered,
                                      journal::answers_to + "(?)" + by_answered});
  const comment& d = *roots[0].answered_by.begin();
  CHECK(texts(d.answered_by, &comment::text) == strings{"e"});
  CHECK_FALSE(d.answered_by.begin()->answered_by.is_loaded());
}

TEST_CASE("a whole tree is loaded with one SELECT for each level and one that finds no more", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  const auto root = session.query<comment>()
                        .filter(col<&comment::id> == 1)
                        .options(selectin<&comment::answered_by>.every_level())
                        .one();
  CHECK(db.log->taken().size() == 5);
  CHECK(root->answered_by.begin()->answered_by.begin()->answered_by.empty());
}

TEST_CASE("loading every level of a circle ends where it closes", "[loading]") {
  filled db;
  {
    plinth::session session(db.engine);
    session.get<comment>(1)->answers_id = 5;
    session.commit();
  }
  plinth::session session(db.engine);
  static_cast<void>(db.log->taken());
  auto root = session.get<comment>(1);
  session.load(root, selectin<&comment::answered_by>.every_level());
  CHECK(db.log->taken().size() == 5);  // BEGIN, the root, and three levels, of which the last leads back
  CHECK(&root->answered_by[0].answered_by[0].answered_by[0] == root.get());
}

TEST_CASE("a path of a tree goes on from all of its levels", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  auto root = session.get<comment>(1);
  session.load(root, selectin<&comment::answered_by>.depth(2).then(selectin<&comment::on>));
  CHECK(root->answered_by[0].on.is_loaded());
  CHECK(root->answered_by[0].answered_by[0].on.is_loaded());
  CHECK_FALSE(root->on.is_loaded());
}

TEST_CASE("a range of handles, a result and single objects are loaded together", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  auto posts = session.query<post>().order_by(col<&post::id>).all();
  static_cast<void>(db.log->taken());
  session.load(posts, selectin<&post::comments>, selectin<&post::by, &author::about>);
  CHECK(db.log->taken().size() == 3);  // comments, authors, profiles
  CHECK(posts[0].by->about->text == "numbers");
  const std::vector<plinth::ref<post>> handles = posts;
  session.load(handles, selectin<&post::comments>);
  CHECK(db.log->taken().empty());  // loaded already
  session.load(handles.front(), selectin<&post::tags>);
  session.load(posts[1], selectin<&post::tags>);
  CHECK(db.log->taken().size() == 2);
  CHECK(posts[0].tags.size() == 2);
}

TEST_CASE("more than 500 owners are loaded by one SELECT for each 500", "[loading]") {
  plinth_test::database<journal::base> db;
  {
    plinth::session session(db.engine);
    for (int i = 0; i < 1203; ++i) session.add(post{.title = std::to_string(i)});
    session.commit();
  }
  plinth::session session(db.engine);
  static_cast<void>(db.log->taken());
  CHECK(session.query<post>().options(selectin<&post::comments>).all().size() == 1203);
  CHECK(db.log->taken().size() == 5);  // BEGIN, the posts, and three times their comments
}

TEST_CASE("objects that cannot be loaded are refused by name", "[loading]") {
  filled db;
  plinth::session session(db.engine);
  plinth::session other(db.engine);
  const auto strange = other.get<post>(1);
  CHECK_THROWS_AS(session.load(strange, selectin<&post::comments>), plinth::session_error);
  CHECK_THROWS_AS(session.load(std::vector{plinth::ref<post>()}, selectin<&post::comments>), plinth::session_error);
  const post loose{};
  CHECK_THROWS_AS(session.load(loose, selectin<&post::comments>), plinth::session_error);
}
