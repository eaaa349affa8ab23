// SPDX-License-Identifier: MIT
// Revisions on a database: all of one or nothing, one run at a time, nothing lost by accident.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.hpp"

#include <plinth/core/error.hpp>
#include <plinth/migrate/embedded.hpp>
#include <plinth/migrate/standing.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/session/query.hpp>
#include <plinth/session/session.hpp>

#include "migrate/project.hpp"

namespace migrate = plinth::migrate;
using plinth_test::capability;
using plinth_test::contains;
using plinth_test::has;
using plinth_test::ids_of;
using plinth_test::message_of;
using plinth_test::run_project;

namespace {

using texts = std::vector<std::string>;

struct word {
  std::string text{};
  static constexpr auto table = plinth::table("words", plinth::column<&word::text>(plinth::primary_key));
};

const std::string words_table = "CREATE TABLE words (text text NOT NULL PRIMARY KEY);\n";

void add_word(plinth::session& session) { session.add(word{.text = "from a function"}); }

}  // namespace

TEST_CASE("each revision is applied once, with when, how long and what", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);", "DROP TABLE one;");
  p.add("b2", "a1", "CREATE TABLE two (a integer);", "DROP TABLE two;");
  CHECK(p.upgrade() == texts{"a1", "b2"});
  CHECK(p.upgrade().empty());
  CHECK(p.applied() == texts{"a1", "b2"});
  CHECK(p.db.texts("SELECT checksum FROM plinth_version WHERE revision = 'a1'") ==
        texts{p.revisions()[0].checksum(p.db.server().name())});
  CHECK(p.db.texts("SELECT revision FROM plinth_version WHERE applied_at LIKE '20__-__-__T__:__:__Z' AND "
                   "milliseconds >= 0 ORDER BY 1") == texts{"a1", "b2"});
  CHECK(p.downgrade("a1") == texts{"b2"});
  CHECK(p.tables() == texts{"one", "plinth_version"});
  CHECK(p.downgrade("base") == texts{"a1"});
  CHECK(p.tables() == texts{"plinth_version"});
  CHECK(p.applied().empty());
}

TEST_CASE("a revision that fails leaves nothing of itself, says where, and can be run again", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer NOT NULL);\nINSERT INTO one VALUES (1);");
  p.add("b2", "a1",
        "CREATE TABLE two (a integer);\nINSERT INTO two VALUES (1);\nDROP TABLE one;\n\nINSERT INTO three VALUES (1);");
  const std::string refusal = p.refusal();
  CHECK(refusal.starts_with(
      "plinth[E5201]: migrations/versions/b2.sql:10: the upgrade of b2 failed here: plinth[E2218]: "));
  CHECK_THAT(refusal, contains("three"));
  CHECK(refusal.ends_with("; nothing of it was kept, and it can be run again"));
  CHECK(p.applied() == texts{"a1"});
  CHECK(p.tables() == texts{"one", "plinth_version"});
  CHECK(p.db.texts("SELECT CAST(a AS text) FROM one") == texts{"1"});
  p.add("b2", "a1", "CREATE TABLE two (a integer);");
  CHECK(p.upgrade() == texts{"b2"});
}

TEST_CASE("a statement with a syntax error is told with file and line, and the database stays", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);\nCREATE TABEL two (a integer);");
  CHECK(p.refusal().starts_with("plinth[E5201]: migrations/versions/a1.sql:7: the upgrade of a1 failed here: "));
  CHECK(p.tables().empty());
}

TEST_CASE("everything is checked before the first statement runs", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);");
  p.add("b2", "a1", "-- run: nobody\n");
  CHECK(p.refusal().starts_with("plinth[E5202]: migrations/versions/b2.sql:6: "));
  p.add("b2", "a1", "CREATE TABLE two (a integer);\n-- destructive: drops everything\nDROP TABLE one;");
  CHECK(p.refusal() ==
        "plinth[E5203]: migrations/versions/b2.sql:8: the revision drops everything; nothing was run; allow it with "
        "--allow-destructive once that is what you want");
  p.add("c3", "b2", "SELECT 'never ends;");
  p.options.allow_destructive = true;
  CHECK(p.refusal().starts_with("plinth[E5007]: migrations/versions/c3.sql:6: "));
  CHECK(p.tables().empty());
}

TEST_CASE("what is destructive runs once it is allowed, and a downgrade needs no permission", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);", "-- destructive: drops it\nDROP TABLE one;");
  CHECK(p.upgrade() == texts{"a1"});
  CHECK(p.downgrade("base") == texts{"a1"});
  p.add("b2", "a1", "-- destructive: drops it\nDROP TABLE one;");
  CHECK_THROWS_AS(p.upgrade(), plinth::migration_error);
  p.options.allow_destructive = true;
  CHECK(p.upgrade() == texts{"a1", "b2"});
}

TEST_CASE("sections for one server go before those for all", "[migrate][database]") {
  run_project p;
  const std::string here(p.db.server().name());
  const std::string elsewhere = here == "sqlite" ? "postgresql" : "sqlite";
  p.add("a1", "none", "CREATE TABLE for_all (a integer);", "DROP TABLE for_all;");
  run_project::write(
      p.versions() / "b2.sql",
      "-- revision: b2\n-- down_revision: a1\n-- upgrade\nCREATE TABLE nobodys (a integer);\n-- upgrade " + here +
          "\nCREATE TABLE its_own (a integer);\n-- upgrade " + elsewhere + "\nNOT EVEN SQL;\n");
  CHECK(p.upgrade() == texts{"a1", "b2"});
  CHECK(p.tables() == texts{"for_all", "its_own", "plinth_version"});
  CHECK(
      p.without_folder(message_of([&] {
         return p.downgrade("a1");
       })).starts_with("plinth[E5211]: migrations/versions/b2.sql: the revision has no \"-- downgrade\" for " + here));
}

TEST_CASE("a function of the program gets a session in the revision's transaction", "[migrate][database]") {
  run_project p;
  p.options.functions = {{"add_word", add_word}};
  p.add("a1", "none",
        words_table +
            "-- run: add_word\n"
            "INSERT INTO words (text) SELECT text || ' and SQL' FROM words;");
  CHECK(p.upgrade() == texts{"a1"});
  CHECK(p.db.texts("SELECT text FROM words ORDER BY text") == texts{"from a function", "from a function and SQL"});
}

TEST_CASE("what a function did is undone with its revision, and its own rollback undoes only that",
          "[migrate][database]") {
  run_project p;
  p.options.functions = {{"add_word", add_word},
                         {"change_its_mind",
                          [](plinth::session& session) {
                            session.add(word{.text = "lost"});
                            session.flush();
                            session.rollback();
                          }},
                         {"fail", [](plinth::session& session) {
                            session.add(word{.text = "another"});
                            session.commit();
                            throw std::runtime_error("no more words");
                          }}};
  p.add("a1", "none", words_table + "-- run: change_its_mind\n");
  p.upgrade();
  CHECK(p.db.texts("SELECT CAST(count(*) AS text) FROM words") == texts{"0"});
  p.add("b2", "a1", "-- run: add_word\n-- run: fail\n");
  CHECK(p.refusal().find("b2.sql:7: the upgrade of b2 failed here: no more words; nothing of it was kept") !=
        std::string::npos);
  CHECK(p.db.texts("SELECT CAST(count(*) AS text) FROM words") == texts{"0"});
  CHECK(p.applied() == texts{"a1"});
}

TEST_CASE("a function may take the engine, too", "[migrate][database]") {
  run_project p;
  p.options.functions = {
      {"count", [](plinth::engine& engine) { engine.connect().run("CREATE TABLE by_engine (a integer)"); }}};
  p.add("a1", "none", "-- run: count\n");
  p.upgrade();
  CHECK(p.tables() == texts{"by_engine", "plinth_version"});
}

// ---- several at once ------------------------------------------------------------------------------------------------

TEST_CASE("of runs that start together each revision is done by one, and the others find nothing to do",
          "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);\nINSERT INTO one VALUES (1);");
  p.add("b2", "a1", "INSERT INTO one SELECT a + 1 FROM one;");
  std::atomic<int> done = 0;
  std::vector<std::thread> runs;
  for (int i = 0; i < 4; ++i)
    runs.emplace_back([&] {
      plinth::engine engine(p.here.connector());
      done += static_cast<int>(migrate::upgrade(engine, p.revisions(), "head").size());
    });
  for (std::thread& run : runs) run.join();
  CHECK(done == 2);
  CHECK(p.db.texts("SELECT CAST(a AS text) FROM one ORDER BY a") == texts{"1", "2"});
  CHECK(p.applied() == texts{"a1", "b2"});
}

TEST_CASE("a run waits for a lock as long as it is told, and then says so", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);");
  plinth::engine others(p.here.connector());
  std::optional<plinth::connection> other(others.connect());
  if (has(capability::locks_by_advice))
    REQUIRE(p.db.server().lock(*other, std::chrono::milliseconds(0)));
  else
    other->begin(plinth::transaction_mode::write);
  p.options.lock_timeout = std::chrono::milliseconds(1);
  plinth::engine impatient(p.here.connector(has(capability::locks_by_advice) ? "" : "busy_timeout=20"));
  CHECK(message_of([&] {
          return migrate::upgrade(impatient, p.revisions(), "head", p.options);
        }).starts_with("plinth[E5213]: the database was locked by others for more than 0 s"));
  CHECK(p.tables().empty());
  std::vector<migrate::run_event::kind> heard;
  p.options.lock_timeout = std::chrono::seconds(20);
  p.options.observer = [&](const migrate::run_event& e) {
    heard.push_back(e.what);
    if (e.what == migrate::run_event::kind::waits) other.reset();
  };
  CHECK(migrate::upgrade(impatient, p.revisions(), "head", p.options).size() == 1);
  CHECK(std::count(heard.begin(), heard.end(), migrate::run_event::kind::waits) == 1);
}

TEST_CASE("statements outside of the transaction are taken up where a run was interrupted", "[migrate][database]") {
  run_project p;
  p.add("a1", "none",
        "CREATE TABLE one (a integer);\n-- outside transaction\nVACUUM;\nCREATE TABLE two (a integer);\n-- outside "
        "transaction\n"
        "INSERT INTO missing VALUES (1);\nCREATE TABLE three (a integer);",
        "DROP TABLE three;\n-- outside transaction\nVACUUM;\nDROP TABLE two;\nDROP TABLE one;");
  CHECK(p.refusal().find("what came before it is kept, and the next run goes on here") != std::string::npos);
  CHECK(p.tables() == texts{"one", "plinth_version", "two"});
  CHECK(p.applied().empty());
  CHECK(p.db.texts("SELECT unfinished FROM plinth_version") == texts{"upgrade 3"});
  CHECK(message_of([&] { return p.downgrade("base"); }).find("plinth[E5208]") == 0);
  p.db.run("CREATE TABLE missing (a integer)");
  CHECK(p.upgrade() == texts{"a1"});
  CHECK(p.tables() == texts{"missing", "one", "plinth_version", "three", "two"});
  CHECK(p.db.texts("SELECT CAST(a AS text) FROM missing") == texts{"1"});
  CHECK(p.downgrade("base") == texts{"a1"});
  CHECK(p.tables() == texts{"missing", "plinth_version"});
}

// ---- where a database stands ----------------------------------------------------------------------------------------

TEST_CASE("a file that was edited after it was applied is known", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);");
  p.upgrade();
  CHECK(migrate::standing_of(p.db.on, p.revisions()).edited.empty());
  p.add("a1", "none", "CREATE TABLE one (a integer, b integer);");
  const migrate::standing now = migrate::standing_of(p.db.on, p.revisions());
  CHECK(now.edited == migrate::revision_set{0});
  CHECK(now.applied == migrate::revision_set{0});
}

TEST_CASE("a database that is ahead of the files is left alone", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);");
  p.add("b2", "a1", "CREATE TABLE two (a integer);", "DROP TABLE two;");
  p.upgrade();
  std::filesystem::remove(p.versions() / "b2.sql");
  p.add("c3", "a1", "CREATE TABLE three (a integer);");
  CHECK(p.refusal().starts_with("plinth[E5212]: the database has the revision b2, which no file has"));
  CHECK(message_of([&] { return p.downgrade("base"); }).starts_with("plinth[E5212]: "));
  CHECK(p.tables() == texts{"one", "plinth_version", "two"});
}

TEST_CASE("a version table of another tool is left alone", "[migrate][database]") {
  run_project p;
  p.options.version_table = "alembic_version";
  p.db.run("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)");
  p.add("a1", "none", "CREATE TABLE one (a integer);");
  CHECK(p.refusal() ==
        "plinth[E5207]: the table \"alembic_version\" has no column \"revision\", so that another tool made it; name "
        "another one as version_table in plinth.ini");
  CHECK(p.tables() == texts{"alembic_version"});
}

TEST_CASE("a stamp writes what is applied and runs nothing", "[migrate][database]") {
  run_project p;
  for (const auto& [id, down] : {std::pair("a1", "none"), std::pair("b2", "a1"), std::pair("c3", "b2")})
    p.add(id, down, "CREATE TABLE made_by_" + std::string(id) + " (a integer);");
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

TEST_CASE("revisions that are part of the program run at its start", "[migrate][database]") {
  constexpr migrate::embedded_file files[] = {
      {"b2.sql", "-- revision: b2\n-- down_revision: a1\n-- upgrade\nINSERT INTO one VALUES (1);\n"},
      {"a1.sql", "-- revision: a1\n-- down_revision: none\n-- upgrade\nCREATE TABLE one (a integer);\n"}};
  const plinth_test::test_database here;
  plinth_test::server_database db(here);
  CHECK(ids_of(migrate::upgrade(db.engine, files)) == texts{"a1", "b2"});
  CHECK(migrate::upgrade(db.engine, files).empty());
  CHECK(db.texts("SELECT CAST(a AS text) FROM one") == texts{"1"});
}

TEST_CASE("a database that may only be read is not migrated", "[migrate][database]") {
  run_project p;
  p.add("a1", "none", "CREATE TABLE one (a integer);");
  plinth::engine reading(plinth_test::connector_for(plinth::url(p.here.read_only_url())));
  const std::string refusal = message_of([&] { return migrate::upgrade(reading, p.revisions(), "head"); });
  CHECK(refusal.starts_with("plinth[E2211]: "));
  CHECK_THAT(refusal, contains("may only "));
  CHECK(p.tables().empty());
}
