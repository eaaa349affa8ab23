// SPDX-License-Identifier: MIT
// Rows of a flush whose statements are sent without waiting for each other.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/code_of.hpp"
#include "support/recorder.hpp"

#include <plinth/postgresql.hpp>
#include <plinth/session/query.hpp>

using blog::add_users;
using blog_database = plinth_test::database<blog::base>;

namespace {

/// How often `work` waits for the server, as libpq's trace of the connection has it.
template <class Work>
std::size_t waits_of(plinth::session& session, const Work& work) {
  PGconn* c = dynamic_cast<plinth::postgresql::connection&>(session.write_connection().driver()).handle();
  std::FILE* trace = std::tmpfile();
  REQUIRE(trace != nullptr);
  PQtrace(c, trace);
  PQsetTraceFlags(c, PQTRACE_SUPPRESS_TIMESTAMPS);
  work();
  PQuntrace(c);
  std::rewind(trace);
  std::size_t waits = 0;
  char line[4096];
  while (std::fgets(line, sizeof line, trace) != nullptr)
    waits += std::string(line).starts_with("B") && std::string(line).find("ReadyForQuery") != std::string::npos;
  std::fclose(trace);
  return waits;
}

using plinth_test::code_of;

}  // namespace

TEST_CASE("rows of a flush do not wait for each other", "[session][ahead][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  auto users = add_users(session, 500);
  CHECK(waits_of(session, [&] { session.flush(); }) < 10);
  for (auto& u : users) u->is_active = false;
  CHECK(waits_of(session, [&] { session.flush(); }) < 10);
  for (auto& u : users) session.remove(u);
  CHECK(waits_of(session, [&] { session.flush(); }) < 10);
  session.commit();
  CHECK(session.query<blog::user>().count() == 0);
}

TEST_CASE("a connection that is lost while rows are on their way is connection_lost", "[session][ahead][postgresql]") {
  blog_database db;
  plinth::session session(db.engine);
  add_users(session, 3);
  session.flush();
  PGconn* c = dynamic_cast<plinth::postgresql::connection&>(session.write_connection().driver()).handle();
  const std::string pid = std::to_string(PQbackendPID(c));
  add_users(session, 1'000);
  db.engine.connect().run("SELECT pg_terminate_backend(" + pid + ", 5000)");
  CHECK(code_of([&] { session.flush(); }) == 2410);
  plinth::session other(db.engine);
  CHECK(other.query<blog::user>().count() == 0);
}

TEST_CASE("behind a pooler a flush writes the same rows, one after the other", "[session][ahead][postgresql]") {
  plinth_test::test_database here;
  plinth::engine engine(here.connector("pooler=transaction"));
  blog::base::create_all(engine);
  plinth::session session(engine);
  auto users = add_users(session, 40);
  CHECK(waits_of(session, [&] { session.flush(); }) >= 40);
  session.commit();
  for (const auto& u : users)
    CHECK(session.query<blog::user>().filter(plinth::col<&blog::user::id> == u->id).one()->email == u->email);
}
