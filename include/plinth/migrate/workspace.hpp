// SPDX-License-Identifier: MIT
#pragma once

// What the commands work on: an application's models, its functions, its drivers, and its settings.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/drivers.hpp>
#include <plinth/driver/url.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/migrate/data_migration.hpp>
#include <plinth/migrate/revision.hpp>
#include <plinth/migrate/settings.hpp>

namespace plinth::migrate {

struct workspace {
  std::span<const catalog::table* const> tables{};
  std::function<std::unique_ptr<driver::connector>(const url&)> connect{};
  named_functions functions{};
  migrate::settings settings{};

  /// The engine for the settings' URL. Throws `migration_error` where there is none.
  [[nodiscard]] std::unique_ptr<engine> open() const;

  [[nodiscard]] std::vector<revision> revisions() const;
};

/// A workspace for this application, with the drivers whose headers are included where it is called.
template <class Metadata, class Sqlite = driver::found<driver::scheme::sqlite, Metadata>,
          class Postgresql = driver::found<driver::scheme::postgresql, Metadata>,
          class Mariadb = driver::found<driver::scheme::mariadb, Metadata>>
[[nodiscard]] workspace workspace_for(migrate::settings settings = {}, named_functions functions = {}) {
  return {.tables = Metadata::tables,
          .connect = [](const url& where) { return driver::connector_for<Sqlite, Postgresql, Mariadb>(where); },
          .functions = std::move(functions),
          .settings = std::move(settings)};
}

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/workspace.hpp>
#endif
