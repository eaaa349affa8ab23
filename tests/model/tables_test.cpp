// SPDX-License-Identifier: MIT
// From a struct and its words to CREATE TABLE and CREATE INDEX, known to the compiler.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"

#include <plinth/dialect/sqlite.hpp>
#include <plinth/dialect/table_sql.hpp>
#include <plinth/model/metadata.hpp>

namespace {

using plinth::create_index_sql;
using plinth::create_table_sql;
using plinth::dialect::sqlite;

// ---- the types of columns, and what their members say ----

enum class state { open, closed };

struct ticket {
  std::int64_t id = 0;
  std::string title;
  std::string code;
  std::optional<std::string> note;
  state now = state::open;
  std::optional<double> hours;
  bool urgent = false;
  std::chrono::sys_seconds opened;
  std::chrono::year_month_day due;
  std::vector<std::byte> picture;
  std::vector<int> cache;

  static constexpr auto table = plinth::table(
      "tickets", plinth::column<&ticket::id>(plinth::primary_key), plinth::column<&ticket::title>(plinth::index),
      plinth::column<&ticket::code>(plinth::name("ticket_code"), plinth::unique, plinth::length(12)),
      plinth::column<&ticket::note>(plinth::server_default("it's empty")),
      plinth::column<&ticket::hours>(plinth::check("hours >= 0")),
      plinth::column<&ticket::opened>(plinth::server_default_sql("CURRENT_TIMESTAMP")),
      plinth::column<&ticket::cache>(plinth::unmapped), plinth::check("times", "opened < due"),
      plinth::unique_together<&ticket::title, &ticket::due>(),
      plinth::index_on<&ticket::now, &ticket::due>(plinth::where("urgent"), plinth::name("urgent_tickets")),
      plinth::index_on<&ticket::code, &ticket::now>(plinth::unique));
};

static_assert(create_table_sql<sqlite, ticket>() ==
              "CREATE TABLE \"tickets\" (\n"
              "  \"id\" INTEGER NOT NULL,\n"
              "  \"title\" TEXT NOT NULL,\n"
              "  \"ticket_code\" VARCHAR(12) NOT NULL,\n"
              "  \"note\" TEXT DEFAULT 'it''s empty',\n"
              "  \"now\" ENUM_TEXT NOT NULL,\n"
              "  \"hours\" DOUBLE PRECISION,\n"
              "  \"urgent\" BOOLEAN NOT NULL,\n"
              "  \"opened\" TIMESTAMP NOT NULL DEFAULT (CURRENT_TIMESTAMP),\n"
              "  \"due\" DATE NOT NULL,\n"
              "  \"picture\" BLOB NOT NULL,\n"
              "  CONSTRAINT \"pk_tickets\" PRIMARY KEY (\"id\"),\n"
              "  CONSTRAINT \"uq_tickets_ticket_code\" UNIQUE (\"ticket_code\"),\n"
              "  CONSTRAINT \"uq_tickets_title_due\" UNIQUE (\"title\", \"due\"),\n"
              "  CONSTRAINT \"ck_tickets_hours\" CHECK (hours >= 0),\n"
              "  CONSTRAINT \"ck_tickets_times\" CHECK (opened < due),\n"
              "  CONSTRAINT \"ck_tickets_now\" CHECK (\"now\" IN ('open', 'closed'))\n"
              ")");
static_assert(create_index_sql<sqlite, ticket, 0>() == "CREATE INDEX \"ix_tickets_title\" ON \"tickets\" (\"title\")");
static_assert(create_index_sql<sqlite, ticket, 1>() ==
              "CREATE INDEX \"urgent_tickets\" ON \"tickets\" (\"now\", \"due\") WHERE urgent");
static_assert(create_index_sql<sqlite, ticket, 2>() ==
              "CREATE UNIQUE INDEX \"ix_tickets_ticket_code_now\" ON \"tickets\" (\"ticket_code\", \"now\")");

// ---- what only a database's own words say ----

struct person {
  std::int64_t id = 0;
  std::string name;
  std::string first;
  std::string full;
  std::string shout;
  double price = 0;

  static constexpr auto table =
      plinth::table("people", plinth::renamed_from("persons"),
                    plinth::column<&person::id>(plinth::primary_key, plinth::autoincrement),
                    plinth::column<&person::name>(plinth::renamed_from("nam"), plinth::collate("NOCASE")),
                    plinth::column<&person::full>(plinth::computed("first || name")),
                    plinth::column<&person::shout>(plinth::computed_stored("upper(name)")),
                    plinth::column<&person::price>(plinth::database_type("NUMERIC(10,2)")),
                    plinth::index_on<&person::name, &person::first>(
                        plinth::order(plinth::index_order::ascending, plinth::index_order::descending)),
                    plinth::index_sql("ix_lower", "lower(name), first", plinth::unique, plinth::where("price > 0")));
};

static_assert(create_table_sql<sqlite, person>() ==
              "CREATE TABLE \"people\" (\n"
              "  \"id\" INTEGER NOT NULL CONSTRAINT \"pk_people\" PRIMARY KEY AUTOINCREMENT,\n"
              "  \"name\" TEXT NOT NULL COLLATE \"NOCASE\",\n"
              "  \"first\" TEXT NOT NULL,\n"
              "  \"full\" TEXT NOT NULL GENERATED ALWAYS AS (first || name) VIRTUAL,\n"
              "  \"shout\" TEXT NOT NULL GENERATED ALWAYS AS (upper(name)) STORED,\n"
              "  \"price\" NUMERIC(10,2) NOT NULL\n"
              ")");
static_assert(create_index_sql<sqlite, person, 0>() ==
              "CREATE INDEX \"ix_people_name_first\" ON \"people\" (\"name\", \"first\" DESC)");
static_assert(create_index_sql<sqlite, person, 1>() ==
              "CREATE UNIQUE INDEX \"ix_lower\" ON \"people\" (lower(name), first) WHERE price > 0");
static_assert(plinth::model::table_of<person>.renamed_from == "persons");
static_assert(plinth::model::table_of<person>.columns[1].renamed_from == "nam");

struct reading {
  std::string sensor;
  std::int32_t value = 0;

  static constexpr auto table = plinth::table("readings", plinth::column<&reading::sensor>(plinth::primary_key),
                                              plinth::without_rowid, plinth::strict_table);
};

static_assert(create_table_sql<sqlite, reading>() ==
              "CREATE TABLE \"readings\" (\n"
              "  \"sensor\" TEXT NOT NULL,\n"
              "  \"value\" INTEGER NOT NULL,\n"
              "  CONSTRAINT \"pk_readings\" PRIMARY KEY (\"sensor\")\n"
              ") STRICT, WITHOUT ROWID");

// ---- keys ----

struct head {
  std::int32_t year = 0;
  std::int32_t number = 0;

  static constexpr auto table = plinth::table("heads", plinth::primary_key_of<&head::number, &head::year>());
};
static_assert(create_table_sql<sqlite, head>() ==
              "CREATE TABLE \"heads\" (\n"
              "  \"year\" INTEGER NOT NULL,\n"
              "  \"number\" INTEGER NOT NULL,\n"
              "  CONSTRAINT \"pk_heads\" PRIMARY KEY (\"number\", \"year\")\n"
              ")");

struct line {
  std::int32_t head_year = 0;
  std::int32_t head_number = 0;
  std::int16_t position = 0;
  std::optional<std::int64_t> parent;

  static constexpr auto table = plinth::table(
      "lines", plinth::column<&line::head_year>(plinth::primary_key),
      plinth::column<&line::head_number>(plinth::primary_key), plinth::column<&line::position>(plinth::primary_key),
      plinth::composite_foreign_key<&line::head_number, &line::head_year>(
          plinth::references<&head::number, &head::year>(plinth::on_delete::cascade, plinth::on_update::restrict)),
      plinth::column<&line::parent>(plinth::foreign_key("tickets.id", plinth::on_delete::set_null)));
};
static_assert(create_table_sql<sqlite, line>() ==
              "CREATE TABLE \"lines\" (\n"
              "  \"head_year\" INTEGER NOT NULL,\n"
              "  \"head_number\" INTEGER NOT NULL,\n"
              "  \"position\" SMALLINT NOT NULL,\n"
              "  \"parent\" BIGINT,\n"
              "  CONSTRAINT \"pk_lines\" PRIMARY KEY (\"head_year\", \"head_number\", \"position\"),\n"
              "  CONSTRAINT \"fk_lines_head_number_head_year_heads\" FOREIGN KEY (\"head_number\", \"head_year\") "
              "REFERENCES \"heads\" (\"number\", \"year\") ON DELETE CASCADE ON UPDATE RESTRICT,\n"
              "  CONSTRAINT \"fk_lines_parent_tickets\" FOREIGN KEY (\"parent\") REFERENCES \"tickets\" (\"id\") "
              "ON DELETE SET NULL\n"
              ")");
static_assert(plinth::metadata<line, ticket, head>::is_sound);

/// A foreign key follows the name that its target has in the database.
struct ticket_log {
  std::int64_t id = 0;
  std::string code;

  static constexpr auto table =
      plinth::table("logs", plinth::column<&ticket_log::id>(plinth::primary_key, plinth::client_key),
                    plinth::column<&ticket_log::code>(plinth::foreign_key<&ticket::code>()));
};
static_assert(create_table_sql<sqlite, ticket_log>() ==
              "CREATE TABLE \"logs\" (\n"
              "  \"id\" BIGINT NOT NULL,\n"
              "  \"code\" TEXT NOT NULL,\n"
              "  CONSTRAINT \"pk_logs\" PRIMARY KEY (\"id\"),\n"
              "  CONSTRAINT \"fk_logs_code_tickets\" FOREIGN KEY (\"code\") REFERENCES \"tickets\" (\"ticket_code\")\n"
              ")");
static_assert(plinth::metadata<ticket_log, ticket>::is_sound, "unique is enough for a target");

struct by_name {
  std::string name;
  static constexpr auto table = plinth::table("named", plinth::column<&by_name::name>(plinth::primary_key));
};
static_assert(!plinth::model::table_of<by_name>.columns[0].generated_key);
static_assert(plinth::model::table_of<ticket>.columns[0].generated_key);
static_assert(!plinth::model::table_of<line>.columns[0].generated_key, "the database chooses single keys only");
static_assert(!plinth::model::table_of<ticket_log>.columns[0].generated_key, "client_key");

/// A key that is a foreign key as well is the other row's, which nobody chooses.
struct extension {
  std::int64_t ticket_id = 0;
  static constexpr auto table = plinth::table(
      "extensions", plinth::column<&extension::ticket_id>(plinth::primary_key, plinth::foreign_key<&ticket::id>()));
};
static_assert(!plinth::model::table_of<extension>.columns[0].generated_key);

// ---- bases, mappings, templates ----

struct with_id {
  std::int64_t id = 0;
};
struct stamped {
  std::string created_by;
};
struct document : with_id, stamped {
  std::string text;

  static constexpr auto table =
      plinth::table("documents", plinth::bases<with_id, stamped>(), plinth::primary_key_of<&document::id>(),
                    plinth::column<&document::text>(), plinth::index_on<&document::created_by, &document::text>());
};
static_assert(create_table_sql<sqlite, document>() ==
              "CREATE TABLE \"documents\" (\n"
              "  \"id\" INTEGER NOT NULL,\n"
              "  \"created_by\" TEXT NOT NULL,\n"
              "  \"text\" TEXT NOT NULL,\n"
              "  CONSTRAINT \"pk_documents\" PRIMARY KEY (\"id\")\n"
              ")");
static_assert(create_index_sql<sqlite, document>() ==
              "CREATE INDEX \"ix_documents_created_by_text\" ON \"documents\" (\"created_by\", \"text\")");

struct page : with_id {
  std::int64_t document_id = 0;
  static constexpr auto table =
      plinth::table("pages", plinth::bases<with_id>(), plinth::column<&page::id>(plinth::primary_key),
                    plinth::column<&page::document_id>(plinth::foreign_key("documents.id")));
};
static_assert(plinth::metadata<document, page>::is_sound, "what is said of an inherited member is no second member");

struct of_another_library {
  int key;
  char32_t no_column;
  std::string value;
};

template <class Value>
struct setting {
  std::string key;
  Value value{};
  static constexpr auto table = plinth::table("settings", plinth::column<&setting::key>(plinth::primary_key));
};

}  // namespace

template <>
struct plinth::mapping<of_another_library> {
  static constexpr auto table = plinth::table("others", plinth::column<&of_another_library::key>(plinth::primary_key),
                                              plinth::column<&of_another_library::no_column>(plinth::unmapped));
};
static_assert(create_table_sql<sqlite, of_another_library>() ==
              "CREATE TABLE \"others\" (\n"
              "  \"key\" INTEGER NOT NULL,\n"
              "  \"value\" TEXT NOT NULL,\n"
              "  CONSTRAINT \"pk_others\" PRIMARY KEY (\"key\")\n"
              ")");
static_assert(create_table_sql<sqlite, setting<double>>() ==
              "CREATE TABLE \"settings\" (\n"
              "  \"key\" TEXT NOT NULL,\n"
              "  \"value\" DOUBLE PRECISION NOT NULL,\n"
              "  CONSTRAINT \"pk_settings\" PRIMARY KEY (\"key\")\n"
              ")");

TEST_CASE("columns are found by their members, inherited or not, and unmapped ones are none") {
  using plinth::model::column_count;
  using plinth::model::column_index_of;
  STATIC_REQUIRE(column_count<ticket> == 10);
  STATIC_REQUIRE(column_index_of<ticket, &ticket::cache>() == 10);
  STATIC_REQUIRE(column_index_of<ticket, &ticket::picture>() == 9);
  STATIC_REQUIRE(column_index_of<document, &document::created_by>() == 1);
  STATIC_REQUIRE(column_index_of<of_another_library, &of_another_library::value>() == 1);
  CHECK(plinth::model::column_name<ticket>(2) == "ticket_code");
}

TEST_CASE("the text that the compiler knows is the text that is emitted") {
  constexpr sqlite dialect;
  const std::string emitted = plinth::sql::text_of(
      dialect, [](plinth::sql::writer& out) { plinth::dialect::create_table(out, plinth::model::table_of<ticket>); });
  CHECK(emitted == create_table_sql<sqlite, ticket>());
}
