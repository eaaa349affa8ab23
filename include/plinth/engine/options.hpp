// SPDX-License-Identifier: MIT
#pragma once

// What can be chosen about an engine.

#include <chrono>
#include <cstddef>
#include <memory>

#include <plinth/driver/driver.hpp>
#include <plinth/engine/observer.hpp>
#include <plinth/fwd.hpp>

namespace plinth {

struct pool_options {
  /// Connections are opened when they are needed, and kept.
  std::size_t max_connections = 8;

  /// How long a caller waits for a connection before `pool_exhausted` is thrown.
  std::chrono::milliseconds wait_at_most{5'000};

  /// A connection that lay idle for longer is asked whether its server still answers before it is handed out.
  std::chrono::milliseconds check_after_idle{10'000};
};

struct engine_options {
  pool_options pool{};

  /// Prepared statements that each connection keeps; the least recently used one makes room for a new one.
  std::size_t kept_statements = 256;

  /// Of all transactions that do not say it themselves.
  driver::isolation isolation = driver::isolation::by_default;

  std::shared_ptr<plinth::observer> observer{};

  /// What the engine's sessions call as they write and read objects (session/hooks.hpp).
  std::shared_ptr<const plinth::hooks> hooks{};
};

struct pool_stats {
  std::size_t most = 0;
  std::size_t in_use = 0;
  std::size_t idle = 0;
};

}  // namespace plinth
