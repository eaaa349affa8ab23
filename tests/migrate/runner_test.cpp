// SPDX-License-Identifier: MIT
// Revisions on a database: all of one or nothing, one run at a time, nothing lost by accident.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"

#include <plinth/migrate/embedded.hpp>
#include <plinth/migrate/standing.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/session/query.hpp>
#include <plinth/session/session.hpp>

#include "migrate/project.hpp"

namespace migrate = plinth::migrate;
using plinth_test::message_of;
using plinth_test::project;
using plinth_test::sqlite_database;

namespace {

using texts = std::vector<std::string>;

struct word {
  std::int64_t id = 0;
  std::string text{};
  static constexpr auto table = plinth::table("words", plinth::column<&word::id>(plinth::primary_key));
};

void add_word(plinth::session& session) { session.add(word{.text = "from a function"}); }

texts tables_query_result(sqlite_database& db) {
  return db.texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name");
}

/// A project whose revisions are run by the functions.
struct run_project : project {
  sqlite_database db{url};
  migrate::run_options options{};

  run_project() { prepare(); }

  texts upgrade(const std::string& target = "head") {
    return ids(migrate::upgrade(db.engine, revisions(), target, options));
  }
  texts downgrade(const std::string& target) {
    return ids(migrate::downgrade(db.engine, revisions(), target, options));
  }
  texts tables() { return tables_query_result(db); }
  texts applied() { return db.texts("SELECT revision FROM plinth_version WHERE unfinished = '' ORDER BY revision"); }

  std::string refusal(const std::string& target = "head") {
    return without_folder(message_of([&] { return upgrade(target); }));
  }

  static texts ids(const std::vector<migrate::finished_revision>& done) {
    texts result;
    for (const auto& r : done) result.push_back(r.id);
    return result;
  }
};

}  // namespace

TEST_CASE("each revision is applied once, with when, how long and what", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);", "DROP TABLE one;");
  p.add("b2", "a1", "CREATE TABLE two (a);", "DROP TABLE two;");
  CHECK(p.upgrade() == texts{"a1", "b2"});
  CHECK(p.upgrade().empty());
  CHECK(p.applied() == texts{"a1", "b2"});
  CHECK(p.db.texts("SELECT checksum FROM plinth_version WHERE revision = 'a1'") == texts{p.revisions()[0].checksum()});
  CHECK(p.db.texts("SELECT applied_at LIKE '20__-__-__T__:__:__Z' AND milliseconds >= 0 FROM plinth_version") ==
        texts{"1", "1"});
  CHECK(p.downgrade("a1") == texts{"b2"});
  CHECK(p.tables() == texts{"one", "plinth_version"});
  CHECK(p.downgrade("base") == texts{"a1"});
  CHECK(p.tables() == texts{"plinth_version"});
  CHECK(p.applied().empty());
}

TEST_CASE("a revision that fails leaves nothing of itself, says where, and can be run again", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a NOT NULL);\nINSERT INTO one VALUES (1);");
  p.add("b2", "a1",
        "CREATE TABLE two (a);\nINSERT INTO two VALUES (1);\nDROP TABLE one;\n\nINSERT INTO three VALUES (1);");
  CHECK(p.refusal() ==
        "plinth[E5201]: migrations/versions/b2.sql:10: the upgrade of b2 failed here: plinth[E2218]: no such table: "
        "three; the database does not match the models: run the migrations, or look at the statement (SQLite 1); "
        "nothing of it was kept, and it can be run again");
  CHECK(p.applied() == texts{"a1"});
  CHECK(p.tables() == texts{"one", "plinth_version"});
  CHECK(p.db.texts("SELECT a FROM one") == texts{"1"});
  p.add("b2", "a1", "CREATE TABLE two (a);");
  CHECK(p.upgrade() == texts{"b2"});
}

TEST_CASE("a statement with a syntax error is told with file and line, and the database stays", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);\nCREATE TABEL two (a);");
  CHECK(p.refusal().starts_with("plinth[E5201]: migrations/versions/a1.sql:7: the upgrade of a1 failed here: "));
  CHECK(p.tables().empty());
}

TEST_CASE("everything is checked before the first statement runs", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);");
  p.add("b2", "a1", "-- run: nobody\n");
  CHECK(p.refusal().starts_with("plinth[E5202]: migrations/versions/b2.sql:6: "));
  p.add("b2", "a1", "CREATE TABLE two (a);\n-- destructive: drops everything\nDROP TABLE one;");
  CHECK(p.refusal() ==
        "plinth[E5203]: migrations/versions/b2.sql:8: the revision drops everything; nothing was run; allow it with "
        "--allow-destructive once that is what you want");
  p.add("c3", "b2", "SELECT 'never ends;");
  p.options.allow_destructive = true;
  CHECK(p.refusal().starts_with("plinth[E5007]: migrations/versions/c3.sql:6: "));
  CHECK(p.tables().empty());
}

TEST_CASE("what is destructive runs once it is allowed, and a downgrade needs no permission", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);", "-- destructive: drops it\nDROP TABLE one;");
  CHECK(p.upgrade() == texts{"a1"});
  CHECK(p.downgrade("base") == texts{"a1"});
  p.add("b2", "a1", "-- destructive: drops it\nDROP TABLE one;");
  CHECK_THROWS_AS(p.upgrade(), plinth::migration_error);
  p.options.allow_destructive = true;
  CHECK(p.upgrade() == texts{"a1", "b2"});
}

TEST_CASE("sections for one server go before those for all", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE for_all (a);", "DROP TABLE for_all;");
  project::write(p.versions() / "b2.sql",
                 "-- revision: b2\n-- down_revision: a1\n-- upgrade\nCREATE TABLE nobodys (a);\n-- upgrade sqlite\n"
                 "CREATE TABLE its_own (a);\n-- upgrade postgresql\nNOT EVEN SQL;\n");
  CHECK(p.upgrade() == texts{"a1", "b2"});
  CHECK(p.tables() == texts{"for_all", "its_own", "plinth_version"});
  CHECK(p.without_folder(message_of([&] {
           return p.downgrade("a1");
         })).starts_with("plinth[E5211]: migrations/versions/b2.sql: the revision has no \"-- downgrade\" for sqlite"));
}

TEST_CASE("a function of the program gets a session in the revision's transaction", "[migrate]") {
  run_project p;
  p.options.functions = {{"add_word", add_word}};
  p.add("a1", "none",
        "CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n-- run: add_word\n"
        "INSERT INTO words (text) SELECT text || ' and SQL' FROM words;");
  CHECK(p.upgrade() == texts{"a1"});
  CHECK(p.db.texts("SELECT text FROM words ORDER BY id") == texts{"from a function", "from a function and SQL"});
}

TEST_CASE("what a function did is undone with its revision, and its own rollback undoes only that", "[migrate]") {
  run_project p;
  p.options.functions = {{"add_word", add_word},
                         {"change_its_mind",
                          [](plinth::session& session) {
                            session.add(word{.text = "lost"});
                            session.flush();
                            session.rollback();
                          }},
                         {"fail", [](plinth::session& session) {
                            add_word(session);
                            session.commit();
                            throw std::runtime_error("no more words");
                          }}};
  p.add("a1", "none", "CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n-- run: change_its_mind\n");
  p.upgrade();
  CHECK(p.db.texts("SELECT count(*) FROM words") == texts{"0"});
  p.add("b2", "a1", "-- run: add_word\n-- run: fail\n");
  CHECK(p.refusal().find("b2.sql:7: the upgrade of b2 failed here: no more words; nothing of it was kept") !=
        std::string::npos);
  CHECK(p.db.texts("SELECT count(*) FROM words") == texts{"0"});
  CHECK(p.applied() == texts{"a1"});
}

TEST_CASE("a function may take the engine, too", "[migrate]") {
  run_project p;
  p.options.functions = {{"count", [](plinth::engine& engine) { engine.connect().run("CREATE TABLE by_engine (a)"); }}};
  p.add("a1", "none", "-- run: count\n");
  p.upgrade();
  CHECK(p.tables() == texts{"by_engine", "plinth_version"});
}

// ---- SQLite's traps -------------------------------------------------------------------------------------------------

namespace {

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
  sqlite_database db;
  db.on.begin(plinth::transaction_mode::write);
  CHECK(message_of([&] {
          migrate::server_named("sqlite").prepare(db.on, false);
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
  plinth::engine one(p.url, {.pool = {.max_connections = 1}});
  CHECK_THROWS_AS(migrate::upgrade(one, p.revisions(), "head"), plinth::migration_error);
  plinth::connection on = one.connect();
  CHECK(migrate::texts_of(on, "PRAGMA legacy_alter_table") == texts{"0"});
  CHECK(migrate::texts_of(on, "PRAGMA foreign_keys") == texts{"1"});
}

// ---- several at once ------------------------------------------------------------------------------------------------

TEST_CASE("of runs that start together each revision is done by one, and the others find nothing to do", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);\nINSERT INTO one VALUES (1);");
  p.add("b2", "a1", "INSERT INTO one SELECT a + 1 FROM one;");
  std::atomic<int> done = 0;
  std::vector<std::thread> runs;
  for (int i = 0; i < 4; ++i)
    runs.emplace_back([&] {
      plinth::engine engine(p.url);
      done += static_cast<int>(migrate::upgrade(engine, p.revisions(), "head").size());
    });
  for (std::thread& run : runs) run.join();
  CHECK(done == 2);
  CHECK(p.db.texts("SELECT a FROM one ORDER BY a") == texts{"1", "2"});
  CHECK(p.applied() == texts{"a1", "b2"});
}

TEST_CASE("a run waits for a lock as long as it is told, and then says so", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);");
  plinth::engine writing(p.url);
  plinth::connection writer = writing.connect();
  writer.begin(plinth::transaction_mode::write);
  p.options.lock_timeout = std::chrono::milliseconds(1);
  plinth::engine impatient(p.url + "?busy_timeout=20");
  CHECK(message_of([&] {
          return migrate::upgrade(impatient, p.revisions(), "head", p.options);
        }).starts_with("plinth[E5213]: the database was locked by others for more than 0 s"));
  std::vector<migrate::run_event::kind> heard;
  p.options.lock_timeout = std::chrono::seconds(20);
  p.options.observer = [&](const migrate::run_event& e) {
    heard.push_back(e.what);
    if (e.what == migrate::run_event::kind::waits) writer.rollback();
  };
  CHECK(migrate::upgrade(impatient, p.revisions(), "head", p.options).size() == 1);
  CHECK(std::count(heard.begin(), heard.end(), migrate::run_event::kind::waits) == 1);
}

// ---- where a database stands ----------------------------------------------------------------------------------------

TEST_CASE("a file that was edited after it was applied is known", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);");
  p.upgrade();
  CHECK(migrate::standing_of(p.db.on, p.revisions()).edited.empty());
  p.add("a1", "none", "CREATE TABLE one (a, b);");
  const migrate::standing now = migrate::standing_of(p.db.on, p.revisions());
  CHECK(now.edited == migrate::revision_set{0});
  CHECK(now.applied == migrate::revision_set{0});
}

TEST_CASE("a database that is ahead of the files is left alone", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);");
  p.add("b2", "a1", "CREATE TABLE two (a);", "DROP TABLE two;");
  p.upgrade();
  std::filesystem::remove(p.versions() / "b2.sql");
  p.add("c3", "a1", "CREATE TABLE three (a);");
  CHECK(p.refusal().starts_with("plinth[E5212]: the database has the revision b2, which no file has"));
  CHECK(message_of([&] { return p.downgrade("base"); }).starts_with("plinth[E5212]: "));
  CHECK(p.tables() == texts{"one", "plinth_version", "two"});
}

TEST_CASE("a version table of another tool is left alone", "[migrate]") {
  run_project p;
  p.options.version_table = "alembic_version";
  p.db.run("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)");
  p.add("a1", "none", "CREATE TABLE one (a);");
  CHECK(p.refusal() ==
        "plinth[E5207]: the table \"alembic_version\" has no column \"revision\", so that another tool made it; name "
        "another one as version_table in plinth.ini");
  CHECK(p.tables() == texts{"alembic_version"});
}

TEST_CASE("a stamp writes what is applied and runs nothing", "[migrate]") {
  run_project p;
  for (const auto& [id, down] : {std::pair("a1", "none"), std::pair("b2", "a1"), std::pair("c3", "b2")})
    p.add(id, down, "CREATE TABLE made_by_" + std::string(id) + " (a);");
  const auto stamp = [&](const texts& targets, bool purge = false) {
    migrate::stamp(p.db.engine, p.revisions(), targets, p.options, purge);
    return p.applied();
  };
  CHECK(stamp({"b2"}) == texts{"a1", "b2"});
  CHECK(stamp({"head"}) == texts{"a1", "b2", "c3"});
  CHECK(stamp({"a1"}) == texts{"a1"});
  CHECK(stamp({"base"}).empty());
  CHECK(p.tables() == texts{"plinth_version"});
  p.db.run("INSERT INTO plinth_version VALUES ('unknown', '', 0, '', '')");
  CHECK_THROWS_AS(stamp({"a1"}), plinth::migration_error);
  CHECK(stamp({"a1"}, true) == texts{"a1"});
}

TEST_CASE("statements outside of the transaction are taken up where a run was interrupted", "[migrate]") {
  run_project p;
  p.add("a1", "none",
        "CREATE TABLE one (a);\n-- outside transaction\nVACUUM;\nCREATE TABLE two (a);\n-- outside transaction\n"
        "INSERT INTO missing VALUES (1);\nCREATE TABLE three (a);",
        "DROP TABLE three;\n-- outside transaction\nVACUUM;\nDROP TABLE two;\nDROP TABLE one;");
  CHECK(p.refusal().find("what came before it is kept, and the next run goes on here") != std::string::npos);
  CHECK(p.tables() == texts{"one", "plinth_version", "two"});
  CHECK(p.applied().empty());
  CHECK(p.db.texts("SELECT unfinished FROM plinth_version") == texts{"upgrade 3"});
  CHECK(message_of([&] { return p.downgrade("base"); }).find("plinth[E5208]") == 0);
  p.db.run("CREATE TABLE missing (a)");
  CHECK(p.upgrade() == texts{"a1"});
  CHECK(p.tables() == texts{"missing", "one", "plinth_version", "three", "two"});
  CHECK(p.db.texts("SELECT a FROM missing") == texts{"1"});
  CHECK(p.downgrade("base") == texts{"a1"});
  CHECK(p.tables() == texts{"missing", "plinth_version"});
}

TEST_CASE("revisions that are part of the program run at its start", "[migrate]") {
  constexpr migrate::embedded_file files[] = {
      {"b2.sql", "-- revision: b2\n-- down_revision: a1\n-- upgrade\nINSERT INTO one VALUES (1);\n"},
      {"a1.sql", "-- revision: a1\n-- down_revision: none\n-- upgrade\nCREATE TABLE one (a);\n"}};
  sqlite_database db;
  CHECK(run_project::ids(migrate::upgrade(db.engine, files)) == texts{"a1", "b2"});
  CHECK(migrate::upgrade(db.engine, files).empty());
  CHECK(db.texts("SELECT a FROM one") == texts{"1"});
}

TEST_CASE("a database that may only be read is not migrated", "[migrate]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a);");
  plinth::engine reading(p.url + "?mode=ro");
  CHECK(message_of([&] { return migrate::upgrade(reading, p.revisions(), "head"); }).find("may only be read") !=
        std::string::npos);
  CHECK(p.tables().empty());
}
