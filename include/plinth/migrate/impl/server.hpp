// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/server.hpp>

#include <string_view>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>

namespace plinth::migrate {

namespace sqlite {

/// What migrations know of SQLite; its class needs the one above first.
[[nodiscard]] PLINTH_INLINE const migrate::server& known_server();

}  // namespace sqlite

PLINTH_INLINE const server& server_named(std::string_view name) {
  const server& on_sqlite = sqlite::known_server();
  if (name == on_sqlite.name()) return on_sqlite;
  throw migration_error(5209, joined({"migrations do not know the server \"", name, "\"; they know sqlite"}));
}

PLINTH_INLINE const server& server_of(const engine& on) { return server_named(on.dialect().name()); }

}  // namespace plinth::migrate

#include <plinth/migrate/sqlite/server.hpp>
