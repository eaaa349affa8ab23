// SPDX-License-Identifier: MIT
// The tool, as its user meets it: words in, text and status out.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <plinth/migrate.hpp>
#include <plinth/migrate/tool_words.hpp>
#include <plinth/plinth.hpp>

#include "migrate/project.hpp"

namespace migrate = plinth::migrate;
using plinth_test::capability;
using plinth_test::contains;
using plinth_test::has;
using plinth_test::project;
using plinth_test::server_database;
using plinth_test::test_database;
using plinth_test::tool_result;

namespace {

using texts = std::vector<std::string>;

namespace first {

struct user {
  std::int64_t id = 0;
  std::string email{};
  static constexpr auto table = plinth::table("users", plinth::column<&user::id>(plinth::primary_key),
                                              plinth::column<&user::email>(plinth::unique, plinth::length(254)));
};

struct item {
  std::int64_t id = 0;
  std::string title{};
  std::int64_t owner_id = 0;
  static constexpr auto table = plinth::table(
      "items", plinth::column<&item::id>(plinth::primary_key), plinth::column<&item::title>(plinth::index),
      plinth::column<&item::owner_id>(plinth::foreign_key<&user::id>(plinth::on_delete::cascade)));
};

using base = plinth::metadata<user, item>;

}  // namespace first

/// A column renamed, one added, one made longer, a check; items are things now.
namespace second {

struct user {
  std::int64_t id = 0;
  std::string mail{};
  std::optional<std::int32_t> age{};
  static constexpr auto table =
      plinth::table("users", plinth::column<&user::id>(plinth::primary_key),
                    plinth::column<&user::mail>(plinth::unique, plinth::length(320), plinth::renamed_from("email")),
                    plinth::column<&user::age>(plinth::check("age >= 0")));
};

struct thing {
  std::int64_t id = 0;
  std::string title{};
  std::int64_t owner_id = 0;
  std::string note{};
  static constexpr auto table = plinth::table(
      "things", plinth::renamed_from("items"), plinth::column<&thing::id>(plinth::primary_key),
      plinth::column<&thing::title>(plinth::index), plinth::column<&thing::note>(plinth::server_default("none")),
      plinth::column<&thing::owner_id>(plinth::foreign_key<&user::id>(plinth::on_delete::cascade)));
};

using base = plinth::metadata<user, thing>;

}  // namespace second

/// A table less, and a column that needs a value.
namespace third {

struct user {
  std::int64_t id = 0;
  std::string mail{};
  std::string city{};
  static constexpr auto table = plinth::table("users", plinth::column<&user::id>(plinth::primary_key),
                                              plinth::column<&user::mail>(plinth::unique, plinth::length(320)));
};

using base = plinth::metadata<user>;

}  // namespace third

/// Runs, and wants it to succeed.
template <class Metadata>
std::string good(project& p, const texts& words) {
  const tool_result result = p.run<Metadata>(words);
  INFO(result.err);
  CHECK(result.status == 0);
  return result.out;
}

template <class Metadata>
nlohmann::json json_of(project& p, texts words, int status = 0) {
  words.push_back("--json");
  const tool_result result = p.run<Metadata>(words);
  CHECK(result.status == status);
  return nlohmann::json::parse(result.out);
}

migrate::database catalog_of(const project& p) { return server_database(p.here).catalog(); }

}  // namespace

TEST_CASE("the whole walk: from nothing to revisions, through changed models, and a step back", "[migrate][database]") {
  project p;
  CHECK(good<first::base>(p, {"init", p.dir.file("migrations"), "--url", p.url}) ==
        "created migrations/versions\ncreated plinth.ini\n");
  CHECK_THAT(good<first::base>(p, {"revision", "--autogenerate", "-m", "users and items"}),
             contains("  creates the table \"users\"\n  creates the table \"items\"\ncreated migrations/versions/"));
  CHECK_THAT(good<first::base>(p, {"upgrade", "head"}), contains("users and items"));
  CHECK(good<first::base>(p, {"check"}) == "no difference between the models and the database\n");
  server_database db(p.here);
  db.run(
      "INSERT INTO users (email) VALUES ('ada'), ('bob'); INSERT INTO items (title, owner_id) VALUES ('x', 1), ('y', "
      "2)");
  const migrate::database before = catalog_of(p);

  CHECK(p.run<second::base>({"check"}).status == 1);
  const std::string renamed_constraints = has(capability::alters_everything)
                                              ? "  renames the constraint \"uq_users_email\" of \"users\" to "
                                                "\"uq_users_mail\"\n"
                                                "  renames the constraint \"pk_items\" of \"things\" to \"pk_things\"\n"
                                                "  renames the constraint \"fk_items_owner_id_users\" of \"things\" to "
                                                "\"fk_things_owner_id_users\"\n"
                                              : "";
  CHECK_THAT(good<second::base>(p, {"revision", "--autogenerate", "-m", "things"}),
             contains("  renames the table \"items\" to \"things\"\n"
                      "  renames the column \"users\".\"email\" to \"mail\"\n" +
                      renamed_constraints +
                      "  renames the index \"ix_items_title\" to \"ix_things_title\"\n"
                      "  adds the column \"users\".\"age\"\n"
                      "  adds the column \"things\".\"note\"\n"
                      "  changes the column \"users\".\"mail\": text(254) to text(320)\n"
                      "  adds the check \"ck_users_age\" of \"users\"\n"));
  CHECK_THAT(good<second::base>(p, {"upgrade", "head"}), contains("things"));
  CHECK(good<second::base>(p, {"check"}) == "no difference between the models and the database\n");
  CHECK(json_of<second::base>(p, {"revision", "--autogenerate", "-m", "nothing"}).at("operations").empty());
  CHECK(db.rows("SELECT id, mail, age FROM users ORDER BY id") == texts{"1|ada|", "2|bob|"});
  CHECK(db.rows("SELECT id, title, owner_id, note FROM things ORDER BY id") == texts{"1|x|1|none", "2|y|2|none"});
  CHECK_THROWS_AS(db.run("INSERT INTO things (title, owner_id) VALUES ('z', 9)"), plinth::foreign_key_violation);

  CHECK_THAT(good<second::base>(p, {"downgrade", "-1"}), contains("downgrade "));
  CHECK(catalog_of(p) == before);
  CHECK(db.rows("SELECT id, email FROM users ORDER BY id") == texts{"1|ada", "2|bob"});
  CHECK(db.rows("SELECT id, title, owner_id FROM items ORDER BY id") == texts{"1|x|1", "2|y|2"});
  CHECK_THROWS_AS(db.run("DELETE FROM users WHERE id = 1; INSERT INTO items (title, owner_id) VALUES ('z', 1)"),
                  plinth::foreign_key_violation);
}

TEST_CASE("what loses data is marked, needs a permission, and tables of nobody are left alone", "[migrate][database]") {
  project p;
  p.prepare();
  good<second::base>(p, {"revision", "--autogenerate", "-m", "one"});
  good<second::base>(p, {"upgrade", "head"});
  const std::string told = good<third::base>(p, {"revision", "--autogenerate", "-m", "two"});
  CHECK_THAT(told, contains("  adds the column \"users\".\"city\"  (destructive)\n"));
  CHECK_THAT(told, contains("  drops the column \"users\".\"age\"  (destructive)\n"));
  CHECK_THAT(told, contains("not compared: the table \"things\" is in no model and is left alone\n"));
  CHECK_THAT(p.text_of("_two"), contains("-- destructive: drops the column \"users\".\"age\" and its values\n"));
  CHECK_THAT(p.text_of("_two"),
             contains("-- destructive: adds \"users\".\"city\", which must have a value and has no default"));
  const tool_result refused = p.run<third::base>({"upgrade", "head"});
  CHECK(refused.status == 1);
  CHECK_THAT(refused.err, contains("plinth[E5203]"));
  CHECK_THAT(good<third::base>(p, {"upgrade", "head", "--allow-destructive"}), contains("two"));
  const std::string dropping = good<third::base>(p, {"revision", "--autogenerate", "--drop-tables", "-m", "three"});
  CHECK_THAT(dropping, contains("  drops the table \"things\"  (destructive)\n"));
}

TEST_CASE("a column that goes and one that comes are told to be alike", "[migrate][database]") {
  project p;
  p.prepare();
  good<first::base>(p, {"revision", "--autogenerate", "-m", "one"});
  good<first::base>(p, {"upgrade", "head"});
  server_database db(p.here);
  db.run("ALTER TABLE users RENAME COLUMN email TO e_mail");
  const nlohmann::json found = json_of<first::base>(p, {"check"}, 1);
  CHECK(found.at("hints").at(0) ==
        "the columns \"e_mail\", which is dropped, and \"email\", which is added to \"users\", are alike; if it is the "
        "same one, say plinth::renamed_from(\"e_mail\") at it, and its values stay");
}

TEST_CASE("revisions are printed with what they come after, and what they are", "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);", "DROP TABLE a;");
  p.add("b2", "a1", "CREATE TABLE b (x integer);", "DROP TABLE b;");
  p.add("c3", "a1", "CREATE TABLE c (x integer);", "DROP TABLE c;", "-- branch_labels: side\n");
  CHECK(good<first::base>(p, {"heads"}) == "a1 -> b2 (head), the b2\na1 -> c3 (side, head), the c3\n");
  CHECK(good<first::base>(p, {"branches"}) ==
        "<base> -> a1 (branch point), the a1\n    -> b2 (head), the b2\n    -> c3 (side, head), the c3\n");
  CHECK(good<first::base>(p, {"history"}) ==
        "a1 -> c3 (side, head), the c3\na1 -> b2 (head), the b2\n<base> -> a1 (branch point), the a1\n");
  CHECK(good<first::base>(p, {"history", "-r", "a1:b2"}) ==
        "a1 -> b2 (head), the b2\n<base> -> a1 (branch point), the a1\n");
  CHECK(good<first::base>(p, {"history", "-r", ":a1"}) == "<base> -> a1 (branch point), the a1\n");
  CHECK_THAT(good<first::base>(p, {"show", "c"}), contains("revision       c3 (side, head)\ncomes after    a1\n"));
  good<first::base>(p, {"upgrade", "b2"});
  CHECK(good<first::base>(p, {"current"}) == "a1 -> b2 (head) [applied], the b2\n");
  CHECK(good<first::base>(p, {"history", "-i", "-r", "current:"}) == "a1 -> b2 (head) [applied], the b2\n");
  CHECK(p.run<first::base>({"current", "--check-heads"}).status == 1);
  const nlohmann::json heads = json_of<first::base>(p, {"heads"});
  CHECK(heads.at("revisions").at(1).at("branch_labels") == nlohmann::json::array({"side"}));
  CHECK(heads.at("revisions").at(1).at("down_revision") == nlohmann::json::array({"a1"}));
}

TEST_CASE("two heads: check names the command that mends them, and the command does", "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);", "DROP TABLE a;");
  p.add("b2", "a1", "CREATE TABLE b (x integer);", "DROP TABLE b;");
  p.add("c3", "a1", "CREATE TABLE c (x integer);", "DROP TABLE c;");
  const tool_result checked = p.run<first::base>({"check"});
  CHECK(checked.status == 1);
  CHECK(checked.out == "failed: there are several heads, b2, c3; run: merge heads -m \"merge\"\n");
  CHECK_THAT(p.run<first::base>({"revision", "-m", "next"}).err, contains("plinth[E5022]"));
  good<first::base>(p, {"merge", "heads", "-m", "merge", "--rev-id", "d4"});
  CHECK(good<first::base>(p, {"heads"}) == "b2, c3 -> d4 (head, merge), merge\n");
  good<first::base>(p, {"upgrade", "head"});
  CHECK(good<first::base>(p, {"current", "--check-heads"}) == "b2, c3 -> d4 (head, merge) [applied], merge\n");
  good<first::base>(p, {"downgrade", "-1"});
  CHECK(good<first::base>(p, {"current"}) == "a1 -> b2 [applied], the b2\na1 -> c3 [applied], the c3\n");
}

TEST_CASE("a revision that is only one's own comes after another one by rebase", "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);", "DROP TABLE a;");
  p.add("b2", "a1", "CREATE TABLE b (x integer);", "DROP TABLE b;");
  p.add("c3", "a1", "CREATE TABLE c (x integer);", "DROP TABLE c;");
  CHECK(good<first::base>(p, {"rebase", "c3", "b2"}) == "changed migrations/versions/c3.sql\n");
  CHECK(good<first::base>(p, {"heads"}) == "b2 -> c3 (head), the c3\n");
  CHECK_THAT(p.text_of("c3"), contains("-- down_revision: b2\n-- message: the c3\n"));
  good<first::base>(p, {"upgrade", "head"});
  CHECK_THAT(p.run<first::base>({"rebase", "c3", "a1"}).err, contains("plinth[E5026]"));
  CHECK_THAT(p.run<first::base>({"rebase", "a1", "c3"}).err, contains("plinth[E5026]"));
}

TEST_CASE("several revisions are squashed into one, which databases with all of them pass over",
          "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);", "DROP TABLE a;");
  p.add("b2", "a1", "CREATE TABLE b (x integer);", "DROP TABLE b;");
  p.add("c3", "b2", "CREATE TABLE c (x integer);", "DROP TABLE c;");
  p.add("d4", "c3", "CREATE TABLE d (x integer);", "DROP TABLE d;");
  good<first::base>(p, {"upgrade", "c3"});
  good<first::base>(p, {"squash", "b2..c3", "--rev-id", "s1"});
  CHECK_THAT(p.text_of("s1"), contains("-- down_revision: a1\n"));
  CHECK_THAT(p.text_of("s1"), contains("-- replaces: b2, c3\n"));
  CHECK_THAT(p.text_of("s1"),
             contains("-- upgrade\n-- from b2 the b2\nCREATE TABLE b (x integer);\n\n-- from c3 the c3\n"));
  CHECK_THAT(p.text_of("s1"), contains("-- downgrade\n-- from c3 the c3\nDROP TABLE c;\n\n-- from b2 the b2\n"));
  CHECK_THAT(good<first::base>(p, {"upgrade", "head"}), contains("the d4"));
  CHECK(json_of<first::base>(p, {"status"}).at("pending").empty());
  project fresh;
  std::filesystem::copy(p.dir.path() / "migrations", fresh.dir.path() / "migrations",
                        std::filesystem::copy_options::recursive);
  fresh.prepare();
  const nlohmann::json ran = json_of<first::base>(fresh, {"upgrade", "head"}).at("ran");
  REQUIRE(ran.size() == 3);
  CHECK(ran.at(1).at("revision") == "s1");
  CHECK(catalog_of(fresh) == catalog_of(p));
  CHECK(p.run<first::base>({"squash", "c3"}).status == 2);
}

TEST_CASE("status tells what is applied, pending and edited", "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);", "DROP TABLE a;");
  p.add("b2", "a1", "CREATE TABLE b (x integer);", "DROP TABLE b;");
  good<first::base>(p, {"upgrade", "a1"});
  p.add("a1", "none", "CREATE TABLE a (x integer, y integer);", "DROP TABLE a;");
  const std::string told = good<first::base>(p, {"status"});
  CHECK_THAT(told, contains("the a1  (its file was edited since)\npending   b2"));
  const nlohmann::json found = json_of<first::base>(p, {"status"});
  CHECK(found.at("applied").at(0).at("edited") == true);
  CHECK(found.at("pending").at(0).at("revision") == "b2");
  CHECK_THAT(p.run<first::base>({"upgrade", "head"}).err, contains("warning: migrations/versions/a1.sql was edited"));
}

TEST_CASE("SQL for an upgrade and a downgrade is printed without a database", "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);", "DROP TABLE a;");
  p.add("b2", "a1", "-- destructive: everything\nCREATE TABLE b (x integer);", "DROP TABLE b;");
  const std::string up = good<first::base>(p, {"upgrade", "head", "--sql"});
  CHECK(server_database(p.here).tables().empty());
  CHECK_THAT(up, contains("CREATE TABLE IF NOT EXISTS \"plinth_version\""));
  CHECK_THAT(up, contains("-- upgrade a1: the a1\n" + server_database(p.here).server().script_begin() +
                          "CREATE TABLE a (x integer);\nINSERT INTO \"plinth_version\""));
  CHECK_THAT(up, contains("-- destructive: everything\nCREATE TABLE b (x integer);\n"));
  CHECK_THAT(good<first::base>(p, {"upgrade", "a1:b2", "--sql"}), !contains("CREATE TABLE a (x)"));
  const std::string down = good<first::base>(p, {"downgrade", "b2:base", "--sql"});
  CHECK_THAT(down, contains("DROP TABLE b;\nDELETE FROM \"plinth_version\" WHERE revision = 'b2';\nCOMMIT;\n"));
  CHECK_THAT(p.run<first::base>({"downgrade", "base", "--sql"}).err, contains("plinth[E5028]"));
  CHECK_THAT(p.run<first::base>({"upgrade", "a1:b2"}).err, contains("plinth[E5028]"));
  server_database db(p.here);
  db.run(up);
  CHECK(good<first::base>(p, {"current"}) == "a1 -> b2 (head) [applied], the b2\n");
  CHECK(json_of<first::base>(p, {"status"}).at("applied").at(0).at("edited") == false);
  db.run(down);
  CHECK(good<first::base>(p, {"current"}).empty());
  p.add("c3", "b2", "-- run: f\n");
  CHECK_THAT(p.run<first::base>({"upgrade", "head", "--sql"}).err,
             contains("plinth[E5215]: migrations/versions/c3.sql:6"));
}

TEST_CASE("lint finds what is doubtful, with file and line", "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);", "-- destructive: drops it\nDROP TABLE a;");
  CHECK(good<first::base>(p, {"lint"}) == "nothing found\n");
  p.add("b2", "a1",
        "ALTER TABLE a DROP COLUMN x;\nDELETE FROM a;\nALTER TABLE a ADD COLUMN y TEXT NOT NULL;\n"
        "CREATE TABLE IF NOT EXISTS c (x integer);\nDROP TABLE a;");
  project::write(p.versions() / "c3.sql", "-- revision: c3\n-- down_revision: a1\n-- upgrade\nSELECT 1;\n");
  const nlohmann::json found = json_of<first::base>(p, {"lint"}, 1).at("findings");
  texts rules;
  for (const auto& f : found) rules.push_back(f.at("rule"));
  CHECK(rules == texts{"several-heads", "unmarked-loss", "delete-everything", "not-null-without-default",
                       "if-not-exists", "unmarked-loss", "empty-downgrade", "no-message", "no-downgrade"});
  CHECK(found.at(2).at("line") == 7);
}

TEST_CASE("a diagram has the models, their columns and what points to what", "[migrate][database]") {
  project p;
  p.prepare();
  CHECK(good<first::base>(p, {"erd"}) ==
        "erDiagram\n  users {\n    bigint id PK\n    text_254 email\n  }\n  items {\n    bigint id PK\n    text title\n"
        "    bigint owner_id FK\n  }\n  users ||--o{ items : owner_id\n");
  const std::string dot = good<first::base>(p, {"erd", "--format", "dot"});
  CHECK_THAT(dot, contains("digraph models {\n"));
  CHECK_THAT(dot, contains("  \"items\":\"owner_id\" -> \"users\":\"id\";\n}\n"));
  CHECK(p.run<first::base>({"erd", "--format", "svg"}).status == 2);
}

TEST_CASE("wrong usage is told and ends with 2", "[migrate][database]") {
  project p;
  p.prepare();
  const auto wrong = [&](const texts& words) {
    const tool_result result = p.run<first::base>(words);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    return result.err;
  };
  CHECK(wrong({}) == "error: plinth[E5404]: no command is given; --help lists them\n");
  CHECK(wrong({"upgrad", "head"}) == "error: plinth[E5404]: \"upgrad\" is no command; --help lists them\n");
  CHECK(wrong({"upgrade"}) == "error: plinth[E5406]: upgrade needs REVISION; --help says more\n");
  CHECK(wrong({"upgrade", "a", "b"}) == "error: plinth[E5406]: upgrade has no use for \"b\"; --help says more\n");
  CHECK(wrong({"upgrade", "--what", "a"}) ==
        "error: plinth[E5405]: the option --what is not known to upgrade; --help says what is\n");
  CHECK(wrong({"revision", "-m"}) == "error: plinth[E5405]: the option -m needs a value: TEXT\n");
  CHECK(wrong({"check", "--json=yes"}) == "error: plinth[E5405]: the option --json takes no value\n");
  CHECK_THAT(wrong({"-x", "url", "check"}), contains("plinth[E5405]"));
}

TEST_CASE("help and version are there for all and for each command", "[migrate][database]") {
  project p;
  const std::string all = good<first::base>(p, {"--help"});
  CHECK(all.starts_with(
      "usage: migrate [options] COMMAND ...\n\nMigrations of this application's database.\n\ncommands:\n"
      "  init        make the settings and the folder of revisions\n"));
  for (const auto& command : migrate::detail::tool_commands) {
    CHECK_THAT(all, contains("\n  " + std::string(command.name) + " "));
    const std::string one = good<first::base>(p, {std::string(command.name), "--help"});
    CHECK_THAT(one, contains("usage: migrate " + std::string(command.name)));
    CHECK_THAT(one, contains("options of all commands:\n"));
  }
  CHECK(good<first::base>(p, {"--version"}) == "plinth 0.1.0\n");
}

TEST_CASE("settings come from the file, the environment and the command line, the last before the first",
          "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);");
  project::write(p.dir.path() / "plinth.ini",
                 "# comment\n[plinth]\nurl = ${PLINTH_TEST_URL}\nscript_location = migrations\nversion_table = 100%\n");
  CHECK_THAT(p.run<first::base>({"current"}).err, contains("plinth[E5403]: no database is named"));
  const test_database one(test_database::where::file);
  const test_database two(test_database::where::file);
  const test_database three(test_database::where::file);
  ::setenv("PLINTH_TEST_URL", one.url().c_str(), 1);
  good<first::base>(p, {"upgrade", "head"});
  CHECK(server_database(one).texts("SELECT revision FROM \"100%\"") == texts{"a1"});
  ::setenv("PLINTH_URL", two.url().c_str(), 1);
  good<first::base>(p, {"upgrade", "head"});
  CHECK(server_database(two).texts("SELECT revision FROM \"100%\"") == texts{"a1"});
  good<first::base>(p, {"upgrade", "head", "-x", "url=" + three.url(), "-x", "version_table=v"});
  CHECK(server_database(three).texts("SELECT revision FROM v") == texts{"a1"});
  ::unsetenv("PLINTH_URL");
  ::unsetenv("PLINTH_TEST_URL");
  project::write(p.dir.path() / "plinth.ini", "url = sqlite://\nsomething\n");
  CHECK_THAT(p.run<first::base>({"heads"}).err, contains("plinth[E5402]: plinth.ini:2: this line is no setting"));
  project::write(p.dir.path() / "plinth.ini", "urls = sqlite://\n");
  CHECK_THAT(p.run<first::base>({"heads"}).err, contains("plinth[E5402]: plinth.ini:1: \"urls\" is no setting"));
}

TEST_CASE("new revisions come after the head, or where they are told to", "[migrate][database]") {
  project p;
  p.prepare();
  CHECK(json_of<first::base>(p, {"revision", "-m", "one", "--rev-id", "a1"}).at("down_revision").empty());
  CHECK(json_of<first::base>(p, {"revision", "-m", "two", "--rev-id", "b2"}).at("down_revision").at(0) == "a1");
  CHECK_THAT(p.run<first::base>({"revision", "-m", "x", "--head", "a1"}).err, contains("plinth[E5024]"));
  good<first::base>(p, {"revision", "-m", "x", "--head", "a1", "--splice", "--rev-id", "c3", "--branch-label", "side"});
  CHECK(good<first::base>(p, {"heads"}) == "a1 -> b2 (head), two\na1 -> c3 (side, head), x\n");
  good<first::base>(p, {"revision", "-m", "y", "--head", "side@head", "--depends-on", "b2", "--rev-id", "d4"});
  CHECK_THAT(p.text_of("d4"), contains("-- down_revision: c3\n-- message: y\n"));
  CHECK_THAT(p.text_of("d4"), contains("-- depends_on: b2\n"));
  CHECK_THAT(p.run<first::base>({"revision", "--rev-id", "a1", "--head", "b2"}).err, contains("plinth[E5004]"));
  CHECK_THAT(p.run<first::base>({"revision", "--rev-id", "a-1", "--head", "b2"}).err, contains("plinth[E5003]"));
  CHECK_THAT(p.run<first::base>({"revision", "--branch-label", "side", "--head", "b2"}).err, contains("plinth[E5011]"));
  CHECK_THAT(p.run<first::base>({"merge", "b2"}).err, contains("plinth[E5025]"));
}

TEST_CASE("the difference is not taken with a database that is behind", "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABLE a (x integer);");
  CHECK_THAT(p.run<first::base>({"revision", "--autogenerate", "-m", "x"}).err,
             contains("plinth[E5307]: the database is not up to date: 1 revisions are not applied; run: upgrade head"));
  CHECK(p.run<first::base>({"check"}).out ==
        "failed: the database is not up to date: 1 revisions are not applied; run: upgrade head\n");
}

TEST_CASE("a folder that is there and not empty is not taken", "[migrate][database]") {
  project p;
  p.prepare();
  CHECK_THAT(p.run<first::base>({"init", p.dir.file("migrations")}).err, contains("plinth[E5014]: migrations: "));
  CHECK_THAT(p.run<first::base>({"history", "-x", "script_location=" + p.dir.file("nowhere")}).err,
             contains("plinth[E5012]: nowhere/versions: the folder of revisions cannot be read"));
}
