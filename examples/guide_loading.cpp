// SPDX-License-Identifier: MIT
// Guide: when relationships are loaded, how, and how much of them.

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [models]
struct Post;

struct Author {
  std::int64_t id = 0;
  std::string name{};
  plinth::relationship<std::vector<Post>> posts{};

  static constexpr auto table = plinth::table("authors", plinth::column<&Author::id>(plinth::primary_key),
                                              plinth::relation<&Author::posts>(plinth::back_populates("author")));
};

struct Comment;

struct Post {
  std::int64_t id = 0;
  std::string title{};
  std::int64_t author_id = 0;
  plinth::relationship<Author> author{};
  plinth::relationship<std::vector<Comment>> comments{};

  static constexpr auto table =
      plinth::table("posts", plinth::column<&Post::id>(plinth::primary_key),
                    plinth::column<&Post::author_id>(plinth::foreign_key<&Author::id>(plinth::on_delete::cascade)),
                    plinth::relation<&Post::author>(plinth::back_populates("posts")),
                    plinth::relation<&Post::comments>(plinth::back_populates("post")));
};

struct Comment {
  std::int64_t id = 0;
  std::string text{};
  bool is_spam = false;
  std::optional<std::int64_t> post_id{};
  std::optional<std::int64_t> answers_id{};
  plinth::relationship<Post> post{};
  plinth::relationship<std::vector<Comment>> answers{};
  plinth::relationship<Comment> answers_to{};

  static constexpr auto table =
      plinth::table("comments", plinth::column<&Comment::id>(plinth::primary_key),
                    plinth::column<&Comment::post_id>(plinth::foreign_key<&Post::id>()),
                    plinth::column<&Comment::answers_id>(plinth::foreign_key<&Comment::id>()),
                    plinth::relation<&Comment::post>(plinth::back_populates("comments")),
                    plinth::relation<&Comment::answers>(plinth::back_populates("answers_to")),
                    plinth::relation<&Comment::answers_to>(plinth::back_populates("answers")));
};

using Base = plinth::metadata<Author, Post, Comment>;
// [/models]

using plinth::col;
using plinth::selectin;

static void fill(plinth::engine& engine) {
  plinth::session session{engine};
  plinth::ref<Author> ada = session.add(Author{.name = "ada"});
  ada->posts.push_back(Post{.title = "engines"});
  ada->posts.push_back(Post{.title = "looms"});
  plinth::ref<Post> engines = ada->posts.at_ref(0);
  engines->comments.push_back(Comment{.text = "first!", .is_spam = true});
  engines->comments.push_back(Comment{.text = "how many wheels?"});
  engines->comments.at_ref(1)->answers.push_back(Comment{.text = "fifty"});
  session.commit();
}

static void not_loaded(plinth::engine& engine) {
  step("not loaded:");
  // [raise]
  plinth::session session{engine};
  plinth::ref<Author> ada = session.get_one<Author>(1);
  try {
    std::cout << ada->posts.size() << '\n';
  } catch (const plinth::not_loaded& e) {
    std::cout << "E" << e.code() << '\n';
  }
  // [/raise]
}

static void with_the_query(plinth::engine& engine) {
  step("with the query:");
  // [selectin]
  plinth::session session{engine};
  const auto authors = session.query<Author>().options(selectin<&Author::posts, &Post::comments>).all();
  for (const Post& post : authors[0].posts) std::cout << post.title << ": " << post.comments.size() << '\n';
  // [/selectin]
}

static void a_part(plinth::engine& engine) {
  step("a part of them:");
  // [filter]
  plinth::session session{engine};
  const auto no_spam = selectin<&Post::comments>.filter(!col<&Comment::is_spam>);
  const auto posts = session.query<Post>().order_by(col<&Post::id>).options(no_spam).all();
  std::cout << posts[0].comments.size() << ", whole: " << !posts[0].comments.is_filtered() << '\n';
  // [/filter]
}

static void further(plinth::engine& engine) {
  step("from there on:");
  // [then]
  plinth::session session{engine};
  const auto newest = selectin<&Author::posts>.order_by(col<&Post::id>.desc());
  const auto authors = session.query<Author>().options(newest.then(selectin<&Post::comments>)).all();
  std::cout << authors[0].posts.begin()->title << '\n';
  // [/then]
}

static void a_tree(plinth::engine& engine) {
  step("a tree:");
  // [levels]
  plinth::session session{engine};
  const auto roots = session.query<Comment>()
                         .filter(col<&Comment::answers_id>.is_null(), !col<&Comment::is_spam>)
                         .options(selectin<&Comment::answers>.every_level())
                         .all();
  std::cout << roots[0].text << ' ' << roots[0].answers.begin()->text << '\n';
  // [/levels]
}

static void by_hand(plinth::engine& engine) {
  step("by hand:");
  // [load]
  plinth::session session{engine};
  std::vector<plinth::ref<Post>> some = {session.get_one<Post>(1), session.get_one<Post>(2)};
  session.load(some, selectin<&Post::comments>, selectin<&Post::author>);
  std::cout << some[0]->author->name << '\n';
  // [/load]
}

static void lazily(plinth::engine& engine) {
  step("lazily:");
  // [lazy]
  plinth::session session{engine, {.relationships = plinth::loading::lazy}};
  plinth::ref<Post> engines = session.get_one<Post>(1);
  std::cout << engines->comments.size() << '\n';
  // [/lazy]
}

int main() {
  plinth::engine engine{"sqlite://", printing()};
  Base::create_all(engine);
  fill(engine);
  not_loaded(engine);
  with_the_query(engine);
  a_part(engine);
  further(engine);
  a_tree(engine);
  by_hand(engine);
  lazily(engine);
}
