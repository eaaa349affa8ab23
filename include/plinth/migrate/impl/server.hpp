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

namespace postgresql {

/// The same of PostgreSQL.
[[nodiscard]] PLINTH_INLINE const migrate::server& known_server();

}  // namespace postgresql

PLINTH_INLINE const server& server_named(std::string_view name) {
  for (const server* known : {&sqlite::known_server(), &postgresql::known_server()})
    if (name == known->name()) return *known;
  throw migration_error(5209,
                        joined({"migrations do not know the server \"", name, "\"; they know sqlite and postgresql"}));
}

PLINTH_INLINE const server& server_of(const engine& on) { return server_named(on.dialect().name()); }

}  // namespace plinth::migrate

#include <plinth/migrate/postgresql/server.hpp>
#include <plinth/migrate/sqlite/server.hpp>
