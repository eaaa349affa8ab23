// SPDX-License-Identifier: MIT
#pragma once

// What a URL says about a PostgreSQL database: all that libpq takes, and what plinth adds.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::postgresql {

/// What stands between the program and the server.
enum class pooler : std::uint8_t {
  none,         ///< nothing that gives the server's connections to others meanwhile
  transaction,  ///< pooler=transaction: each transaction may meet another server process, so nothing is kept there
};

struct settings {
  /// Keywords and values of libpq: host, port, user, password, dbname, sslmode ... What is not named comes from libpq's
  /// environment variables, service file and password file, as for every program that uses it.
  std::vector<std::pair<std::string, std::string>> parameters;

  postgresql::pooler pooler = pooler::none;

  /// Milliseconds after which the server stops a statement, or a wait for a lock; 0 for never.
  std::int64_t statement_timeout_ms = 0;
  std::int64_t lock_timeout_ms = 0;

  /// The password that the parameters have, for leaving it out of messages.
  [[nodiscard]] std::string_view password() const noexcept;
};

/// What `where` says: `postgresql://user:password@host:port/database?name=value`. Several hosts stand with commas
/// between them, a folder of a unix socket as `?host=/folder`. Throws `connection_error` (E2003) for an option that
/// neither libpq nor plinth has.
[[nodiscard]] settings settings_of(const url& where);

}  // namespace plinth::postgresql

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/settings.hpp>
#endif
