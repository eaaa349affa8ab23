// SPDX-License-Identifier: MIT
// What each command tells programs, and that a program can call the command as a function instead.

#include <filesystem>
#include <string>
#include <vector>

#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <plinth/migrate.hpp>
#include <plinth/migrate/progress.hpp>
#include <plinth/migrate/targets.hpp>
#include <plinth/plinth.hpp>

#include "migrate/project.hpp"

namespace migrate = plinth::migrate;
using plinth_test::contains;
using plinth_test::project;
using plinth_test::server_database;
using plinth_test::tool_result;

namespace {

using nlohmann::json;
using texts = std::vector<std::string>;

struct user {
  std::int64_t id = 0;
  std::string email{};
  static constexpr auto table = plinth::table("users", plinth::column<&user::id>(plinth::primary_key),
                                              plinth::column<&user::email>(plinth::unique, plinth::length(254)));
};

using base = plinth::metadata<user>;

/// The only JSON that the command prints.
json told_by(project& p, texts words, int status = 0) {
  words.push_back("--json");
  const tool_result result = p.run<base>(words);
  INFO(words[0] << ": " << result.out << result.err);
  CHECK(result.status == status);
  CHECK(result.err.empty());
  return json::parse(result.out);
}

}  // namespace

TEST_CASE("every command tells programs in one JSON document what it did or found", "[migrate][database]") {
  project p;
  CHECK(told_by(p, {"init", p.dir.file("migrations"), "--url", p.url}).at("created").size() == 2);
  const json made = told_by(p, {"revision", "--autogenerate", "-m", "users", "--rev-id", "a1"});
  CHECK(made.at("revision") == "a1");
  CHECK(made.at("operations").at(0).at("operation") == "create_table");
  CHECK(told_by(p, {"upgrade", "head", "--sql"}).at("sql").get<std::string>().find("CREATE TABLE \"users\"") !=
        std::string::npos);
  CHECK(told_by(p, {"upgrade", "head"}).at("ran").at(0).at("revision") == "a1");
  CHECK(told_by(p, {"current"}).at("revisions").at(0).at("applied") == true);
  CHECK(told_by(p, {"current", "-v"}).at("revisions").at(0).at("message") == "users");
  CHECK(told_by(p, {"history", "-v"}).at("revisions").at(0).at("head") == true);
  CHECK(told_by(p, {"heads"}).at("revisions").size() == 1);
  CHECK(told_by(p, {"branches"}).at("revisions").empty());
  CHECK(told_by(p, {"show", "head"}).at("revisions").at(0).at("revision") == "a1");
  CHECK(told_by(p, {"check"}).at("good") == true);
  CHECK(told_by(p, {"lint"}).at("findings").empty());
  CHECK(told_by(p, {"status"}).at("applied").at(0).at("edited") == false);
  const json diagram = told_by(p, {"erd", "--format", "dot"});
  CHECK(diagram.at("diagram").get<std::string>().starts_with("digraph models {\n"));
  CHECK(told_by(p, {"inspect"}).at("tables").at(0).at("name") == "users");
  CHECK_THAT(told_by(p, {"inspect", "--models"}).at("models").get<std::string>(), contains("struct "));
  told_by(p, {"revision", "-m", "two", "--rev-id", "b2"});
  told_by(p, {"revision", "-m", "three", "--rev-id", "c3", "--head", "a1", "--splice"});
  CHECK(told_by(p, {"branches"}).at("revisions").at(0).at("revision") == "a1");
  CHECK(told_by(p, {"check"}, 1).at("obstacle").get<std::string>().find("merge heads") != std::string::npos);
  told_by(p, {"upgrade", "heads"});
  CHECK(told_by(p, {"show", "current"}).at("revisions").size() == 2);
  CHECK(told_by(p, {"merge", "heads", "--rev-id", "d4"}).at("down_revision") == json::array({"b2", "c3"}));
  CHECK(told_by(p, {"downgrade", "a1"}).at("ran").at(0).at("direction") == "downgrade");
  std::filesystem::remove(p.versions() / "d4_merge_b2_c3.sql");
  CHECK(told_by(p, {"rebase", "c3", "b2"}).at("changed").get<std::string>().find("c3") != std::string::npos);
  CHECK(told_by(p, {"stamp", "head"}).at("current") == json::array({"c3"}));
  CHECK(told_by(p, {"squash", "b2..c3", "--rev-id", "s1"}).at("revision") == "s1");
  CHECK(told_by(p, {"--version"}).at("version") == "0.1.0");
}

TEST_CASE("errors are JSON where JSON was asked for, wrong usage, too", "[migrate][database]") {
  project p;
  p.prepare();
  p.add("a1", "none", "CREATE TABEL a;");
  const json error = told_by(p, {"upgrade", "head"}, 1).at("error");
  CHECK(error.at("code") == 5201);
  CHECK(error.at("file") == "migrations/versions/a1.sql");
  CHECK(error.at("line") == 6);
  CHECK(told_by(p, {"upgrad"}, 2).at("error").at("code") == 5404);
  CHECK(told_by(p, {"erd", "--format", "svg"}, 2).at("error").at("code") == 5405);
}

TEST_CASE("every command is a function, too", "[migrate][database]") {
  project p;
  migrate::init(p.dir.path() / "migrations", p.dir.path() / "plinth.ini", {.url = p.url});
  migrate::workspace in = p.workspace<base>();
  in.settings = migrate::read_settings(p.dir.path() / "plinth.ini");
  const auto on = in.open();
  CHECK(migrate::create_revision(in, {.message = "users", .autogenerate = true, .id = "a1"}).found.operations.size() ==
        1);
  CHECK_THAT(migrate::offline_sql(in, migrate::direction::upgrade, "head"), contains("CREATE TABLE \"users\""));
  CHECK(migrate::upgrade(*on, in.revisions(), "head").size() == 1);
  CHECK(migrate::check(in).is_good());
  CHECK(migrate::status(in).applied == migrate::revision_set{0});
  CHECK(migrate::inspect(in).tables.size() == 1);
  CHECK(migrate::lint(in.revisions(), migrate::server_of(*on).name()).empty());
  migrate::create_revision(in, {.message = "two", .id = "b2"});
  migrate::create_revision(in, {.message = "three", .head = "a1", .splice = true, .id = "c3"});
  const migrate::revision_graph graph(in.revisions());
  CHECK(migrate::shown(graph, migrate::branch_points(graph)) == "a1");
  CHECK(migrate::shown(graph, graph.heads()) == "b2, c3");
  CHECK(migrate::shown(graph, migrate::history(graph, "a1:b2")) == "b2, a1");
  const auto merged = migrate::merge(in, {"heads"}, {.message = "merge"});
  CHECK(merged.revision.down_revisions == texts{"b2", "c3"});
  std::filesystem::remove(merged.file);
  migrate::rebase(in, "c3", "b2");
  migrate::stamp(*on, in.revisions(), {"head"});
  CHECK(migrate::downgrade(*on, in.revisions(), "a1").size() == 2);
  CHECK(migrate::squash(in, "b2", "c3", {.id = "s1"}).revision.replaces == texts{"b2", "c3"});
  CHECK_THAT(migrate::as_mermaid(in.tables), contains("erDiagram"));
}

TEST_CASE("a line about a statement that takes long fits the terminal", "[migrate]") {
  CHECK(migrate::shortened("INSERT INTO t", 6) == "INSERT");
  CHECK(migrate::shortened("INSERT", 80) == "INSERT");
  CHECK(migrate::shortened("a\tb\x1b[31m", 80) == "a b [31m");
  CHECK(migrate::shortened("\xc3\xa4\xc3\xb6\xc3\xbc", 2) == "\xc3\xa4\xc3\xb6");
  CHECK(migrate::shortened("anything", 0).empty());
}
