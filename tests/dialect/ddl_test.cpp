// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/names.hpp>
#include <plinth/dialect/sqlite.hpp>
#include <plinth/sql/writer.hpp>

namespace catalog = plinth::catalog;
namespace dialect = plinth::dialect;
using catalog::base_type;

namespace {

constexpr dialect::sqlite sqlite;

constexpr std::array<std::string_view, 1> id = {"id"};
constexpr std::array<std::string_view, 1> email = {"email"};
constexpr std::array<std::string_view, 1> owner = {"owner_id"};
constexpr std::array<std::string_view, 2> email_and_name = {"email", "name"};
constexpr std::array<std::string_view, 2> labels = {"it's", "b"};

constexpr std::array<catalog::column, 4> user_columns = {
    catalog::column{.name = "id", .type = {.base = base_type::bigint}, .generated_key = true},
    catalog::column{.name = "email", .type = {.base = base_type::text, .length = 254}},
    catalog::column{.name = "mood", .type = {.base = base_type::enumeration, .labels = labels}, .nullable = true},
    catalog::column{.name = "since", .type = {.base = base_type::timestamp}, .server_default = "CURRENT_TIMESTAMP"},
};
constexpr std::array<catalog::unique_constraint, 1> user_uniques = {catalog::unique_constraint{.columns = email}};
constexpr std::array<catalog::check_constraint, 2> user_checks = {
    catalog::check_constraint{.name = "short", .expression = "length(email) < 255"},
    catalog::check_constraint{.name = "", .expression = "id > 0"}};
constexpr catalog::table users{.name = "users",
                               .columns = user_columns,
                               .key = {.name = {}, .columns = id},
                               .uniques = user_uniques,
                               .checks = user_checks};

/// What `write` writes, at compile time.
template <std::size_t Size>
struct text {
  std::array<char, Size> bytes{};
  std::size_t size = 0;

  constexpr explicit text(const auto& write) {
    plinth::sql::writer out(sqlite, bytes);
    write(out);
    size = out.size();
  }
  [[nodiscard]] constexpr std::string_view view() const { return {bytes.data(), size}; }
};

std::string created(const catalog::table& table) {
  return plinth::sql::text_of(sqlite, [&](plinth::sql::writer& out) { dialect::create_table(out, table); });
}

std::string type_of(const catalog::data_type& type) {
  return plinth::sql::text_of(sqlite, [&](plinth::sql::writer& out) { sqlite.type_name(out, type); });
}

constexpr text<1000> create_users([](plinth::sql::writer& out) { dialect::create_table(out, users); });
static_assert(create_users.view() ==
              "CREATE TABLE \"users\" (\n"
              "  \"id\" INTEGER NOT NULL,\n"
              "  \"email\" VARCHAR(254) NOT NULL,\n"
              "  \"mood\" ENUM_TEXT,\n"
              "  \"since\" TIMESTAMP NOT NULL DEFAULT (CURRENT_TIMESTAMP),\n"
              "  CONSTRAINT \"pk_users\" PRIMARY KEY (\"id\"),\n"
              "  CONSTRAINT \"uq_users_email\" UNIQUE (\"email\"),\n"
              "  CONSTRAINT \"ck_users_short\" CHECK (length(email) < 255),\n"
              "  CONSTRAINT \"ck_users_2\" CHECK (id > 0),\n"
              "  CONSTRAINT \"ck_users_mood\" CHECK (\"mood\" IN ('it''s', 'b'))\n"
              ")");

constexpr text<200> create_an_index([](plinth::sql::writer& out) {
  dialect::create_index(out, users, {.columns = email_and_name, .unique = true, .where = "mood IS NULL"});
});
static_assert(create_an_index.view() ==
              "CREATE UNIQUE INDEX \"ix_users_email_name\" ON \"users\" (\"email\", \"name\") WHERE mood IS NULL");

constexpr text<200> drop_users([](plinth::sql::writer& out) { dialect::drop_table(out, users); });
static_assert(drop_users.view() == "DROP TABLE \"users\"");

}  // namespace

TEST_CASE("a foreign key names its target and what happens on delete and update") {
  const std::array<catalog::column, 1> columns = {
      catalog::column{.name = "owner_id", .type = {.base = base_type::bigint}}};
  std::array<catalog::foreign_key, 1> keys = {
      catalog::foreign_key{.columns = owner, .target_table = "users", .target_columns = id}};
  const catalog::table items{.name = "items", .columns = columns, .foreign_keys = keys};
  const std::string plain =
      "CREATE TABLE \"items\" (\n"
      "  \"owner_id\" BIGINT NOT NULL,\n"
      "  CONSTRAINT \"fk_items_owner_id_users\" FOREIGN KEY (\"owner_id\") REFERENCES \"users\" (\"id\")";
  CHECK(created(items) == plain + "\n)");
  keys[0].on_delete = catalog::action::cascade;
  keys[0].on_update = catalog::action::set_null;
  CHECK(created(items) == plain + " ON DELETE CASCADE ON UPDATE SET NULL\n)");
  keys[0].on_delete = catalog::action::restrict;
  keys[0].on_update = catalog::action::set_default;
  CHECK(created(items) == plain + " ON DELETE RESTRICT ON UPDATE SET DEFAULT\n)");
}

TEST_CASE("a constraint's own name goes before the convention") {
  CHECK(dialect::name_of(users, catalog::unique_constraint{.name = "mine", .columns = email}).text() == "mine");
  CHECK(dialect::name_of(users, catalog::primary_key{.name = "my_key", .columns = id}).text() == "my_key");
  CHECK(dialect::name_of(users, catalog::index{.name = "my_index", .columns = id}).text() == "my_index");
  CHECK(dialect::name_of(users, catalog::foreign_key{.name = "my_fk", .columns = id}).text() == "my_fk");
}

TEST_CASE("names and texts with quotes in them stay names and texts") {
  const std::array<catalog::column, 1> columns = {catalog::column{
      .name = "a\"b", .type = {.base = base_type::text}, .server_default = "it's", .default_is_literal = true}};
  CHECK(created({.name = "x\"; DROP TABLE y; --", .columns = columns}) ==
        "CREATE TABLE \"x\"\"; DROP TABLE y; --\" (\n  \"a\"\"b\" TEXT NOT NULL DEFAULT 'it''s'\n)");
}

TEST_CASE("an empty text can be a default") {
  const std::array<catalog::column, 1> columns = {
      catalog::column{.name = "a", .type = {.base = base_type::text}, .default_is_literal = true}};
  CHECK(created({.name = "t", .columns = columns}) == "CREATE TABLE \"t\" (\n  \"a\" TEXT NOT NULL DEFAULT ''\n)");
}

TEST_CASE("a name is at most 63 bytes, and two long ones that differ at the end stay different") {
  const std::string sixty(60, 'a');
  const catalog::table exact{.name = sixty};
  CHECK(dialect::name_of(exact, catalog::primary_key{}).text() == "pk_" + sixty);

  const std::array<std::string_view, 1> first = {"the_first_of_two_columns"};
  const std::array<std::string_view, 1> second = {"the_first_of_two_columns_2"};
  const auto name_of = [&](const auto& columns) {
    return std::string(dialect::name_of(exact, catalog::index{.columns = columns}).text());
  };
  CHECK(name_of(first).size() == 63);
  CHECK(name_of(first) == name_of(first));
  CHECK(name_of(first) != name_of(second));
  CHECK(name_of(first).substr(0, 54) == name_of(second).substr(0, 54));
}

TEST_CASE("a long name is not cut inside a character") {
  std::string umlauts;
  for (int i = 0; i < 40; ++i) umlauts += "ü";
  for (const std::string& table : {umlauts, "a" + umlauts}) {
    const catalog::table long_name{.name = table};
    const std::string name(dialect::name_of(long_name, catalog::primary_key{}).text());
    CHECK(name.size() <= 63);
    const std::string kept = name.substr(0, name.rfind('_'));
    CHECK(("pk_" + table).starts_with(kept));
    CHECK((kept.size() - kept.find("ü")) % 2 == 0);
  }
}

TEST_CASE("types are named so that they can be told apart again") {
  CHECK(type_of({.base = base_type::boolean}) == "BOOLEAN");
  CHECK(type_of({.base = base_type::smallint}) == "SMALLINT");
  CHECK(type_of({.base = base_type::integer}) == "INTEGER");
  CHECK(type_of({.base = base_type::bigint}) == "BIGINT");
  CHECK(type_of({.base = base_type::real}) == "REAL");
  CHECK(type_of({.base = base_type::double_precision}) == "DOUBLE PRECISION");
  CHECK(type_of({.base = base_type::text}) == "TEXT");
  CHECK(type_of({.base = base_type::text, .length = 40}) == "VARCHAR(40)");
  CHECK(type_of({.base = base_type::blob}) == "BLOB");
  CHECK(type_of({.base = base_type::timestamp}) == "TIMESTAMP");
  CHECK(type_of({.base = base_type::local_timestamp}) == "DATETIME");
  CHECK(type_of({.base = base_type::date}) == "DATE");
  CHECK(type_of({.base = base_type::uuid}) == "CHAR(36)");
  CHECK(type_of({.base = base_type::json}) == "JSON_TEXT");
  CHECK(type_of({.base = base_type::decimal, .precision = 12, .scale = 2}) == "DECIMAL(12,2)");
  CHECK(type_of({.base = base_type::enumeration}) == "ENUM_TEXT");
}
