// SPDX-License-Identifier: MIT
// Pairs of random databases on PostgreSQL: the first becomes the second and the first again.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

#include <plinth/dialect/ddl.hpp>
#include <plinth/migrate/database_text.hpp>
#include <plinth/migrate/operation.hpp>
#include <plinth/migrate/postgresql/text.hpp>
#include <plinth/migrate/type_change.hpp>

#include "migrate/postgresql_database.hpp"
#include "migrate/random_database.hpp"
#include "migrate/random_rows.hpp"

namespace migrate = plinth::migrate;
using plinth_test::kept_columns;
using plinth_test::postgresql_database;
using plinth_test::random_database;
using plinth_test::random_row;

namespace {

constexpr std::uint32_t first_seed = 20'240'601;

/// PLINTH_TEST_MIGRATION_PAIRS raises it.
std::size_t pairs() {
  const char* said = std::getenv("PLINTH_TEST_MIGRATION_PAIRS");
  return said != nullptr ? std::stoul(said) : 40;
}

/// All that it has, in one form. What the server writes into triggers after renames is its own matter.
std::string text_of(const migrate::database& d) {
  migrate::database result = migrate::normalised(d);
  for (auto& t : result.triggers) t.sql.clear();
  return migrate::as_json(result);
}

std::string shown(const migrate::database& d) {
  std::string text;
  for (const auto& t : d.tables) {
    text += migrate::postgresql::detail::written([&](auto& out) { plinth::dialect::create_table(out, t); }) + "\n";
    for (const auto& i : t.indexes)
      text += migrate::postgresql::detail::written([&](auto& out) { plinth::dialect::create_index(out, t, i); }) + "\n";
  }
  return text;
}

std::string shown(const std::vector<migrate::step>& steps) {
  std::string sql;
  for (const auto& s : steps) sql += s.sql + ";\n";
  return sql;
}

void fill(postgresql_database& db, random_database& random, const migrate::database& d) {
  const auto keys_of = [&](const std::string& column, const std::string& table) {
    return db.texts("SELECT quote_literal(" + column + ") FROM " + table);
  };
  for (std::size_t row = 0; row < 4; ++row)
    for (const auto& t : d.tables) {
      try {
        db.on.run("INSERT INTO " + random_row(random, t, keys_of));
      } catch (const plinth::constraint_violation&) {
        // Another row has this value; there are enough of them.
      }
    }
}

std::string values_in_order(const std::string& column, const std::string& table) {
  return "SELECT coalesce(" + plinth::dialect::as_name(column) + "::text, 'NULL') FROM " + table + " ORDER BY 1";
}

std::vector<std::string> values_of(postgresql_database& db, const std::vector<std::string>& queries) {
  std::vector<std::string> result;
  for (const std::string& query : queries) {
    std::string values;
    for (const std::string& value : db.texts(query)) values += value + ' ';
    result.push_back(values);
  }
  return result;
}

/// Runs the steps. False where values stood in the way: then nothing has changed, and it runs without rows.
bool run_or_empty(postgresql_database& db, const std::vector<migrate::step>& steps) {
  const migrate::database before = db.inspect();
  try {
    db.run(steps);
    return true;
  } catch (const plinth::error& e) {
    INFO(e.what());
    CHECK(db.inspect().tables == before.tables);
    std::string all;
    for (const auto& t : before.tables) all += (all.empty() ? "" : ", ") + plinth::dialect::as_name(t.name);
    if (!all.empty()) db.run("TRUNCATE " + all);
    db.run(steps);
    return false;
  }
}

void add_triggers(postgresql_database& db, const migrate::database& d) {
  db.run("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$");
  for (const auto& t : d.tables)
    db.run("CREATE TRIGGER after_" + t.name + " AFTER UPDATE ON " + t.name +
           " FOR EACH ROW EXECUTE FUNCTION nothing()");
}

bool try_pair(std::uint32_t seed) {
  random_database random(seed, false);
  const migrate::database said_first = random.make();
  const migrate::database said_then = random.changed(said_first);
  INFO("seed " << seed << "\n" << shown(said_first) << "\nbecomes\n" << shown(said_then));

  postgresql_database db;
  const migrate::database a = db.expected(said_first);
  const migrate::database b = db.expected(said_then);
  db.become(a);
  REQUIRE(text_of(db.inspect()) == text_of(a));
  const bool with_triggers = random.chance(3);
  if (with_triggers) add_triggers(db, a);
  fill(db, random, said_first);
  const migrate::database before = db.inspect();

  const migrate::difference found = migrate::compare(before, b, db.options());
  const std::vector<migrate::step> up = migrate::postgresql::render(before, found.operations);
  INFO(shown(up));
  std::vector<std::string> queries_before;
  std::vector<std::string> queries_after;
  for (auto& [old_query, new_query] : kept_columns(before, b, &values_in_order)) {
    queries_before.push_back(old_query);
    queries_after.push_back(new_query);
  }
  const std::vector<std::string> values = values_of(db, queries_before);
  const bool with_rows = run_or_empty(db, up);

  const migrate::database after = db.inspect();
  CHECK(migrate::normalised(after).tables.size() == b.tables.size());
  for (const migrate::operation& op : migrate::compare(after, b, db.options()).operations)
    FAIL_CHECK("still to do: " << migrate::describe(op));
  if (with_rows) CHECK(values_of(db, queries_after) == values);
  if (with_triggers) {
    std::size_t kept = 0;
    for (const auto& t : b.tables) kept += a.find(t.renamed_from.empty() ? t.name : t.renamed_from) != nullptr ? 1 : 0;
    CHECK(after.triggers.size() == kept);
  }

  const std::vector<migrate::step> down = migrate::postgresql::render(after, migrate::reversed(found.operations));
  INFO("back:\n" << shown(down));
  run_or_empty(db, down);
  CHECK(text_of(db.inspect()) == text_of(before));
  return with_rows;
}

}  // namespace

TEST_CASE("on PostgreSQL, any database becomes any other and comes back, and what both have keeps its values",
          "[migrate][postgresql]") {
  std::size_t with_rows = 0;
  for (std::uint32_t seed = first_seed; seed < first_seed + pairs(); ++seed) with_rows += try_pair(seed) ? 1 : 0;
  CHECK(with_rows > pairs() / 2);
}
