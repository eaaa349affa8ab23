// SPDX-License-Identifier: MIT
#pragma once

// A schema of its own on PostgreSQL for tests of migrations: what it has, and steps run on it.

#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/migrate/compare.hpp>
#include <plinth/migrate/postgresql/inspect.hpp>
#include <plinth/migrate/postgresql/render.hpp>
#include <plinth/migrate/rows.hpp>
#include <plinth/migrate/server.hpp>

#include "support/backend.hpp"

namespace plinth_test {

namespace migrate = plinth::migrate;

struct postgresql_database {
  test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection on{engine.connect()};

  void run(std::string_view script) { on.run(script); }
  [[nodiscard]] migrate::database inspect() { return migrate::postgresql::inspect(on); }

  [[nodiscard]] std::vector<std::string> texts(std::string_view query) { return migrate::texts_of(on, query); }

  [[nodiscard]] migrate::compare_options options(bool drop_unknown_tables = true) const {
    migrate::compare_options result = migrate::server_named("postgresql").abilities();
    result.drop_unknown_tables = drop_unknown_tables;
    return result;
  }

  /// What the server makes of these tables, with their old names.
  [[nodiscard]] migrate::database expected(const migrate::database& said) {
    migrate::database result = migrate::postgresql::expected(on, said.tables);
    for (std::size_t i = 0; i < said.tables.size(); ++i) {
      result.tables[i].renamed_from = said.tables[i].renamed_from;
      for (auto& c : result.tables[i].columns)
        c.renamed_from = migrate::find_column(said.tables[i], c.name, said.rules)->renamed_from;
    }
    return result;
  }

  /// Runs the steps in one transaction.
  void run(const std::vector<migrate::step>& steps) {
    on.begin(plinth::transaction_mode::write);
    try {
      for (const migrate::step& s : steps) on.run(s.sql);
      on.commit();
    } catch (...) {
      on.rollback();
      throw;
    }
  }

  std::vector<migrate::operation> become(const migrate::database& wanted) {
    const migrate::database before = inspect();
    const migrate::difference found = migrate::compare(before, wanted, options());
    run(migrate::postgresql::render(before, found.operations));
    return found.operations;
  }
};

}  // namespace plinth_test
