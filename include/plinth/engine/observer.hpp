// SPDX-License-Identifier: MIT
#pragma once

// What an engine tells about its work: for logs, metrics, and tests that assert on the statements.

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>

namespace plinth {

/// One run of a statement, told at its end. Nothing in it outlives the call.
struct statement_event {
  std::string_view sql{};
  std::chrono::nanoseconds duration{};     ///< time in the driver, without what the caller did between two rows
  std::int64_t rows = 0;                   ///< handed out, or changed where there is no result
  const plinth::error* failure = nullptr;  ///< what it threw, if it did
  bool prepared = false;                   ///< whether this run had to prepare the statement first
  std::span<const cell> values{};          ///< empty unless `observes_values` says otherwise
};

enum class transaction_step : std::uint8_t { begin, commit, rollback, savepoint, release, rollback_to };

/// One step of a transaction that succeeded; one that fails is seen by whoever called.
struct transaction_event {
  transaction_step step = transaction_step::begin;
  std::string_view savepoint{};  ///< its name, where the step has one
  std::chrono::nanoseconds duration{};
};

/// Derive from this and give it to `engine_options`. Several threads call it at once, each while it holds a connection:
/// do not use the engine from here.
class observer {
 public:
  virtual ~observer() = default;

  virtual void on_connect(std::chrono::nanoseconds) noexcept {}
  virtual void on_statement(const statement_event&) noexcept {}
  virtual void on_transaction(const transaction_event&) noexcept {}

  /// Whether events carry the values, which may be secrets.
  [[nodiscard]] virtual bool observes_values() const noexcept { return false; }
};

}  // namespace plinth
