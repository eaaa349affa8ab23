// SPDX-License-Identifier: MIT
// What SQLite does to those who change its tables without knowing it, and what plinth does about it.

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "support/catch.hpp"

#include <plinth/core/error.hpp>
#include <plinth/migrate/runner.hpp>
#include <plinth/migrate/server.hpp>

#include "migrate/project.hpp"

namespace migrate = plinth::migrate;
using plinth_test::message_of;
using plinth_test::run_project;

namespace {

using texts = std::vector<std::string>;

constexpr const char* parents_and_children =
    "CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);\n"
    "CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) ON DELETE CASCADE);\n"
    "INSERT INTO parents VALUES (1, 'a'), (2, 'b');\nINSERT INTO children VALUES (1, 1), (2, 2);";

constexpr const char* rebuild_parents =
    "CREATE TABLE new_parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n"
    "INSERT INTO new_parents SELECT id, name FROM parents;\nDROP TABLE parents;\n"
    "ALTER TABLE new_parents RENAME TO parents;";

}  // namespace

TEST_CASE("trap: a rebuild with foreign keys on deletes the rows that point to the table; here they stay",
          "[migrate]") {
  run_project p;
  p.add("a1", "none", parents_and_children);
  p.add("b2", "a1", rebuild_parents);
  CHECK(p.upgrade() == texts{"a1", "b2"});
  CHECK(p.db.rows("SELECT id, parent FROM children ORDER BY id") == texts{"1|1", "2|2"});
  CHECK(p.db.texts("PRAGMA foreign_keys") == texts{"1"});
  CHECK_THROWS_AS(p.db.run("INSERT INTO children VALUES (3, 9)"), plinth::foreign_key_violation);
}

TEST_CASE("trap: foreign keys cannot be switched off inside a transaction, which SQLite does not say; here it is said",
          "[migrate]") {
  run_project p;
  p.db.on.begin(plinth::transaction_mode::write);
  CHECK(message_of([&] {
          migrate::server_named("sqlite").prepare(p.db.on, false);
          return 0;
        }).starts_with("plinth[E5210]: "));
}

TEST_CASE("trap: a section that wants foreign keys on cannot drop a table", "[migrate]") {
  run_project p;
  p.add("a1", "none", parents_and_children);
  p.add("b2", "a1", std::string("-- foreign_keys: on\n") + rebuild_parents);
  CHECK(p.refusal().starts_with("plinth[E5216]: migrations/versions/b2.sql:9: "));
  p.add("b2", "a1", "-- foreign_keys: on\nDELETE FROM parents WHERE id = 1;");
  p.upgrade();
  CHECK(p.db.texts("SELECT id FROM children") == texts{"2"});
}

TEST_CASE("trap: rows that point to none after a revision without foreign keys are found before the commit",
          "[migrate]") {
  run_project p;
  p.add("a1", "none", parents_and_children);
  p.add("b2", "a1", "DELETE FROM parents WHERE id = 1;");
  CHECK(p.refusal() ==
        "plinth[E5204]: 1 row points to none afterwards, the first in \"children\" with the rowid 1, to \"parents\"; "
        "change or remove such rows in the revision, or add those that they point to");
  CHECK(p.db.texts("SELECT count(*) FROM parents") == texts{"2"});
  CHECK(p.applied() == texts{"a1"});
}

TEST_CASE("rows that pointed to none before are no fault of a revision", "[migrate]") {
  run_project p;
  p.add("a1", "none", parents_and_children);
  p.upgrade();
  p.db.run("PRAGMA foreign_keys = OFF; INSERT INTO children VALUES (7, 77); PRAGMA foreign_keys = ON");
  p.add("b2", "a1", "ALTER TABLE parents ADD COLUMN note TEXT;");
  CHECK(p.upgrade() == texts{"b2"});
}

TEST_CASE("trap: a rebuild takes triggers and indexes along that it does not know; here it is refused", "[migrate]") {
  run_project p;
  p.add("a1", "none", parents_and_children);
  p.add("b2", "a1", rebuild_parents);
  p.upgrade("a1");
  p.db.run("CREATE INDEX only_here ON parents (name)");
  CHECK(p.refusal() ==
        "plinth[E5205]: the index \"only_here\" of \"parents\" would be gone, and no statement drops it by its name; "
        "create it again in the revision, or drop it there");
  p.db.run("DROP INDEX only_here; CREATE TRIGGER watch AFTER INSERT ON parents BEGIN SELECT 1; END");
  CHECK(p.refusal().starts_with("plinth[E5205]: the trigger \"watch\" of \"parents\" would be gone"));
  p.add("b2", "a1", std::string("DROP TRIGGER watch;\n") + rebuild_parents);
  CHECK(p.upgrade() == texts{"b2"});
}

TEST_CASE("trap: a view that a revision breaks is found before the commit", "[migrate]") {
  run_project p;
  p.add("a1", "none", parents_and_children);
  p.add("b2", "a1",
        "CREATE TABLE new_parents (id INTEGER PRIMARY KEY);\nINSERT INTO new_parents SELECT id FROM parents;\n"
        "DROP TABLE parents;\nPRAGMA legacy_alter_table = ON;\nALTER TABLE new_parents RENAME TO parents;\n"
        "PRAGMA legacy_alter_table = OFF;");
  p.upgrade("a1");
  p.db.run("CREATE VIEW broken AS SELECT a FROM nowhere; CREATE VIEW names AS SELECT name FROM parents");
  CHECK(p.refusal() ==
        "plinth[E5206]: the view \"names\" would no longer work, for it names something that the revision takes away; "
        "drop it in the revision, before the change, and create it again as it shall be");
  CHECK(p.db.texts("SELECT name FROM names ORDER BY 1") == texts{"a", "b"});
  p.db.run("DROP VIEW names");
  CHECK(p.upgrade() == texts{"b2"});  // what was broken before is no fault of it
}

TEST_CASE("trap: a trigger that a revision breaks is found before the commit", "[migrate]") {
  run_project p;
  p.add("a1", "none", parents_and_children);
  p.add("b2", "a1", "DROP TABLE notes;");
  p.upgrade("a1");
  p.db.run(
      "CREATE TABLE notes (a); CREATE TRIGGER note AFTER INSERT ON parents BEGIN INSERT INTO notes VALUES (1); END");
  CHECK(p.refusal().starts_with("plinth[E5206]: the trigger \"note\" would no longer work"));
  CHECK(p.tables() == texts{"children", "notes", "parents", "plinth_version"});
}

TEST_CASE("trap: the settings of a connection are as before after a revision that failed in a rebuild", "[migrate]") {
  run_project p;
  p.options.lock_timeout = std::chrono::milliseconds(100);
  p.add("a1", "none", "CREATE TABLE t (a);\nPRAGMA legacy_alter_table = ON;\nINSERT INTO nowhere VALUES (1);");
  plinth::engine one(p.here.connector(), {.pool = {.max_connections = 1}});
  CHECK_THROWS_AS(migrate::upgrade(one, p.revisions(), "head"), plinth::migration_error);
  plinth::connection on = one.connect();
  CHECK(migrate::texts_of(on, "PRAGMA legacy_alter_table") == texts{"0"});
  CHECK(migrate::texts_of(on, "PRAGMA foreign_keys") == texts{"1"});
}
