// SPDX-License-Identifier: MIT
#pragma once

// A journal: relationships of every kind, for all strategies of loading them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/plinth.hpp>

#include "support/recorder.hpp"

namespace journal {

using plinth::back_populates;
using plinth::col;
using plinth::column;
using plinth::foreign_key;
using plinth::primary_key;
using plinth::relation;
using plinth::relationship;

struct post;
struct profile;

struct author {
  std::int64_t id = 0;
  std::string name{};
  relationship<std::vector<post>> posts{};
  relationship<profile> about{};

  static constexpr auto table =
      plinth::table("authors", column<&author::id>(primary_key),
                    relation<&author::posts>(back_populates("by"), plinth::order_by("title desc")),
                    relation<&author::about>(back_populates("of")));
};

struct profile {
  std::int64_t id = 0;
  std::string text{};
  std::optional<std::int64_t> author_id{};
  relationship<author> of{};

  static constexpr auto table = plinth::table("profiles", column<&profile::id>(primary_key),
                                              column<&profile::author_id>(foreign_key<&author::id>(), plinth::unique),
                                              relation<&profile::of>(back_populates("about")));
};

struct comment;
struct tag;

struct post {
  std::int64_t id = 0;
  std::string title{};
  std::optional<std::int64_t> author_id{};
  relationship<author> by{};
  relationship<std::vector<comment>> comments{};
  relationship<std::vector<tag>> tags{};

  static constexpr auto table = plinth::table(
      "posts", column<&post::id>(primary_key), column<&post::author_id>(foreign_key<&author::id>()),
      relation<&post::by>(back_populates("posts")), relation<&post::comments>(back_populates("on")),
      relation<&post::tags>(plinth::secondary("post_tags"), back_populates("posts"), plinth::order_by("name")));
};

struct comment {
  std::int64_t id = 0;
  std::string text{};
  bool is_spam = false;
  std::optional<std::int64_t> post_id{};
  std::optional<std::int64_t> answers_id{};
  relationship<post> on{};
  relationship<comment> answers{};
  relationship<std::vector<comment>> answered_by{};

  static constexpr auto table = plinth::table(
      "comments", column<&comment::id>(primary_key), column<&comment::post_id>(foreign_key<&post::id>()),
      column<&comment::answers_id>(foreign_key<&comment::id>()), relation<&comment::on>(back_populates("comments")),
      relation<&comment::answers>(back_populates("answered_by")),
      relation<&comment::answered_by>(back_populates("answers")));
};

struct tag {
  std::int64_t id = 0;
  std::string name{};
  relationship<std::vector<post>> posts{};

  static constexpr auto table =
      plinth::table("tags", column<&tag::id>(primary_key), relation<&tag::posts>(back_populates("tags")));
};

using base = plinth::metadata<author, profile, post, comment, tag>;

/// Two authors and one without posts; posts without an author, without comments, and with tags in common. The comments
/// of the first post are 1 "a", 2 "b" (spam), 3 "c"; 4 answers 1, 5 answers 4.
struct filled : plinth_test::database<base> {
  filled() {
    plinth::session s(engine);
    auto ada = s.add(author{.name = "Ada"});
    auto bob = s.add(author{.name = "Bob"});
    s.add(author{.name = "Cy"});
    ada->about = profile{.text = "numbers"};
    s.flush();
    auto first = s.add(post{.title = "first"});
    auto second = s.add(post{.title = "second"});
    auto third = s.add(post{.title = "third"});
    s.add(post{.title = "fourth"});
    first->by = ada;
    second->by = ada;
    third->by = bob;
    s.flush();
    for (const char* text : {"a", "b", "c"}) first->comments.push_back(comment{.text = text, .is_spam = *text == 'b'});
    s.flush();
    auto first_comment = first->comments.at_ref(0);
    first_comment->answered_by.push_back(comment{.text = "d"});
    s.flush();
    first_comment->answered_by.front().answered_by.push_back(comment{.text = "e"});
    third->comments.push_back(comment{.text = "f"});
    auto news = s.add(tag{.name = "news"});
    auto maths = s.add(tag{.name = "maths"});
    first->tags.push_back(news);
    first->tags.push_back(maths);
    third->tags.push_back(news);
    s.commit();
    static_cast<void>(log->taken());
  }
};

/// The names in a relationship to many, in its order.
template <class Many, class Text>
std::vector<std::string> texts(const Many& many, Text text) {
  std::vector<std::string> result;
  for (const auto& object : many) result.push_back(object.*text);
  return result;
}

using strings = std::vector<std::string>;
using plinth_test::statements;

inline const std::string of_posts = R"("posts"."id", "posts"."title", "posts"."author_id")";
inline const std::string of_comments =
    R"("comments"."id", "comments"."text", "comments"."is_spam", "comments"."post_id", "comments"."answers_id")";
inline const std::string select_posts = "SELECT " + of_posts + R"( FROM "posts")";
inline const std::string select_comments = "SELECT " + of_comments + R"( FROM "comments")";
inline const std::string comments_of = select_comments + R"( WHERE "comments"."post_id" IN )";
inline const std::string answers_to = select_comments + R"( WHERE "comments"."answers_id" IN )";

}  // namespace journal
