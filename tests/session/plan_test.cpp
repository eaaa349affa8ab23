// SPDX-License-Identifier: MIT
// What a flush is going to do, decided without a database.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/model/info.hpp>
#include <plinth/model/ref.hpp>
#include <plinth/session/make_plan.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/store.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/cells.hpp"

using plinth_test::integer;
using plinth_test::text;
using steps = std::vector<std::string>;

namespace {

struct folder {
  std::int64_t id = 0;
  std::string name{};
  std::optional<std::int64_t> parent_id{};
  plinth::relationship<folder> parent{};

  static constexpr auto table = plinth::table("folders", plinth::column<&folder::id>(plinth::primary_key),
                                              plinth::column<&folder::parent_id>(plinth::foreign_key<&folder::id>()),
                                              plinth::relation<&folder::parent>());
};

/// Objects without a session: what a plan is made of.
class objects {
 public:
  objects() = default;
  objects(const objects&) = delete;
  objects& operator=(const objects&) = delete;
  ~objects() { store_->release(); }

  template <class Model>
  plinth::ref<Model> add(Model object) {
    return plinth::ref<Model>(store_->add(plinth::model::info_of<Model>(), &object));
  }

  /// An object as it is after its row was read.
  template <class Model, std::size_t Columns>
  plinth::ref<Model> load(const std::array<plinth::cell, Columns>& row) {
    return plinth::ref<Model>(store_->load(plinth::model::info_of<Model>(), row.data()));
  }

  template <class Model>
  void remove(const plinth::ref<Model>& object) {
    store_->remove(*object.node());
  }

  /// The steps, a line each: the verb, and each row by its model and name.
  [[nodiscard]] steps plan() const {
    const auto plan = plinth::detail::make_plan(store_->pending(), store_->watched(), store_->removed());
    steps lines;
    for (const plinth::detail::flush_step& step : plan.steps) {
      static constexpr const char* verbs[] = {"insert", "update", "remove"};
      std::string line = verbs[static_cast<std::size_t>(step.verb)];
      for (plinth::model::node* n : plan.rows_of(step)) line += " " + name_of(*n);
      lines.push_back(line);
    }
    return lines;
  }

 private:
  static std::string name_of(plinth::model::node& n) {
    if (n.model == &plinth::model::info_of<blog::user>()) return n.as<blog::user>().email;
    if (n.model == &plinth::model::info_of<folder>()) return n.as<folder>().name;
    return n.as<blog::item>().title;
  }

  plinth::detail::store* store_ = new plinth::detail::store(nullptr);
};

plinth::ref<blog::user> loaded_user(objects& unit, std::int64_t id, const char* email) {
  return unit.load<blog::user>(
      std::array{integer(id), text(email), plinth::cell::of_integer(1, plinth::kind::boolean)});
}

plinth::ref<blog::item> loaded_item(objects& unit, std::int64_t id, const char* title, std::int64_t owner) {
  return unit.load<blog::item>(std::array{integer(id), text(title), plinth::cell{}, integer(owner)});
}

}  // namespace

TEST_CASE("an empty unit of work has an empty plan", "[plan]") {
  objects unit;
  loaded_user(unit, 1, "ada");
  CHECK(unit.plan().empty());
}

TEST_CASE("inserts go by foreign keys, then updates, then deletes in the opposite order", "[plan]") {
  objects unit;
  auto gone = loaded_user(unit, 1, "gone");
  auto gone_note = loaded_item(unit, 1, "gone note", 1);
  auto kept = loaded_user(unit, 2, "kept");
  auto kept_note = loaded_item(unit, 2, "kept note", 2);
  unit.add(blog::item{.title = "new note", .owner_id = 9});
  unit.add(blog::user{.id = 9, .email = "new"});
  kept_note->title = "changed note";
  kept->email = "changed";
  unit.remove(gone);
  unit.remove(gone_note);
  CHECK(unit.plan() == steps{"insert new", "insert new note", "update changed", "update changed note",
                             "remove gone note", "remove gone"});
}

TEST_CASE("new rows keep the order of adding, others go by their keys", "[plan]") {
  objects unit;
  for (const std::int64_t id : {3, 1, 4, 2}) {
    loaded_user(unit, id, "user")->email = "changed " + std::to_string(id);
    unit.remove(loaded_user(unit, id + 10, ("gone " + std::to_string(id)).c_str()));
  }
  for (const char* email : {"c", "a", "b"}) unit.add(blog::user{.email = email});
  CHECK(unit.plan() ==
        steps{"insert c a b", "update changed 1 changed 2 changed 3 changed 4", "remove gone 1 gone 2 gone 3 gone 4"});
}

TEST_CASE("what was changed and changed back is no step", "[plan]") {
  objects unit;
  auto ada = loaded_user(unit, 1, "ada");
  ada->email = "other";
  CHECK(unit.plan() == steps{"update other"});
  ada->email = "ada";
  CHECK(unit.plan().empty());
}

TEST_CASE("rows of a table that points to itself follow what they point to", "[plan]") {
  objects unit;
  auto leaf = unit.add(folder{.name = "leaf"});
  auto branch = unit.add(folder{.name = "branch"});
  auto root = unit.add(folder{.name = "root"});
  leaf->parent = branch;
  branch->parent = root;
  CHECK(unit.plan() == steps{"insert root branch leaf"});
}

TEST_CASE("a tree is deleted from its leaves on", "[plan]") {
  objects unit;
  unit.remove(unit.load<folder>(std::array{integer(1), text("root"), plinth::cell{}}));
  unit.remove(unit.load<folder>(std::array{integer(3), text("leaf"), integer(2)}));
  unit.remove(unit.load<folder>(std::array{integer(2), text("branch"), integer(1)}));
  CHECK(unit.plan() == steps{"remove leaf branch root"});
}
