// SPDX-License-Identifier: MIT
#pragma once

// A SQLite database for tests of migrations: what it has, and steps run on it.

#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/migrate/compare.hpp>
#include <plinth/migrate/rows.hpp>
#include <plinth/migrate/sqlite/inspect.hpp>
#include <plinth/migrate/sqlite/render.hpp>
#include <plinth/sqlite.hpp>

namespace plinth_test {

namespace migrate = plinth::migrate;

/// In memory, unless a URL says otherwise.
struct sqlite_database {
  plinth::engine engine;
  plinth::connection on;

  explicit sqlite_database(const std::string& url = "sqlite://") : engine(url), on(engine.connect()) {}

  void run(std::string_view script) { on.run(script); }
  [[nodiscard]] migrate::database inspect() { return migrate::sqlite::inspect(on); }

  /// The first column of all rows.
  [[nodiscard]] std::vector<std::string> texts(std::string_view query) { return migrate::texts_of(on, query); }

  /// All rows, their values with | between them.
  [[nodiscard]] std::vector<std::string> rows(std::string_view query) {
    std::vector<std::string> result;
    for (const auto& row : migrate::rows_of(on, query)) {
      std::string line;
      for (const std::string& value : row) line += (line.empty() ? "" : "|") + value;
      result.push_back(line);
    }
    return result;
  }

  /// Runs the steps as a revision is run: without foreign keys, in one transaction that fails where a row points to
  /// none afterwards.
  void run(const std::vector<migrate::step>& steps) {
    on.run("PRAGMA foreign_keys = OFF");
    on.begin(plinth::transaction_mode::write);
    try {
      for (const migrate::step& s : steps) on.run(s.sql);
      if (!texts("PRAGMA foreign_key_check").empty())
        throw plinth::foreign_key_violation(2204, "a row points to none", "", {});
      on.commit();
    } catch (...) {
      on.rollback();
      on.run("PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON");
      throw;
    }
    on.run("PRAGMA foreign_keys = ON");
  }

  /// Makes it what `wanted` says. Returns what was done.
  std::vector<migrate::operation> become(const migrate::database& wanted, const migrate::compare_options& options) {
    const migrate::database before = inspect();
    const migrate::difference found = migrate::compare(before, wanted, options);
    run(migrate::sqlite::render(before, found.operations));
    return found.operations;
  }
};

/// The texts of the steps.
[[nodiscard]] inline std::vector<std::string> sql_of(const std::vector<migrate::step>& steps) {
  std::vector<std::string> result;
  for (const migrate::step& s : steps) result.push_back(s.sql);
  return result;
}

}  // namespace plinth_test
