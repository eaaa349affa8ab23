// SPDX-License-Identifier: MIT
#pragma once

// What the pool keeps: a driver's connection, with the statements that are prepared on it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

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
  link(std::unique_ptr<driver::connection> driver, const engine_options& options)
      : driver_(std::move(driver)), observer_(options.observer.get()), statements_(options.kept_statements) {}

  link(const link&) = delete;
  link& operator=(const link&) = delete;

  [[nodiscard]] driver::connection& driver() noexcept { return *driver_; }
  [[nodiscard]] plinth::observer* observer() const noexcept { return observer_; }
  [[nodiscard]] std::size_t kept_statements() const noexcept { return statements_.size(); }

  [[nodiscard]] cursor open(const statement_key& key, std::span<const cell> values, std::span<const kind> expected) {
    if (observer_ != nullptr) [[unlikely]]
      return open_watched(key, values, expected);
    return start(key, values, expected, nullptr);
  }

  /// Rows changed.
  std::int64_t execute(const statement_key& key, std::span<const cell> values) { return open(key, values, {}).run(); }

  /// For words about transactions, which are told to the observer in another way.
  void execute_quietly(const std::string& text) { start({{}, text}, {}, {}, nullptr).run(); }

  /// Closes what is open and brings the connection back to how it was opened. False where it must go.
  [[nodiscard]] bool reset() noexcept {
    while (first_open_ != nullptr) {
      first_open_->cut_short_ = true;
      first_open_->finish();
    }
    return driver_->reset();
  }

  std::chrono::steady_clock::time_point idle_since{};
  std::unique_ptr<link> next_idle;  ///< in the pool

 private:
  [[nodiscard]] cursor start(const statement_key& key, std::span<const cell> values, std::span<const kind> expected,
                             watch* watched) {
    std::unique_ptr<statement> temporary;
    statement* found = statements_.find(key);
    if (found == nullptr || found->in_use) [[unlikely]] {
      if (watched != nullptr) watched->event.prepared = true;
      found = &prepare(key, found != nullptr, temporary);
    }
    if (watched != nullptr) [[unlikely]]
      note(*watched, *found, values);
    found->prepared->start(values, expected);
    const std::size_t columns = expected.empty() ? found->prepared->columns() : expected.size();
    if (found->row.size() != columns) found->row.resize(columns);
    return cursor(first_open_, *found, std::move(temporary));
  }

  /// A statement whose namesake is in use (nested loops over the same query) serves one run and is not kept.
  [[nodiscard]] statement& prepare(const statement_key& key, bool namesake_in_use,
                                   std::unique_ptr<statement>& temporary) {
    auto made = std::make_unique<statement>();
    made->text = key.shape.empty() ? std::string(key.text) : sql::render(key.shape, driver_->dialect());
    made->shape.assign(key.shape.begin(), key.shape.end());
    made->prepared = driver_->prepare(made->text);
    statement& result = *made;
    temporary = namesake_in_use ? std::move(made) : statements_.insert(std::move(made));
    return result;
  }

  void note(watch& watched, statement& running, std::span<const cell> values) const {
    watched.event.sql = running.text;
    if (!observer_->observes_values()) return;
    running.observed_values.assign(values.begin(), values.end());
    watched.event.values = running.observed_values;
  }

  [[nodiscard]] cursor open_watched(const statement_key& key, std::span<const cell> values,
                                    std::span<const kind> expected) {
    auto watched = std::make_unique<watch>(watch{observer_, {.sql = key.text}});
    try {
      cursor result = watched->timed([&] { return start(key, values, expected, watched.get()); });
      result.watch_ = std::move(watched);
      return result;
    } catch (const error& failure) {
      watched->tell(&failure);
      throw;
    }
  }

  std::unique_ptr<driver::connection> driver_;
  plinth::observer* observer_;
  statement_cache statements_;
  cursor* first_open_ = nullptr;
};

}  // namespace plinth::detail
