// SPDX-License-Identifier: MIT
#pragma once

// The database of a test of migrations, on the server that this run is for.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/dialect/sql_text.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/rows.hpp>
#include <plinth/migrate/server.hpp>

#include "support/backend.hpp"

namespace plinth_test {

namespace migrate = plinth::migrate;

/// The rows of a query, their values with | between them.
[[nodiscard]] inline std::vector<std::string> lines_of(plinth::connection& on, std::string_view query) {
  std::vector<std::string> result;
  for (const auto& row : migrate::rows_of(on, query)) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += (i == 0 ? "" : "|") + row[i];
    result.push_back(line);
  }
  return result;
}

struct server_database {
  plinth::engine engine;
  plinth::connection on;

  explicit server_database(const test_database& here) : engine(here.connector()), on(engine.connect()) {}

  void run(std::string_view script) { on.run(script); }

  /// The first column of all rows.
  [[nodiscard]] std::vector<std::string> texts(std::string_view query) { return migrate::texts_of(on, query); }

  [[nodiscard]] std::vector<std::string> rows(std::string_view query) { return lines_of(on, query); }

  [[nodiscard]] const migrate::server& server() const { return migrate::server_of(engine); }
  [[nodiscard]] migrate::database inspect() { return server().inspect(on); }

  /// What it has beside the version table, in one form: a server may quote names in triggers and views anew.
  [[nodiscard]] migrate::database catalog() {
    migrate::database d = migrate::normalised(inspect());
    for (auto& t : d.triggers) t.sql = plinth::dialect::normal_form(t.sql, d.rules);
    for (auto& v : d.views) v.sql = plinth::dialect::normal_form(v.sql, d.rules);
    std::erase_if(d.tables, [](const auto& t) { return t.name == "plinth_version"; });
    return d;
  }

  /// The names of its tables in their order.
  [[nodiscard]] std::vector<std::string> tables() {
    std::vector<std::string> result;
    for (const auto& t : inspect().tables) result.push_back(t.name);
    std::sort(result.begin(), result.end());
    return result;
  }
};

}  // namespace plinth_test
