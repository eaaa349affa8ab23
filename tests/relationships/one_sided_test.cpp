// SPDX-License-Identifier: MIT
// Collections whose targets have no member that says to whom they belong, and read-only ones.

#include "relationships/models.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using kinds::player;
using kinds::team;
using kinds::texts;
using plinth_test::database;
using plinth_test::statements;
using strings = std::vector<std::string>;

namespace {

const std::string set_team = R"(UPDATE "players" SET "team_id" = ? WHERE "id" = ?)";

/// Two teams, the first with the players ann and ben.
struct filled : database<kinds::league> {
  filled() {
    plinth::session session(engine);
    auto first = session.add(team{});
    first->players.push_back(player{.name = "ann"});
    first->players.push_back(player{.name = "ben"});
    session.add(team{});
    session.commit();
    static_cast<void>(log->taken());
  }

  std::optional<std::int64_t> team_of(std::int64_t id) {
    plinth::session session(engine);
    return session.get<player>(id)->team_id;
  }
};

}  // namespace

TEST_CASE("a collection alone writes the keys of its children", "[one_sided]") {
  filled db;
  CHECK(db.team_of(1) == 1);
  CHECK(db.team_of(2) == 1);
}

TEST_CASE("what leaves a one-sided collection points to nobody", "[one_sided]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<team>(1);
  session.load<&team::players>(first);
  static_cast<void>(db.log->taken());
  first->players.erase(first->players[0]);
  session.commit();
  CHECK(db.log->taken() == statements{set_team, "COMMIT"});
  CHECK(db.team_of(1) == std::nullopt);
}

TEST_CASE("a child that moves leaves its former one-sided collection at once", "[one_sided]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<team>(1);
  auto second = session.get<team>(2);
  session.load<&team::players>(first);
  session.load<&team::players>(second);
  auto ann = first->players.at_ref(0);
  second->players.push_back(ann);
  CHECK(texts(first->players, &player::name) == strings{"ben"});
  first->players.push_back(ann);
  second->players.push_back(ann);
  CHECK(texts(first->players, &player::name) == strings{"ben"});
  CHECK(texts(second->players, &player::name) == strings{"ann"});
  static_cast<void>(db.log->taken());
  session.commit();
  CHECK(db.log->taken() == statements{set_team, "COMMIT"});
  CHECK(db.team_of(1) == 2);
}

TEST_CASE("a raw key shows in one-sided collections after the flush", "[one_sided]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<team>(1);
  auto second = session.get<team>(2);
  session.load<&team::players>(first);
  session.load<&team::players>(second);
  first->players[0].team_id = second->id;
  session.add(player{.name = "cid", .team_id = 2});
  session.flush();
  CHECK(texts(first->players, &player::name) == strings{"ben"});
  CHECK(texts(second->players, &player::name) == strings{"cid", "ann"});
}

TEST_CASE("removing a child takes it out of a one-sided collection", "[one_sided]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<team>(1);
  session.load<&team::players>(first);
  session.remove(session.get<player>(1));
  CHECK(texts(first->players, &player::name) == strings{"ben"});
}

TEST_CASE("a one-sided relationship to one writes its target's key, and its former target's", "[one_sided]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<team>(1);
  session.load<&team::players>(first);
  auto ann = first->players.at_ref(0);
  auto ben = first->players.at_ref(1);
  first->captain = ann;
  session.flush();
  CHECK(ann->leads_id == 1);
  first->captain = ben;
  session.commit();
  CHECK(ann->leads_id == std::nullopt);
  CHECK(ben->leads_id == 1);

  plinth::session other(db.engine);
  auto again = other.get<team>(1);
  again->captain = other.get<player>(1);
  other.commit();
  CHECK(other.get<player>(1)->leads_id == 1);
  CHECK(other.get<player>(2)->leads_id == std::nullopt);
}

TEST_CASE("a read-only relationship is read in its own order and refuses to be written to", "[one_sided][viewonly]") {
  filled db;
  plinth::session session(db.engine);
  auto first = session.get<team>(1);
  session.load<&team::best>(first);
  CHECK(texts(first->best, &player::name) == strings{"ben", "ann"});
  CHECK_THROWS_MATCHES(first->best.erase(first->best[0]), plinth::session_error,
                       plinth_test::message_is("plinth[E3150]: the relationship team::best is plinth::viewonly and "
                                               "cannot be written to; change the one that has the same rows and is "
                                               "not"));
  CHECK_THROWS_AS(first->best.push_back(player{.name = "dan"}), plinth::session_error);
  team fresh;
  fresh.best.push_back(player{.name = "eve"});
  CHECK_THROWS_AS(session.add(std::move(fresh)), plinth::session_error);
  static_cast<void>(db.log->taken());
  session.flush();
  CHECK(db.log->taken().empty());
}

TEST_CASE("a read-only shortcut reads across the model of the pairs", "[association][viewonly]") {
  database<kinds::school> db;
  plinth::session session(db.engine);
  auto maths = session.add(kinds::course{});
  auto zoe = session.add(kinds::student{.name = "zoe"});
  auto amy = session.add(kinds::student{.name = "amy"});
  for (auto& who : {zoe, amy}) {
    kinds::mark given{.value = 1.5};
    given.by = who;
    maths->marks.push_back(std::move(given));
  }
  session.commit();
  REQUIRE(zoe->marks.size() == 1);
  CHECK(zoe->marks[0].course_id == maths->id);
  session.load<&kinds::course::students>(maths);
  CHECK(texts(maths->students, &kinds::student::name) == strings{"amy", "zoe"});
}
