// SPDX-License-Identifier: MIT
#pragma once

// Writes down what an engine does, so that a test can compare it.

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <plinth/engine/observer.hpp>

#include "support/cells.hpp"

namespace plinth_test {

/// Give it to `engine_options::observer` and ask it afterwards.
class recording_observer : public plinth::observer {
 public:
  explicit recording_observer(bool values = false) : values_(values) {}

  void on_connect(std::chrono::nanoseconds) noexcept override {
    const std::lock_guard lock(mutex_);
    ++connects_;
  }

  void on_statement(const plinth::statement_event& event) noexcept override {
    const std::lock_guard lock(mutex_);
    std::string line(event.sql);
    for (const plinth::cell& value : event.values) line += " | " + shown(value);
    if (event.failure != nullptr) line += " failed: E" + std::to_string(event.failure->code());
    statements_.push_back(std::move(line));
    rows_.push_back(event.rows);
    prepared_ += event.prepared ? 1 : 0;
    took_time_ = took_time_ && event.duration.count() > 0;
  }

  void on_transaction(const plinth::transaction_event& event) noexcept override {
    static constexpr const char* words[] = {"begin", "commit", "rollback", "savepoint", "release", "rollback to"};
    const std::lock_guard lock(mutex_);
    std::string line = words[static_cast<std::size_t>(event.step)];
    if (!event.savepoint.empty()) line += " " + std::string(event.savepoint);
    statements_.push_back(std::move(line));
    rows_.push_back(0);
  }

  [[nodiscard]] bool observes_values() const noexcept override { return values_; }

  /// Statements and steps of transactions, in order. Forgets them.
  [[nodiscard]] std::vector<std::string> take() {
    const std::lock_guard lock(mutex_);
    rows_.clear();
    return std::exchange(statements_, {});
  }

  [[nodiscard]] std::vector<std::int64_t> rows() const {
    const std::lock_guard lock(mutex_);
    return rows_;
  }

  [[nodiscard]] std::size_t connects() const {
    const std::lock_guard lock(mutex_);
    return connects_;
  }

  /// How often a statement was prepared.
  [[nodiscard]] std::size_t prepared() const {
    const std::lock_guard lock(mutex_);
    return prepared_;
  }

  [[nodiscard]] bool took_time() const {
    const std::lock_guard lock(mutex_);
    return took_time_;
  }

 private:
  mutable std::mutex mutex_;
  bool values_;
  bool took_time_ = true;
  std::size_t connects_ = 0;
  std::size_t prepared_ = 0;
  std::vector<std::string> statements_;
  std::vector<std::int64_t> rows_;
};

}  // namespace plinth_test
