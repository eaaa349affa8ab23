// SPDX-License-Identifier: MIT
// Queries straight to JSON text, and schemas one row at a time.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <plinth/plinth.hpp>

#include "schema/shapes.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"
#include "support/recording_observer.hpp"

namespace {

using namespace schema_test;
using plinth::col;

/// 40 users: every third with a nickname, every fourth with two items.
struct database {
  std::shared_ptr<plinth_test::recording_observer> observer = std::make_shared<plinth_test::recording_observer>();
  plinth_test::test_database here;
  plinth::engine engine{here.connector(), plinth::engine_options{.observer = observer}};
  plinth::session session{engine};

  database() {
    plinth::metadata<User, Item>::create_all(engine);
    for (int i = 0; i < 40; ++i) {
      User user;
      user.email = "u" + std::to_string(i) + "@x.org";
      if (i % 3 == 0) user.nickname = "\"" + std::string(static_cast<std::size_t>(i), 'n') + "\"";
      const plinth::ref<User> added = session.add(std::move(user));
      for (int k = 0; i % 4 == 0 && k < 2; ++k) {
        Item item;
        item.title = "t" + std::to_string(i * 2 + k);
        added->items.push_back(std::move(item));
      }
    }
    session.commit();
    static_cast<void>(observer->take());
  }

  std::size_t selects() {
    std::size_t count = 0;
    for (const std::string& line : observer->take()) count += line.starts_with("SELECT") ? 1 : 0;
    return count;
  }

  /// A user whose e-mail address is one byte that is no UTF-8; written by SQL, since nothing else would let it in.
  void spoil() {
    session.execute_sql("INSERT INTO users (email, hashed_password, is_active) VALUES (CAST(x'FF' AS TEXT), '', 1)");
  }
};

struct Flat {
  std::optional<std::string> nickname;
  std::int64_t id = 0;
  std::string email;
  bool is_active = false;
};

TEST_CASE("a query as JSON is what its result is as JSON, by one SELECT", "[schema][query_to_json]") {
  database d;
  const auto query = d.session.query<User>().order_by(col<&User::id>.desc()).as<Flat>();
  const std::string expected = plinth::to_json(query.all());
  CHECK(d.selects() == 1);
  CHECK(plinth::to_json(query) == expected);
  CHECK(d.selects() == 1);
  CHECK(plinth::to_json(query, 2) == plinth::to_json(query.all(), 2));
  CHECK_THAT(expected, plinth_test::contains(R"({"nickname":null,"id":3,"email":"u2@x.org","is_active":true})"));
  CHECK_THAT(expected, plinth_test::contains(R"({"nickname":"\"nnn\"","id":4,"email":"u3@x.org","is_active":true})"));
}

TEST_CASE("conditions, order and limits of a query hold for its JSON", "[schema][query_to_json]") {
  database d;
  const auto some = d.session.query<User>().filter(col<&User::id> > 5).order_by(col<&User::id>).limit(2).as<Flat>();
  CHECK(plinth::to_json(some) == R"([{"nickname":null,"id":6,"email":"u5@x.org","is_active":true},)"
                                 R"({"nickname":"\"nnnnnn\"","id":7,"email":"u6@x.org","is_active":true}])");
  CHECK(plinth::to_json(some.offset(100)) == "[]");
}

TEST_CASE("nested schemas are in a query's JSON, by one more SELECT", "[schema][query_to_json]") {
  database d;
  const auto query = d.session.query<User>().order_by(col<&User::id>).as<UserRead>();
  const std::string expected = plinth::to_json(query.all());
  static_cast<void>(d.selects());
  CHECK(plinth::to_json(query) == expected);
  CHECK(d.selects() == 2);
  CHECK_THAT(expected,
             plinth_test::contains(R"({"email":"u4@x.org","id":5,"is_active":true,"items":[{"title":"t8",)"
                                   R"("description":null,"id":3},{"title":"t9","description":null,"id":4}]})"));
}

TEST_CASE("columns and structs of a query's own are written, too", "[schema][query_to_json]") {
  database d;
  const auto two = d.session.query<User>().order_by(col<&User::id>).limit(2);
  CHECK(plinth::to_json(two.select(col<&User::email>)) == R"(["u0@x.org","u1@x.org"])");
  CHECK(plinth::to_json(two.select(col<&User::nickname>)) == R"(["\"\"",null])");
  const auto shaped = two.select(col<&User::nickname>, col<&User::id>, col<&User::email>, col<&User::is_active>);
  CHECK(plinth::to_json(shaped.into<Flat>()) == plinth::to_json(two.as<Flat>()));
}

TEST_CASE("a query's JSON goes on behind what a buffer holds", "[schema][query_to_json]") {
  database d;
  std::string buffer = "data: ";
  plinth::to_json_to(buffer, d.session.query<User>().filter(col<&User::id> == 1).select(col<&User::email>));
  CHECK(buffer == R"(data: ["u0@x.org"])");
}

TEST_CASE("what is pending is flushed before a query is written", "[schema][query_to_json]") {
  database d;
  User user;
  user.email = "new@x.org";
  d.session.add(std::move(user));
  CHECK(plinth::to_json(d.session.query<User>().filter(col<&User::id> > 40).select(col<&User::email>)) ==
        R"(["new@x.org"])");
}

TEST_CASE("a row that JSON cannot hold ends the query, and the session goes on", "[schema][query_to_json][sqlite]") {
  database d;
  d.spoil();
  CHECK_THROWS_AS(plinth::to_json(d.session.query<User>().order_by(col<&User::id>).as<Flat>()), plinth::value_error);
  CHECK(plinth::to_json(d.session.query<User>().limit(1).select(col<&User::id>)) == "[1]");
  d.session.rollback();
}

TEST_CASE("schemas come one at a time, and nothing of a row is left in the next", "[schema][projection]") {
  database d;
  std::int64_t id = 0;
  for (const Flat& row : d.session.query<User>().order_by(col<&User::id>).as<Flat>().stream()) {
    CHECK(row.id == ++id);
    CHECK(row.email == "u" + std::to_string(id - 1) + "@x.org");
    CHECK(row.nickname.has_value() == (id % 3 == 1));
  }
  CHECK(id == 40);
  CHECK(d.selects() == 1);
}

TEST_CASE("a stream of schemas may be left early", "[schema][projection]") {
  database d;
  for (const Flat& row : d.session.query<User>().order_by(col<&User::id>).as<Flat>().stream()) {
    CHECK(row.id == 1);
    break;
  }
  CHECK(d.session.query<User>().count() == 40);
}

template <class Query>
constexpr bool can_stream = requires(const Query& query) {
  query.stream();
};

TEST_CASE("schemas in which others are nested have no stream", "[schema][projection]") {
  STATIC_REQUIRE(can_stream<decltype(std::declval<plinth::session&>().query<User>().as<Flat>())>);
  STATIC_REQUIRE_FALSE(can_stream<decltype(std::declval<plinth::session&>().query<User>().as<UserRead>())>);
}

}  // namespace
