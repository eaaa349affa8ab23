// SPDX-License-Identifier: MIT
// Revision files: their header, their sections, and the statements in these.

#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/revision.hpp>
#include <plinth/migrate/script.hpp>

namespace migrate = plinth::migrate;
using migrate::direction;

namespace {

using texts = std::vector<std::string>;

const plinth::file_place place{"a.sql", 1};

std::vector<migrate::script_statement> split(std::string_view script) {
  return migrate::split_script(script, plinth::dialect::sqlite_lexical_rules, place);
}

texts statements(std::string_view script) {
  texts result;
  for (const auto& s : split(script)) result.push_back(s.sql);
  return result;
}

constexpr std::string_view whole =
    "-- revision: abc\n"
    "-- down_revision: none\n"
    "-- message: the first\n"
    "\n"
    "-- upgrade\n"
    "CREATE TABLE t (a);\n"
    "-- downgrade\n"
    "DROP TABLE t;\n";

/// The text with one line of it changed.
std::string with(std::string_view line, std::string_view instead) {
  std::string text(whole);
  const std::size_t at = text.find(line);
  REQUIRE(at != std::string::npos);
  return text.replace(at, line.size(), instead);
}

std::string refusal(const auto& work) {
  try {
    work();
  } catch (const plinth::migration_error& e) {
    return e.what();
  }
  return "nothing was refused";
}

std::string refusal_of_file(const std::string& text) {
  return refusal([&] { static_cast<void>(migrate::parse_revision(text, "a.sql")); });
}

std::string refusal_of_script(std::string_view script) {
  return refusal([&] { static_cast<void>(split(script)); });
}

}  // namespace

// ---- scripts --------------------------------------------------------------------------------------------------------

TEST_CASE("a script is split at semicolons that are in no text, name or comment", "[migrate]") {
  CHECK(statements("a 'x;''y' b; c \"d;\" [e;f]; -- g;\nh /* i; */ j") ==
        texts{"a 'x;''y' b", "c \"d;\" [e;f]", "h /* i; */ j"});
  CHECK(statements(" ; ;; -- only a comment\n").empty());
  CHECK(statements("a\n;\n") == texts{"a"});
}

TEST_CASE("a trigger is one statement, whatever CASE and semicolons are in it", "[migrate]") {
  const std::string trigger =
      "CREATE TEMP TRIGGER t AFTER UPDATE ON u WHEN CASE new.a WHEN 1 THEN 1 ELSE 0 END\n"
      "BEGIN\n  UPDATE v SET b = CASE WHEN new.a > 1 THEN ';' ELSE 'END' END;\n  DELETE FROM w;\nEND";
  CHECK(statements(trigger + ";\nSELECT 1;") == texts{trigger, "SELECT 1"});
  CHECK(statements("SELECT CASE a WHEN 1 THEN 2 END; b") == texts{"SELECT CASE a WHEN 1 THEN 2 END", "b"});
}

TEST_CASE("PostgreSQL's functions with dollar quotes are one statement", "[migrate]") {
  const auto found =
      migrate::split_script("CREATE FUNCTION f() RETURNS void AS $body$ BEGIN a; b; END $body$ LANGUAGE x; c",
                            plinth::dialect::postgresql_lexical_rules, place);
  REQUIRE(found.size() == 2);
  CHECK(found[1].sql == "c");
}

TEST_CASE("each statement knows its line, what is lost by it, and whether it stands alone", "[migrate]") {
  const auto found = split(
      "\n-- some words\na;\n\n-- destructive: drops x\n-- destructive: drops y\nb\nc;\n-- outside transaction\nd;\n"
      "-- run: fill\ne;");
  REQUIRE(found.size() == 5);
  CHECK(found[0].line == 3);
  CHECK(found[0].dangers.empty());
  CHECK(found[1].sql == "b\nc");
  CHECK(found[1].line == 7);
  CHECK(found[1].dangers == texts{"drops x", "drops y"});
  CHECK(found[2].outside_transaction);
  CHECK_FALSE(found[1].outside_transaction);
  CHECK(found[3].function == "fill");
  CHECK(found[3].sql.empty());
  CHECK(found[4].sql == "e");
}

TEST_CASE("what never ends is refused with the line where it begins", "[migrate]") {
  CHECK(refusal_of_script("a;\n\n'b;\nc") ==
        "plinth[E5007]: a.sql:3: a text, a name or a comment begins here and never ends");
  CHECK(refusal_of_script("a;\n/* b").starts_with("plinth[E5007]: a.sql:2: "));
  CHECK(refusal_of_script("\nCREATE TRIGGER t AFTER INSERT ON u BEGIN SELECT 1;")
            .starts_with("plinth[E5007]: a.sql:2: "));
}

TEST_CASE("a revision cannot end its own transaction", "[migrate]") {
  for (const char* word : {"BEGIN", "commit", "Rollback", "END", "SAVEPOINT s", "BEGIN IMMEDIATE"})
    CHECK(refusal_of_script("a;\n" + std::string(word) + ";").starts_with("plinth[E5009]: a.sql:2: "));
}

TEST_CASE("a comment that asks for something has to have a statement", "[migrate]") {
  CHECK(refusal_of_script("a;\n-- destructive: b\n").starts_with("plinth[E5010]: a.sql:3: "));
  CHECK(refusal_of_script("-- run:\n").starts_with("plinth[E5010]: a.sql:1: "));
}

// ---- files ----------------------------------------------------------------------------------------------------------

TEST_CASE("a file is written as it is read", "[migrate]") {
  migrate::revision r{.id = "abc",
                      .down_revisions = {"a1", "b2"},
                      .message = "two become one: a, b",
                      .date = "2025-01-31T12:00:00Z",
                      .branch_labels = {"main"},
                      .depends_on = {"c3"},
                      .replaces = {"d4", "e5"},
                      .made_from = "0123456789abcdef"};
  r.sections = {{.direction = direction::upgrade, .text = "A;\n"},
                {.direction = direction::upgrade, .server = "postgresql", .text = "B;\n"},
                {.direction = direction::downgrade, .text = "C;\n"}};
  const migrate::revision read = migrate::parse_revision(migrate::text_of(r), "a.sql");
  CHECK(read.id == r.id);
  CHECK(read.down_revisions == r.down_revisions);
  CHECK(read.message == r.message);
  CHECK(read.date == r.date);
  CHECK(read.branch_labels == r.branch_labels);
  CHECK(read.depends_on == r.depends_on);
  CHECK(read.replaces == r.replaces);
  CHECK(read.made_from == r.made_from);
  CHECK(read.section(direction::upgrade, "postgresql")->text == "B;\n\n");
  CHECK(read.section(direction::upgrade, "sqlite")->text == "A;\n\n");
  CHECK(read.section(direction::downgrade, "sqlite")->text == "C;\n");
  CHECK(migrate::text_of(read).find("-- down_revision: a1, b2\n") != std::string::npos);
}

TEST_CASE("a section knows the line where its text begins", "[migrate]") {
  const migrate::revision r = migrate::parse_revision(whole, "a.sql");
  CHECK(r.section(direction::upgrade, "sqlite")->line == 6);
  CHECK(r.section(direction::downgrade, "sqlite")->line == 8);
}

TEST_CASE("files with carriage returns are read like others", "[migrate]") {
  std::string text;
  for (const char c : whole) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const migrate::revision r = migrate::parse_revision(text, "a.sql");
  CHECK(r.id == "abc");
  CHECK(r.checksum("sqlite") == migrate::parse_revision(whole, "a.sql").checksum("sqlite"));
}

TEST_CASE("the checksum is that of the statements, not of the header and of blanks at the end of lines", "[migrate]") {
  const std::string before = migrate::parse_revision(whole, "a.sql").checksum("sqlite");
  CHECK(migrate::parse_revision(with("the first", "another"), "a.sql").checksum("sqlite") == before);
  CHECK(migrate::parse_revision(with("(a);\n", "(a);  \n\n"), "a.sql").checksum("sqlite") == before);
  CHECK(migrate::parse_revision(with("(a)", "(b)"), "a.sql").checksum("sqlite") != before);
  CHECK(migrate::parse_revision(with("DROP TABLE t", "DROP TABLE u"), "a.sql").checksum("sqlite") != before);
}

TEST_CASE("a header that was edited by hand is refused with its line", "[migrate]") {
  CHECK(refusal_of_file("SELECT 1;\n").starts_with("plinth[E5002]: a.sql:1: SQL stands before the first section"));
  CHECK(refusal_of_file("-- a comment\n").starts_with("plinth[E5001]: a.sql:1: "));
  CHECK(refusal_of_file(with("-- down_revision: none\n", "")).starts_with("plinth[E5001]: a.sql:1: "));
  CHECK(refusal_of_file(with("-- upgrade\nCREATE TABLE t (a);\n", "")).starts_with("plinth[E5001]: a.sql:1: "));
  CHECK(refusal_of_file(with("message:", "massage:"))
            .starts_with("plinth[E5002]: a.sql:3: the header has the key \"massage\""));
  CHECK(refusal_of_file(with("message: the first", "revision: d"))
            .starts_with("plinth[E5002]: a.sql:3: the header says revision twice"));
  CHECK(refusal_of_file(with("abc", "a-c")).starts_with("plinth[E5003]: a.sql:1: "));
  CHECK(refusal_of_file(with("none", "a@b")).starts_with("plinth[E5003]: a.sql:2: "));
  CHECK(refusal_of_file(std::string(whole) + "-- upgrade\n").starts_with("plinth[E5008]: a.sql:9: "));
  CHECK(refusal_of_file(with("-- downgrade", "-- downgrade postgres"))
            .starts_with("plinth[E5008]: a.sql:7: the section is for \"postgres\""));
}

TEST_CASE("file names are made of a template, and slugs of messages", "[migrate]") {
  const migrate::revision r{.id = "abc", .message = "Add: users & \"items\"!", .date = "2025-01-31T12:34:56Z"};
  CHECK(migrate::file_name_for(r, "{rev}_{slug}") == "abc_add_users_items.sql");
  CHECK(migrate::file_name_for(r, "{year}_{month}_{day}_{hour}{minute}{second}-{rev}") == "2025_01_31_123456-abc.sql");
  CHECK(migrate::file_name_for({.id = "abc"}, "{rev}_{slug}") == "abc.sql");
  CHECK(migrate::slug_of(std::string(100, 'a')).size() == 40);
  CHECK(refusal([&] { static_cast<void>(migrate::file_name_for(r, "{slug}")); }).starts_with("plinth[E5401]: "));
  CHECK(refusal([&] { static_cast<void>(migrate::file_name_for(r, "{rev}_{what}")); }).starts_with("plinth[E5401]: "));
  CHECK(refusal([&] { static_cast<void>(migrate::file_name_for(r, "a/{rev}")); }).starts_with("plinth[E5401]: "));
}
