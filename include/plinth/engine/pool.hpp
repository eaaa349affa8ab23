// SPDX-License-Identifier: MIT
#pragma once

// The connections of an engine: opened when they are needed, handed to one thread at a time, kept for the next.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

#include <plinth/driver/driver.hpp>
#include <plinth/engine/link.hpp>
#include <plinth/engine/options.hpp>

namespace plinth::detail {

/// Thread-safe.
class pool {
 public:
  pool(std::unique_ptr<driver::connector> connector, engine_options options);

  [[nodiscard]] const sql::dialect& dialect() const { return connector_->dialect(); }
  [[nodiscard]] std::unique_ptr<driver::connector> scratch() const { return connector_->scratch(); }
  [[nodiscard]] const engine_options& options() const noexcept { return options_; }

  /// The connection that was given back last, or a new one, or the first to be given back in the time allowed; then
  /// throws `pool_exhausted`. Opening a new one may take longer.
  [[nodiscard]] std::unique_ptr<link> take();

  /// A connection that was lost takes the idle ones with it: they were made to the same server.
  void give_back(std::unique_ptr<link> returned) noexcept;

  [[nodiscard]] pool_stats stats() const;

 private:
  /// Null means that the caller may open a connection, which is already counted.
  [[nodiscard]] std::unique_ptr<link> take_idle_or_right_to_open(std::chrono::steady_clock::time_point from);

  [[nodiscard]] std::unique_ptr<link> open();

  [[nodiscard]] bool is_fit(link& candidate) const noexcept;

  void forget_one() noexcept;

  void close_idle() noexcept;

  [[noreturn]] void refuse(std::chrono::steady_clock::duration waited) const;

  std::unique_ptr<driver::connector> connector_;
  engine_options options_;
  mutable std::mutex mutex_;
  std::condition_variable given_back_;
  std::unique_ptr<link> idle_;  ///< a list, the one given back last first
  std::size_t idle_count_ = 0;
  std::size_t existing_ = 0;  ///< idle or in use
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/pool.hpp>
#endif
