// SPDX-License-Identifier: MIT
#pragma once

// The thread-safe door to one database: URL, dialect, connection pool.

#include <atomic>
#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/driver/driver.hpp>
#include <plinth/driver/drivers.hpp>
#include <plinth/driver/url.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/options.hpp>

namespace plinth {

/// Makes no connection before the first is asked for. An ordinary class: what takes an `engine&` includes no driver.
/// Threads may use one engine at once; each takes connections of its own.
class engine {
 public:
  /// An engine for the database at `url`, with the driver for its scheme out of those whose header
  /// (<plinth/sqlite.hpp>) is included *here*. Throws `connection_error` where none of them is meant.
  ///
  /// The template arguments are found by themselves, see docs/decisions/engine-drivers.md.
  template <std::convertible_to<std::string_view> Text, class Sqlite = driver::found<driver::scheme::sqlite, Text>,
            class Postgresql = driver::found<driver::scheme::postgresql, Text>,
            class Mariadb = driver::found<driver::scheme::mariadb, Text>>
  explicit engine(const Text& url, engine_options options = {})
      : engine(driver::connector_for<Sqlite, Postgresql, Mariadb>(plinth::url(url)), std::move(options)) {}

  /// An engine on a driver of one's own.
  explicit engine(std::unique_ptr<driver::connector> connector, engine_options options = {});

  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  /// A connection of the pool. Waits where all are in use, and throws `pool_exhausted` when that takes too long.
  [[nodiscard]] connection connect();

  [[nodiscard]] const sql::dialect& dialect() const;
  [[nodiscard]] const engine_options& options() const noexcept;

  /// An engine for an empty database of the same kind, which goes with it; null where the server has none to give.
  [[nodiscard]] std::unique_ptr<engine> scratch() const;

  /// A number for a session, by which messages tell it from others of this engine: 1, 2, …
  [[nodiscard]] std::uint64_t number_session() noexcept {
    return sessions_.fetch_add(1, std::memory_order_relaxed) + 1;
  }

  /// How many connections are in use and idle at this moment.
  [[nodiscard]] pool_stats stats() const;

 private:
  std::shared_ptr<detail::pool> pool_;
  std::atomic<std::uint64_t> sessions_{0};
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/engine.hpp>
#endif
