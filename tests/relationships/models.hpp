// SPDX-License-Identifier: MIT
#pragma once

// One small model for each kind of relationship.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/plinth.hpp>

namespace kinds {

using plinth::back_populates;
using plinth::cascade;
using plinth::column;
using plinth::foreign_key;
using plinth::on_delete;
using plinth::primary_key;
using plinth::relation;
using plinth::relationship;
using plinth::secondary;

// ---- many to many ----

struct tag;

struct post {
  std::int64_t id = 0;
  std::string title{};
  relationship<std::vector<tag>> tags{};

  static constexpr auto table = plinth::table(
      "posts", column<&post::id>(primary_key),
      relation<&post::tags>(secondary("post_tags"), back_populates("posts"), plinth::order_by("name desc")));
};

struct tag {
  std::int64_t id = 0;
  std::string name{};
  relationship<std::vector<post>> posts{};

  static constexpr auto table =
      plinth::table("tags", column<&tag::id>(primary_key), relation<&tag::posts>(back_populates("tags")));
};

using blog = plinth::metadata<post, tag>;

// ---- a graph ----

struct place {
  std::int64_t id = 0;
  std::string name{};
  relationship<std::vector<place>> roads_to{};
  relationship<std::vector<place>> roads_from{};

  static constexpr auto table =
      plinth::table("places", column<&place::id>(primary_key),
                    relation<&place::roads_to>(secondary("roads", "from_id", "to_id", on_delete::no_action),
                                               back_populates("roads_from")),
                    relation<&place::roads_from>(back_populates("roads_to")));
};

using map = plinth::metadata<place>;

// ---- pairs that only one side knows ----

struct song {
  std::int64_t id = 0;
  static constexpr auto table = plinth::table("songs", column<&song::id>(primary_key));
};

struct playlist {
  std::int64_t id = 0;
  relationship<std::vector<song>> songs{};

  static constexpr auto table =
      plinth::table("playlists", column<&playlist::id>(primary_key),
                    relation<&playlist::songs>(secondary("playlist_songs", on_delete::restrict), cascade(plinth::all)));
};

using music = plinth::metadata<playlist, song>;

// ---- one to one ----

struct passport;

struct person {
  std::int64_t id = 0;
  std::string name{};
  relationship<passport> document{};

  static constexpr auto table =
      plinth::table("persons", column<&person::id>(primary_key), relation<&person::document>(back_populates("holder")));
};

struct passport {
  std::int64_t id = 0;
  std::string number{};
  std::optional<std::int64_t> holder_id{};
  relationship<person> holder{};

  static constexpr auto table = plinth::table("passports", column<&passport::id>(primary_key),
                                              column<&passport::holder_id>(foreign_key<&person::id>(), plinth::unique),
                                              relation<&passport::holder>(back_populates("document")));
};

using office = plinth::metadata<person, passport>;

// ---- to many, and the targets have no member that says so ----

struct player;

struct team {
  std::int64_t id = 0;
  relationship<std::vector<player>> players{};
  relationship<player> captain{};
  relationship<std::vector<player>> best{};

  static constexpr auto table =
      plinth::table("teams", column<&team::id>(primary_key), relation<&team::players>(plinth::through("team_id")),
                    relation<&team::captain>(plinth::through("leads_id")),
                    relation<&team::best>(plinth::through("team_id"), plinth::viewonly, plinth::order_by("name desc")));
};

struct player {
  std::int64_t id = 0;
  std::string name{};
  std::optional<std::int64_t> team_id{};
  std::optional<std::int64_t> leads_id{};

  static constexpr auto table =
      plinth::table("players", column<&player::id>(primary_key), column<&player::team_id>(foreign_key<&team::id>()),
                    column<&player::leads_id>(foreign_key<&team::id>()));
};

using league = plinth::metadata<team, player>;

// ---- a tree ----

struct node {
  std::int64_t id = 0;
  std::string name{};
  std::optional<std::int64_t> parent_id{};
  relationship<node> parent{};
  relationship<std::vector<node>> children{};

  static constexpr auto table =
      plinth::table("nodes", column<&node::id>(primary_key), column<&node::parent_id>(foreign_key<&node::id>()),
                    relation<&node::parent>(back_populates("children")),
                    relation<&node::children>(back_populates("parent"), cascade(plinth::all, plinth::delete_orphan)));
};

using tree = plinth::metadata<node>;

// ---- keys of several columns ----

struct line;

struct bill {
  std::int32_t year = 0;
  std::int32_t number = 0;
  relationship<std::vector<line>> lines{};

  static constexpr auto table = plinth::table("bills", plinth::primary_key_of<&bill::year, &bill::number>(),
                                              relation<&bill::lines>(back_populates("of"), plinth::order_by("text")));
};

struct line {
  std::int64_t id = 0;
  std::string text{};
  std::int32_t bill_year = 0;
  std::optional<std::int32_t> bill_number{};
  relationship<bill> of{};

  static constexpr auto table = plinth::table("lines", column<&line::id>(primary_key),
                                              plinth::composite_foreign_key<&line::bill_number, &line::bill_year>(
                                                  plinth::references<&bill::number, &bill::year>()),
                                              relation<&line::of>(back_populates("lines")));
};

using books = plinth::metadata<bill, line>;

// ---- pairs with a model of their own, and a shortcut across it ----

struct mark;
struct student;

struct course {
  std::int64_t id = 0;
  relationship<std::vector<mark>> marks{};
  relationship<std::vector<student>> students{};

  static constexpr auto table =
      plinth::table("courses", column<&course::id>(primary_key),
                    relation<&course::marks>(back_populates("of"), cascade(plinth::all, plinth::delete_orphan)),
                    relation<&course::students>(secondary("marks", "course_id", "student_id"), plinth::viewonly,
                                                plinth::order_by("name")));
};

struct student {
  std::int64_t id = 0;
  std::string name{};
  relationship<std::vector<mark>> marks{};

  static constexpr auto table =
      plinth::table("students", column<&student::id>(primary_key), relation<&student::marks>(back_populates("by")));
};

struct mark {
  std::int64_t course_id = 0;
  std::int64_t student_id = 0;
  double value = 0;
  relationship<course> of{};
  relationship<student> by{};

  static constexpr auto table =
      plinth::table("marks", plinth::primary_key_of<&mark::course_id, &mark::student_id>(),
                    column<&mark::course_id>(foreign_key<&course::id>(on_delete::cascade)),
                    column<&mark::student_id>(foreign_key<&student::id>(on_delete::cascade)),
                    relation<&mark::of>(back_populates("marks")), relation<&mark::by>(back_populates("marks")));
};

using school = plinth::metadata<course, student, mark>;

/// The names in a relationship to many, in its order.
template <class Many, class Text>
std::vector<std::string> texts(const Many& many, Text text) {
  std::vector<std::string> result;
  for (const auto& object : many) result.push_back(object.*text);
  return result;
}

}  // namespace kinds
