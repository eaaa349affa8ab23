// SPDX-License-Identifier: MIT
// A flush of many rows of one model, however they are sent: keys, order, what is told of it, and which row is at fault.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/session/query.hpp>
#include <plinth/session/raw_query.hpp>

using blog::add_users;
using blog_database = plinth_test::database<blog::base>;

namespace {

template <class Work>
std::string message_of(const Work& work) {
  try {
    work();
  } catch (const plinth::error& e) {
    return e.what();
  }
  return "no error";
}

std::size_t statements_with(const std::vector<std::string>& log, const std::string& beginning) {
  std::size_t count = 0;
  for (const std::string& s : log) count += s.starts_with(beginning) ? 1U : 0U;
  return count;
}

}  // namespace

TEST_CASE("each of many new objects gets the key of its own row", "[session][many]") {
  blog_database db;
  plinth::session session(db.engine);
  auto users = add_users(session, 700);
  users[400]->id = 9'000;
  for (auto& u : users) u->items.push_back(blog::item{.title = u->email});
  session.commit();
  plinth::session other(db.engine);
  for (const auto& u : users) CHECK(other.get<blog::user>(u->id)->email == u->email);
  CHECK(other.query<blog::item>()
            .join<&blog::item::owner>()
            .filter(plinth::col<&blog::item::title> == plinth::col<&blog::user::email>)
            .count() == 700);
}

TEST_CASE("a rule that one of many new rows breaks undoes them all, and the objects can be mended", "[session][many]") {
  blog_database db;
  plinth::session session(db.engine);
  auto users = add_users(session, 600);
  users[300]->email = "7@example.org";
  CHECK_THROWS_AS(session.commit(), plinth::unique_violation);
  CHECK_FALSE(session.in_transaction());
  CHECK(users[0]->id == 0);
  CHECK(users[599]->email == "599@example.org");
  users[300]->email = "300@example.org";
  session.commit();
  CHECK(session.query<blog::user>().count() == 600);
  CHECK(users[599]->id != 0);
}

TEST_CASE("of two rows at fault the first is reported, whatever keeps the second from being sent", "[session][many]") {
  blog_database db;
  plinth::session session(db.engine);
  auto users = add_users(session, 30);
  session.commit();
  users[10]->email = "3@example.org";
  users[20]->email = std::string(41, 'x');
  CHECK_THROWS_AS(session.commit(), plinth::unique_violation);
  users[10]->email = "10@example.org";
  CHECK_THROWS_AS(session.commit(), plinth::value_error);
}

TEST_CASE("the one object of many whose row is gone is named", "[session][many]") {
  blog_database db;
  plinth::session session(db.engine);
  auto users = add_users(session, 600);
  session.commit();
  const std::string gone = std::to_string(users[500]->id);
  db.engine.connect().run(R"(DELETE FROM "users" WHERE "id" = )" + gone);
  for (auto& u : users) u->is_active = false;
  CHECK(message_of([&] { session.commit(); }) ==
        "plinth[E3102]: the row of user " + gone +
            " was not there to be changed: another transaction removed it or changed its key; roll back, reload and "
            "try again");
  session.rollback();
  for (auto& u : users) session.remove(u);
  CHECK(message_of([&] { session.commit(); }).find("user " + gone + " was not there to be removed") !=
        std::string::npos);
  plinth::session other(db.engine);
  CHECK(other.query<blog::user>().count() == 599);
}

TEST_CASE("an observer hears of every UPDATE and DELETE of many, in their order", "[session][many]") {
  blog_database db;
  plinth::session session(db.engine);
  auto users = add_users(session, 300);
  session.commit();
  static_cast<void>(db.log->taken());
  for (auto& u : users) u->is_active = false;
  session.remove(users[0]);
  session.flush();
  const auto log = db.log->taken();
  CHECK(statements_with(log, "UPDATE") == 299);
  CHECK(statements_with(log, "DELETE") == 1);
  CHECK(log.back().starts_with("DELETE"));
}

// ---- rows that point to rows of their own table ---------------------------------------------------------------------

namespace {

struct branch {
  std::int64_t id = 0;
  std::string name{};
  std::optional<std::int64_t> parent_id{};
  plinth::relationship<branch> parent{};

  static constexpr auto table = plinth::table("branches", plinth::column<&branch::id>(plinth::primary_key),
                                              plinth::column<&branch::parent_id>(plinth::foreign_key<&branch::id>()),
                                              plinth::relation<&branch::parent>());
};

using trees = plinth::metadata<branch>;

}  // namespace

TEST_CASE("many new rows of a tree each get the key of their own parent", "[session][many]") {
  plinth_test::database<trees> db;
  plinth::session session(db.engine);
  std::vector<plinth::ref<branch>> branches;
  for (std::size_t i = 0; i < 400; ++i) {
    branches.push_back(session.add(branch{.name = std::to_string(i)}));
    if (i > 0) branches[i]->parent = branches[i % 7 == 0 ? i - 1 : i / 2];
  }
  session.commit();
  plinth::session other(db.engine);
  for (std::size_t i = 1; i < 400; ++i)
    CHECK(other.get<branch>(branches[i]->id)->parent_id == branches[i % 7 == 0 ? i - 1 : i / 2]->id);
}
