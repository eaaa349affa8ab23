// SPDX-License-Identifier: MIT
// Revisions on PostgreSQL: what only it can do, and what only it takes along.

#include <string>
#include <vector>

#include "support/catch.hpp"

#include <plinth/core/error.hpp>
#include <plinth/migrate/runner.hpp>

#include "migrate/project.hpp"

namespace migrate = plinth::migrate;
using plinth_test::contains;
using plinth_test::run_project;

namespace {

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("PostgreSQL: bodies of functions with semicolons are one statement", "[migrate][postgresql]") {
  run_project p;
  p.add("a1", "none",
        "CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $body$ BEGIN\n  PERFORM 1; RETURN 2; END $body$;\n"
        "CREATE FUNCTION g() RETURNS integer BEGIN ATOMIC SELECT 3; END;\nCREATE TABLE one (a integer DEFAULT f());");
  CHECK(p.upgrade() == texts{"a1"});
  CHECK(p.db.texts("SELECT (f() + g())::text") == texts{"5"});
}

TEST_CASE(
    "PostgreSQL: an index is created concurrently, outside of the transaction, and a run that fails there is "
    "taken up",
    "[migrate][postgresql]") {
  run_project p;
  p.add("a1", "none",
        "CREATE TABLE one (a integer);\nINSERT INTO one VALUES (1), (1);\n-- outside transaction\n"
        "CREATE UNIQUE INDEX CONCURRENTLY only_once ON one (a);\nCREATE TABLE two (a integer);");
  CHECK_THAT(p.refusal(), contains("what came before it is kept, and the next run goes on here"));
  CHECK(p.tables() == texts{"one", "plinth_version"});
  CHECK(p.db.texts("SELECT unfinished FROM plinth_version") == texts{"upgrade 2"});
  CHECK(p.db.inspect().rest.size() == 1);  // PostgreSQL leaves the index behind, and it is not valid
  p.db.run("DROP INDEX only_once; DELETE FROM one");
  CHECK(p.upgrade() == texts{"a1"});
  CHECK(p.tables() == texts{"one", "plinth_version", "two"});
  CHECK(p.db.inspect().find("one")->indexes.size() == 1);
}

TEST_CASE("PostgreSQL: a revision waits for the lock of a table as long as the connection says, and leaves nothing",
          "[migrate][postgresql]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);");
  p.upgrade();
  p.add("b2", "a1", "CREATE TABLE two (a integer);\nALTER TABLE one ADD COLUMN b integer;");
  p.db.on.begin(plinth::transaction_mode::write);
  p.db.run("LOCK TABLE one IN ACCESS SHARE MODE");
  plinth::engine impatient(p.here.connector("lock_timeout=50"));
  CHECK_THROWS_AS(migrate::upgrade(impatient, p.revisions(), "head"), plinth::migration_error);
  p.db.on.rollback();
  CHECK(p.tables() == texts{"one", "plinth_version"});
  CHECK(p.upgrade() == texts{"b2"});
}

TEST_CASE("PostgreSQL: what a dropped column or CASCADE takes along is refused unless the revision names it",
          "[migrate][postgresql]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer, b integer);");
  p.upgrade();
  p.db.run("CREATE INDEX only_here ON one (b); CREATE VIEW seen AS SELECT a FROM one");
  p.add("b2", "a1", "ALTER TABLE one DROP COLUMN b;");
  CHECK(
      p.refusal() ==
      "plinth[E5205]: the index \"only_here\" of \"one\" would be gone, and no statement drops it by its name; create "
      "it again in the revision, or drop it there");
  p.add("b2", "a1", "ALTER TABLE one DROP COLUMN a CASCADE;");
  CHECK_THAT(p.refusal(), contains("plinth[E5205]: the view \"seen\" would be gone"));
  p.add("b2", "a1", "DROP VIEW seen;\nALTER TABLE one DROP COLUMN a;");
  CHECK(p.upgrade() == texts{"b2"});
}

TEST_CASE("PostgreSQL: the connection is as before after a run, whether it failed or not", "[migrate][postgresql]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);\nINSERT INTO nowhere VALUES (1);");
  plinth::engine one(p.here.connector(), {.pool = {.max_connections = 1}});
  CHECK_THROWS_AS(migrate::upgrade(one, p.revisions(), "head"), plinth::migration_error);
  plinth::connection on = one.connect();
  CHECK(migrate::texts_of(on, "SHOW lock_timeout") == texts{"0"});
  CHECK(migrate::texts_of(on,
                          "SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND pid = "
                          "pg_backend_pid()") == texts{"0"});
}

TEST_CASE("PostgreSQL: two applications have a schema each, and see and change only their own",
          "[migrate][postgresql]") {
  run_project here;
  run_project there;
  here.add("a1", "none", "CREATE TABLE one (a integer);");
  there.add("a1", "none", "CREATE TABLE two (a integer);");
  CHECK(here.upgrade() == texts{"a1"});
  CHECK(there.upgrade() == texts{"a1"});
  CHECK(here.db.inspect().find("two") == nullptr);
  CHECK(there.db.inspect().find("one") == nullptr);
}
