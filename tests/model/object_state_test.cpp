// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include <plinth/model/object_state.hpp>

using plinth::object_state;
using plinth::model::object_event;
using plinth::model::state_after;

TEST_CASE("an object's way goes from transient over pending and persistent to detached") {
  STATIC_REQUIRE(state_after(object_state::transient, object_event::add) == object_state::pending);
  STATIC_REQUIRE(state_after(object_state::pending, object_event::insert) == object_state::persistent);
  STATIC_REQUIRE(state_after(object_state::persistent, object_event::remove) == object_state::removed);
  STATIC_REQUIRE(state_after(object_state::removed, object_event::commit) == object_state::detached);
}

TEST_CASE("what was never added, or belongs to no session any more, cannot be removed or expunged") {
  for (const object_state state : {object_state::transient, object_state::detached}) {
    CHECK_FALSE(may(state, object_event::remove));
    CHECK_FALSE(may(state, object_event::expunge));
  }
}

TEST_CASE("only what is pending can be inserted, only what is removed can be deleted for good") {
  for (const object_state state :
       {object_state::transient, object_state::persistent, object_state::removed, object_state::detached}) {
    CHECK_FALSE(may(state, object_event::insert));
    CHECK(may(state, object_event::commit) == (state == object_state::removed));
  }
}

TEST_CASE("no move is in the table twice") {
  for (const auto& a : plinth::model::legal_moves) {
    int same = 0;
    for (const auto& b : plinth::model::legal_moves) same += a.from == b.from && a.event == b.event ? 1 : 0;
    CHECK(same == 1);
  }
}

TEST_CASE("the end of a session leaves nothing pending, persistent or removed") {
  for (const object_state state : {object_state::pending, object_state::persistent, object_state::removed}) {
    const auto after = state_after(state, object_event::close);
    CHECK((after == object_state::transient || after == object_state::detached));
  }
}
