// SPDX-License-Identifier: MIT
// Pairs of random databases: the first becomes the second and the first again.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

#include <plinth/dialect/ddl.hpp>
#include <plinth/migrate/operation.hpp>
#include <plinth/migrate/sqlite/text.hpp>
#include <plinth/migrate/type_change.hpp>

#include "migrate/random_database.hpp"
#include "migrate/random_rows.hpp"
#include "migrate/sqlite_database.hpp"

namespace migrate = plinth::migrate;
using plinth_test::kept_columns;
using plinth_test::random_database;
using plinth_test::random_row;
using plinth_test::sqlite_database;

namespace {

constexpr std::uint32_t first_seed = 20'240'601;
/// PLINTH_TEST_MIGRATION_PAIRS raises it.
std::uint32_t pair_count() {
  const char* said = std::getenv("PLINTH_TEST_MIGRATION_PAIRS");
  return said != nullptr ? static_cast<std::uint32_t>(std::stoul(said)) : 500;
}

const migrate::compare_options everything{.drop_unknown_tables = true, .passed_over = {"audit"}};

/// In one form, and without the names of constraints, which stay behind when tables and columns are renamed.
migrate::database content(const migrate::database& d) {
  migrate::database result = migrate::normalised(d);
  for (auto& t : result.tables) {
    t.key.name.clear();
    for (auto& u : t.uniques) u.name.clear();
    for (auto& k : t.foreign_keys) k.name.clear();
    for (auto& c : t.checks) c.full_name.clear();
    std::sort(t.checks.begin(), t.checks.end(),
              [](const auto& a, const auto& b) { return a.expression < b.expression; });
    std::sort(t.uniques.begin(), t.uniques.end(), [](const auto& a, const auto& b) { return a.columns < b.columns; });
    std::sort(t.foreign_keys.begin(), t.foreign_keys.end(),
              [](const auto& a, const auto& b) { return a.columns < b.columns; });
  }
  return result;
}

/// In one form, with every name that it has.
migrate::database exact(const migrate::database& d) {
  migrate::database result = migrate::normalised(d);
  for (auto& t : result.triggers) t.sql = plinth::dialect::normal_form(t.sql, d.rules);
  return result;
}

migrate::database without_audit(migrate::database d) {
  std::erase_if(d.tables, [](const auto& t) { return t.name == "audit"; });
  return d;
}

std::string shown(const migrate::database& d) {
  std::string text;
  for (const auto& t : d.tables) {
    text += plinth::sql::text_of(migrate::sqlite::detail::server,
                                 [&](auto& out) { plinth::dialect::create_table(out, t); }) +
            "\n";
    for (const auto& i : t.indexes)
      text += plinth::sql::text_of(migrate::sqlite::detail::server,
                                   [&](auto& out) { plinth::dialect::create_index(out, t, i); }) +
              "\n";
  }
  return text;
}

void fill(sqlite_database& db, random_database& random, const migrate::database& d) {
  const auto keys_of = [&](const std::string& column, const std::string& table) {
    return db.texts("SELECT quote(" + column + ") FROM " + table);
  };
  db.on.run("PRAGMA foreign_keys = OFF");
  for (std::size_t row = 0; row < 6; ++row)
    for (const auto& t : d.tables) db.on.run("INSERT OR IGNORE INTO " + random_row(random, t, keys_of));
  db.on.run("PRAGMA foreign_keys = ON");
}

std::string values_in_order(const std::string& column, const std::string& table) {
  return "SELECT quote(" + plinth::dialect::as_name(column) + ") FROM " + table + " ORDER BY 1";
}

void add_triggers(sqlite_database& db, const migrate::database& d) {
  db.run("CREATE TABLE audit (what)");
  for (const auto& t : d.tables)
    db.run("CREATE TRIGGER after_" + t.name + " AFTER UPDATE ON " + t.name + " BEGIN INSERT INTO audit SELECT NEW." +
           t.key.columns[0] + " FROM " + t.name + "; END");
}

std::vector<std::string> values_of(sqlite_database& db, const std::vector<std::string>& queries) {
  std::vector<std::string> result;
  for (const std::string& query : queries) {
    std::string values;
    for (const std::string& value : db.texts(query)) values += value + ' ';
    result.push_back(values);
  }
  return result;
}

void remove_rows(sqlite_database& db) {
  db.on.run("PRAGMA foreign_keys = OFF");
  for (const auto& t : db.inspect().tables) db.on.run("DELETE FROM " + plinth::dialect::as_name(t.name));
  db.on.run("PRAGMA foreign_keys = ON");
}

/// Runs the steps. False where rows stood in the way: then nothing has changed, and it runs without them.
bool run_or_empty(sqlite_database& db, const std::vector<migrate::step>& steps) {
  const migrate::database before = db.inspect();
  try {
    db.run(steps);
    return true;
  } catch (const plinth::constraint_violation&) {
    CHECK(db.inspect().tables == before.tables);
    remove_rows(db);
    db.run(steps);
    return false;
  }
}

struct tally {
  std::size_t upgraded = 0;
  std::size_t refused_by_rows = 0;
  std::size_t rebuilt = 0;
};

void try_pair(std::uint32_t seed, tally& tried) {
  random_database random(seed);
  const migrate::database a = random.make();
  const migrate::database b = random.changed(a);
  INFO("seed " << seed << "\n" << shown(a) << "\nbecomes\n" << shown(b));

  sqlite_database db;
  db.become(a, everything);
  REQUIRE(content(db.inspect()) == content(a));
  const bool with_triggers = random.chance(3);
  if (with_triggers) add_triggers(db, a);
  fill(db, random, a);
  const migrate::database before = db.inspect();

  const migrate::difference found = migrate::compare(before, b, everything);
  const std::vector<migrate::step> up = migrate::sqlite::render(before, found.operations);
  std::string sql;
  for (const auto& s : up) sql += s.sql + ";\n";
  INFO(sql);
  tried.rebuilt += sql.find("DROP TABLE") != std::string::npos && sql.find("_plinth_new_") != std::string::npos ? 1 : 0;
  std::vector<std::string> queries_before;
  std::vector<std::string> queries_after;
  for (auto& [old_query, new_query] : kept_columns(before, b, &values_in_order)) {
    queries_before.push_back(old_query);
    queries_after.push_back(new_query);
  }
  const std::vector<std::string> values = values_of(db, queries_before);
  const bool with_rows = run_or_empty(db, up);
  ++(with_rows ? tried.upgraded : tried.refused_by_rows);

  const migrate::database after = db.inspect();
  CHECK(content(without_audit(after)).tables == content(b).tables);
  CHECK(migrate::compare(after, b, everything).operations.empty());
  if (with_rows) CHECK(values_of(db, queries_after) == values);
  if (with_triggers) {
    for (const auto& t : after.triggers)
      db.run("UPDATE " + t.table + " SET " + after.find(t.table)->key.columns[0] + " = " +
             after.find(t.table)->key.columns[0]);
    std::size_t kept = 0;
    for (const auto& t : b.tables) kept += a.find(t.renamed_from.empty() ? t.name : t.renamed_from) != nullptr ? 1 : 0;
    CHECK(after.triggers.size() == kept);
  }

  const std::vector<migrate::step> down = migrate::sqlite::render(after, migrate::reversed(found.operations));
  std::string down_sql;
  for (const auto& s : down) down_sql += s.sql + ";\n";
  INFO("back:\n" << down_sql);
  run_or_empty(db, down);
  CHECK(exact(db.inspect()) == exact(before));
}

}  // namespace

TEST_CASE("any database becomes any other and comes back, and what both have keeps its values", "[migrate]") {
  tally tried;
  const std::uint32_t pairs = pair_count();
  for (std::uint32_t seed = first_seed; seed < first_seed + pairs; ++seed) try_pair(seed, tried);
  CHECK(tried.upgraded > pairs / 2);  // most of them with their rows
  CHECK(tried.rebuilt > pairs / 3);
}
