// SPDX-License-Identifier: MIT
#pragma once

// What the pool keeps: a driver's connection, with the statements that are prepared on it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include <plinth/core/cell.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/cursor.hpp>
#include <plinth/engine/options.hpp>
#include <plinth/engine/statement_cache.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

/// One thread at a time.
class link {
 public:
  link(std::unique_ptr<driver::connection> driver, const engine_options& options);

  link(const link&) = delete;
  link& operator=(const link&) = delete;

  [[nodiscard]] driver::connection& driver() noexcept { return *driver_; }
  [[nodiscard]] plinth::observer* observer() const noexcept { return observer_; }
  [[nodiscard]] std::size_t kept_statements() const noexcept { return statements_.size(); }

  [[nodiscard]] cursor open(const statement_key& key, std::span<const cell> values, std::span<const kind> expected,
                            driver::fetch how);

  /// Rows changed.
  std::int64_t execute(const statement_key& key, std::span<const cell> values);

  /// For words about transactions, which are told to the observer in another way.
  void execute_quietly(const std::string& text);

  /// Closes what is open and brings the connection back to how it was opened. False where it must go.
  [[nodiscard]] bool reset() noexcept;

  std::chrono::steady_clock::time_point idle_since{};
  std::unique_ptr<link> next_idle;  ///< in the pool

 private:
  friend class runs_ahead;

  [[nodiscard]] cursor start(const statement_key& key, std::span<const cell> values, std::span<const kind> expected,
                             driver::fetch how, watch* watched);

  /// A statement whose namesake is in use (nested loops over the same query) serves one run and is not kept.
  [[nodiscard]] statement& prepare(const statement_key& key, bool namesake_in_use,
                                   std::unique_ptr<statement>& temporary);

  void note(watch& watched, statement& running, std::span<const cell> values) const;

  [[nodiscard]] cursor open_watched(const statement_key& key, std::span<const cell> values,
                                    std::span<const kind> expected, driver::fetch how);

  std::unique_ptr<driver::connection> driver_;
  plinth::observer* observer_;
  statement_cache statements_;
  cursor* first_open_ = nullptr;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/link.hpp>
#endif
