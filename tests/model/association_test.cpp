// SPDX-License-Identifier: MIT
// Tables of pairs, which many-to-many relationships go by: their columns, and what the relationships know of them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/sqlite.hpp>
#include <plinth/model/info.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/sql/writer.hpp>

namespace {

using plinth::back_populates;
using plinth::column;
using plinth::primary_key;
using plinth::relation;
using plinth::relationship;
using plinth::secondary;
using plinth::model::info_of;

struct tag;

struct BlogPost {
  std::int64_t id = 0;
  relationship<std::vector<tag>> tags;

  static constexpr auto table =
      plinth::table("posts", column<&BlogPost::id>(primary_key),
                    relation<&BlogPost::tags>(secondary("post_tags"), back_populates("posts"),
                                              plinth::order_by("weight desc, name"), plinth::lazily_loaded));
};
struct tag {
  std::string name;
  int weight = 0;
  relationship<std::vector<BlogPost>> posts;

  static constexpr auto table =
      plinth::table("tags", column<&tag::name>(primary_key), relation<&tag::posts>(back_populates("tags")));
};
using blog = plinth::metadata<tag, BlogPost>;
static_assert(blog::is_sound);

// ---- to itself, both ways; and a key of several columns ----

struct place {
  int country = 0;
  int number = 0;
  relationship<std::vector<place>> roads_to;
  relationship<std::vector<place>> roads_from;

  static constexpr auto table = plinth::table(
      "places", plinth::primary_key_of<&place::country, &place::number>(),
      relation<&place::roads_to>(
          secondary("roads", "from_country, from_number", "to_country, to_number", plinth::on_delete::restrict),
          back_populates("roads_from")),
      relation<&place::roads_from>(back_populates("roads_to")));
};
static_assert(plinth::metadata<place>::is_sound);

// ---- a model of its own for the pairs, and a shortcut across it ----

struct student;
struct course {
  std::int64_t id = 0;
  relationship<std::vector<student>> students;

  static constexpr auto table =
      plinth::table("courses", column<&course::id>(primary_key),
                    relation<&course::students>(secondary("marks", "course_id", "student_id"), plinth::viewonly));
};
struct student {
  std::int64_t id = 0;
  static constexpr auto table = plinth::table("students", column<&student::id>(primary_key));
};
struct mark {
  std::int64_t course_id = 0;
  std::int64_t student_id = 0;
  double value = 0;

  static constexpr auto table =
      plinth::table("marks", plinth::primary_key_of<&mark::course_id, &mark::student_id>(),
                    column<&mark::course_id>(plinth::foreign_key<&course::id>(plinth::on_delete::cascade)),
                    column<&mark::student_id>(plinth::foreign_key<&student::id>(plinth::on_delete::cascade)));
};
using school = plinth::metadata<course, student, mark>;
static_assert(school::is_sound);

template <class Metadata>
std::vector<std::string_view> names() {
  std::vector<std::string_view> result;
  for (const auto* table : Metadata::tables) result.push_back(table->name);
  return result;
}
using texts = std::vector<std::string_view>;

std::string ddl(const plinth::catalog::table& t) {
  static constexpr plinth::dialect::sqlite sqlite;
  return plinth::sql::text_of(sqlite, [&](plinth::sql::writer& out) { plinth::dialect::create_table(out, t); });
}

texts texts_of(std::span<const std::string_view> names) { return {names.begin(), names.end()}; }

}  // namespace

TEST_CASE("the table of pairs comes after the two models, and once") {
  CHECK(names<blog>() == texts{"tags", "posts", "post_tags"});
  CHECK(names<plinth::metadata<place>>() == texts{"places", "roads"});
}

TEST_CASE("a table of pairs has both keys, named by struct and key, and points to both") {
  CHECK(ddl(*blog::tables[2]) == R"(CREATE TABLE "post_tags" (
  "blog_post_id" BIGINT NOT NULL,
  "tag_name" TEXT NOT NULL,
  CONSTRAINT "pk_post_tags" PRIMARY KEY ("blog_post_id", "tag_name"),
  CONSTRAINT "fk_post_tags_blog_post_id_posts" FOREIGN KEY ("blog_post_id") REFERENCES "posts" ("id") ON DELETE CASCADE,
  CONSTRAINT "fk_post_tags_tag_name_tags" FOREIGN KEY ("tag_name") REFERENCES "tags" ("name") ON DELETE CASCADE
))");
  REQUIRE(blog::tables[2]->indexes.size() == 1);
  CHECK(texts_of(blog::tables[2]->indexes[0].columns) == texts{"tag_name"});
}

TEST_CASE("the columns of pairs and what becomes of them can be said") {
  CHECK(ddl(*plinth::metadata<place>::tables[1]) == R"(CREATE TABLE "roads" (
  "from_country" INTEGER NOT NULL,
  "from_number" INTEGER NOT NULL,
  "to_country" INTEGER NOT NULL,
  "to_number" INTEGER NOT NULL,
  CONSTRAINT "pk_roads" PRIMARY KEY ("from_country", "from_number", "to_country", "to_number"),
  CONSTRAINT "fk_roads_from_country_from_number_places" FOREIGN KEY ("from_country", "from_number") )"
                                                    R"(REFERENCES "places" ("country", "number") ON DELETE RESTRICT,
  CONSTRAINT "fk_roads_to_country_to_number_places" FOREIGN KEY ("to_country", "to_number") )"
                                                    R"(REFERENCES "places" ("country", "number") ON DELETE RESTRICT
))");
}

TEST_CASE("both sides see the same pairs, each from its end") {
  const auto& tags = info_of<BlogPost>().relationships[0];
  const auto& posts = info_of<tag>().relationships[0];
  CHECK(tags.secondary == blog::tables[2]);
  CHECK(posts.secondary == blog::tables[2]);
  CHECK(texts_of(tags.own_links) == texts{"blog_post_id"});
  CHECK(texts_of(tags.target_links) == texts{"tag_name"});
  CHECK(texts_of(posts.own_links) == texts{"tag_name"});
  CHECK(texts_of(posts.target_links) == texts{"blog_post_id"});
  CHECK(plinth::model::inverse_of(tags) == &posts);
  CHECK_FALSE(tags.holds_key);
  CHECK_FALSE(tags.is_held_by_target());
  CHECK(tags.lazy);
  CHECK_FALSE(posts.lazy);
  const auto& from = info_of<place>().relationships[1];
  CHECK(texts_of(from.own_links) == texts{"to_country", "to_number"});
}

TEST_CASE("an order names columns of the target, each upwards or downwards") {
  const auto order = info_of<BlogPost>().relationships[0].order;
  REQUIRE(order.size() == 2);
  CHECK(order[0].column == 1);
  CHECK(order[0].descending);
  CHECK(order[1].column == 0);
  CHECK_FALSE(order[1].descending);
}

TEST_CASE("a read-only relationship may go across a table that a model has") {
  CHECK(names<school>() == texts{"courses", "students", "marks"});
  const auto& students = info_of<course>().relationships[0];
  CHECK(students.viewonly);
  CHECK(students.secondary->name == "marks");
  CHECK(texts_of(students.target_links) == texts{"student_id"});
}
