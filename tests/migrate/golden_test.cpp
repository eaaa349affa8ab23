// SPDX-License-Identifier: MIT
// The SQL of every operation, word for word, in golden/<server>/<case>.sql: as it stands in a revision, forth and back.
// It is also run as one, on golden/<server>/base.sql: the first direction makes what the operation says, the second
// brings back what was there, and no row is lost but where the file says so.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "support/catch.hpp"

#include <plinth/migrate/autogenerate.hpp>
#include <plinth/migrate/compare.hpp>
#include <plinth/migrate/operation.hpp>
#include <plinth/migrate/server.hpp>

#include "migrate/project.hpp"

namespace migrate = plinth::migrate;
namespace own = plinth::catalog::own;
using plinth::catalog::base_type;
using plinth_test::run_project;
using plinth_test::server_database;

namespace {

using migrate::database;
using migrate::operation;
using operations = std::vector<operation>;

struct golden_case {
  std::string_view name;
  std::function<operations(const database&)> make;
  std::string_view server{};  ///< the only one that has it; empty for all
};

const own::table& users_of(const database& d) { return *d.find("users"); }

const own::column& column_of(const database& d, std::string_view name) {
  return *migrate::find_column(users_of(d), name, d.rules);
}

/// Another age, changed by `change`.
template <class Change>
operations altered(const database& d, const Change& change) {
  own::column wanted = column_of(d, "age");
  change(wanted);
  return {migrate::alter_column{"users", column_of(d, "age"), wanted}};
}

const own::index& index_of(const database& d, std::string_view name) {
  const auto& all = users_of(d).indexes;
  return *std::find_if(all.begin(), all.end(), [&](const own::index& i) { return i.name == name; });
}

own::table notes() {
  own::table t{.name = "notes",
               .columns = {{.name = "id", .type = {.base = base_type::bigint}, .generated_key = true},
                           {.name = "owner", .type = {.base = base_type::bigint}, .nullable = true},
                           {.name = "rank", .type = {.base = base_type::bigint}, .server_default = "7"}},
               .key = {"pk_notes", {"id"}},
               .indexes = {{.name = "ix_notes_owner", .columns = {"owner"}, .descending = 1}}};
  t.foreign_keys = {
      {.name = "fk_notes_owner", .columns = {"owner"}, .target_table = "users", .target_columns = {"id"}}};
  return t;
}

const own::column nick{.name = "nick", .type = {.base = base_type::text}, .nullable = true};
const own::foreign_key to_users{
    .name = "fk_items_id", .columns = {"id"}, .target_table = "users", .target_columns = {"id"}};

const std::vector<golden_case> cases = {
    {"create_table", [](const database&) -> operations { return {migrate::create_table{notes()}}; }},
    {"drop_table", [](const database& d) -> operations { return {migrate::drop_table{*d.find("tags")}}; }},
    {"rename_table",
     [](const database&) -> operations {
       return {migrate::rename_table{"users", "us\"ers"}};
     }},
    {"add_column",
     [](const database&) -> operations {
       return {migrate::add_column{"users", nick}};
     }},
    {"add_column_with_default",
     [](const database&) -> operations {
       return {
           migrate::add_column{"users", {.name = "rank", .type = {.base = base_type::bigint}, .server_default = "7"}}};
     }},
    {"drop_column",
     [](const database& d) -> operations {
       return {migrate::drop_check{"users", users_of(d).checks[0]},
               migrate::drop_index{"users", index_of(d, "ix_users_age")},
               migrate::drop_column{"users", column_of(d, "age")}};
     }},
    {"rename_column",
     [](const database&) -> operations {
       return {migrate::rename_column{"users", "age", "years"}};
     }},
    {"alter_column_type",
     [](const database& d) -> operations {
       const own::column& size = *migrate::find_column(*d.find("items"), "size", d.rules);
       own::column wanted = size;
       wanted.type.base = base_type::double_precision;
       return {migrate::alter_column{"items", size, wanted}};
     }},
    {"alter_column_default",
     [](const database& d) { return altered(d, [](own::column& c) { c.server_default = "18"; }); }},
    {"alter_column_not_null",
     [](const database& d) {
       return altered(d, [](own::column& c) {
         c.nullable = false;
         c.server_default = "18";
       });
     }},
    {"change_primary_key",
     [](const database& d) -> operations {
       const own::primary_key& was = d.find("tags")->key;
       return {migrate::change_primary_key{"tags", was, {was.name, {"name", "lang"}}}};
     }},
    {"add_unique",
     [](const database&) -> operations {
       return {migrate::add_unique{"users", {"uq_users_age", {"age"}}}};
     }},
    {"drop_unique",
     [](const database& d) -> operations {
       return {migrate::drop_unique{"users", users_of(d).uniques[0]}};
     }},
    {"add_check",
     [](const database&) -> operations {
       return {migrate::add_check{"users", {.name = {}, .expression = "id > 0", .full_name = "ck_users_id"}}};
     }},
    {"drop_check",
     [](const database& d) -> operations {
       return {migrate::drop_check{"users", users_of(d).checks[0]}};
     }},
    {"add_foreign_key",
     [](const database&) -> operations {
       return {migrate::add_foreign_key{"items", to_users}};
     }},
    {"drop_foreign_key",
     [](const database& d) -> operations {
       return {migrate::drop_foreign_key{"items", d.find("items")->foreign_keys[0]}};
     }},
    {"create_index",
     [](const database&) -> operations {
       return {migrate::create_index{
           "users",
           {.name = "ix_x", .columns = {"age", "email"}, .unique = true, .where = "age > 1", .descending = 2}}};
     }},
    {"drop_index",
     [](const database& d) -> operations {
       return {migrate::drop_index{"users", index_of(d, "ix_users_lower")}};
     }},
    {"rename_index",
     [](const database&) -> operations {
       return {migrate::rename_index{"users", "ix_users_age", "ix_y"}};
     }},
    {"rename_constraint",
     [](const database&) -> operations {
       return {migrate::rename_constraint{"users", "uq_users_email", "uq_y"}};
     }},
    {"change_options",
     [](const database&) -> operations {
       return {migrate::change_options{"tags", {}, {.strict = true, .without_rowid = true}}};
     },
     "sqlite"},
};

// ---- files ----------------------------------------------------------------------------------------------------------

std::filesystem::path folder_of(const server_database& db) {
  return std::filesystem::path(PLINTH_TEST_GOLDEN) / std::string(db.server().name());
}

bool updates() {
  const char* said = std::getenv("PLINTH_UPDATE_OUTPUT");
  return said != nullptr && std::string_view(said) == "1";
}

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    result.emplace_back(line);
  }
  return result;
}

/// The lines that differ, between those at the beginning and at the end that both have.
std::string difference_of(std::string_view old_text, std::string_view new_text) {
  std::vector<std::string> before = lines_in(old_text);
  std::vector<std::string> after = lines_in(new_text);
  while (!before.empty() && !after.empty() && before.back() == after.back()) {
    before.pop_back();
    after.pop_back();
  }
  std::size_t same = 0;
  while (same < std::min(before.size(), after.size()) && before[same] == after[same]) ++same;
  std::string result;
  for (std::size_t i = same; i < before.size(); ++i) result += "- " + before[i] + "\n";
  for (std::size_t i = same; i < after.size(); ++i) result += "+ " + after[i] + "\n";
  return result;
}

/// The text must be that of the file, which is written where updates were asked for.
void compare_with_file(const std::filesystem::path& file, const std::string& text) {
  const std::string stored = std::filesystem::exists(file) ? migrate::read_file(file) : "";
  if (stored == text) return;
  const std::string differs = file.string() + ":\n" + difference_of(stored, text);
  if (!updates()) FAIL_CHECK(differs << "PLINTH_UPDATE_OUTPUT=1 writes what is there now");
  std::cout << differs;
  std::ofstream(file) << text;
}

// ---- one case -------------------------------------------------------------------------------------------------------

struct both_directions {
  std::vector<migrate::step> up;
  std::vector<migrate::step> down;
};

both_directions steps_of(const migrate::server& at, const database& from, const operations& ops) {
  database after = from;
  for (const operation& op : ops) migrate::apply_to(after, op);
  return {at.render(from, ops), at.render(after, migrate::reversed(ops))};
}

std::vector<std::string> rows_in(server_database& db) {
  std::vector<std::string> rows = db.rows("SELECT CAST(id AS text), email FROM people ORDER BY id");
  for (const std::string& row : db.rows("SELECT title, CAST(owner AS text) FROM items ORDER BY id"))
    rows.push_back(row);
  return rows;
}

void try_case(const golden_case& tried) {
  run_project p;
  const migrate::server& at = p.db.server();
  if (!tried.server.empty() && tried.server != at.name()) return;
  p.db.run(migrate::read_file(folder_of(p.db) / "base.sql"));
  const database before = p.db.catalog();
  const std::vector<std::string> rows = rows_in(p.db);
  const operations ops = tried.make(p.db.inspect());
  const both_directions steps = steps_of(at, p.db.inspect(), ops);
  const std::string text =
      "-- upgrade\n" + migrate::section_text(steps.up) + "\n-- downgrade\n" + migrate::section_text(steps.down);
  INFO(tried.name << " on " << at.name() << ":\n" << text);
  compare_with_file(folder_of(p.db) / (std::string(tried.name) + ".sql"), text);

  run_project::write(p.versions() / "a1.sql", "-- revision: a1\n-- down_revision: none\n\n" + text);
  p.options.allow_destructive = true;
  CHECK(p.upgrade() == std::vector<std::string>{"a1"});
  database wanted = before;
  for (const operation& op : ops) migrate::apply_to(wanted, op);
  for (const operation& op : migrate::compare(p.db.catalog(), wanted, at.abilities()).operations)
    FAIL_CHECK("still to do: " << migrate::describe(op));
  CHECK(p.db.catalog() != before);
  CHECK(rows_in(p.db) == rows);
  CHECK(p.downgrade("base") == std::vector<std::string>{"a1"});
  CHECK(p.db.catalog() == before);
  CHECK(rows_in(p.db) == rows);
}

}  // namespace

TEST_CASE("the SQL of every operation is that of its golden file, and does what the operation says, forth and back",
          "[migrate][database]") {
  for (const golden_case& tried : cases) try_case(tried);
}

TEST_CASE("every operation has a golden file", "[migrate][database]") {
  run_project p;
  p.db.run(migrate::read_file(folder_of(p.db) / "base.sql"));
  std::vector<std::string_view> seen;
  for (const golden_case& tried : cases)
    for (const operation& op : tried.make(p.db.inspect())) seen.push_back(migrate::name_of(op));
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  CHECK(seen.size() == std::variant_size_v<operation>);
  for (const golden_case& tried : cases)
    if (tried.server.empty() || tried.server == p.db.server().name())
      CHECK(std::filesystem::exists(folder_of(p.db) / (std::string(tried.name) + ".sql")));
}
