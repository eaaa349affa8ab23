// SPDX-License-Identifier: MIT
#pragma once

// Hears every statement and step of a transaction of an engine, for tests that assert on them.

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <plinth/engine/engine.hpp>

namespace plinth_test {

class recorder : public plinth::observer {
 public:
  void on_statement(const plinth::statement_event& event) noexcept override {
    if (!event.failure) note(std::string(event.sql));
  }
  void on_transaction(const plinth::transaction_event& event) noexcept override {
    constexpr const char* words[] = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ROLLBACK TO"};
    note(words[static_cast<std::size_t>(event.step)]);
  }

  /// What was heard since the last call.
  [[nodiscard]] std::vector<std::string> taken() {
    const std::lock_guard lock(mutex_);
    return std::exchange(heard_, {});
  }

 private:
  void note(std::string text) {
    const std::lock_guard lock(mutex_);
    heard_.push_back(std::move(text));
  }

  std::mutex mutex_;
  std::vector<std::string> heard_;
};

using statements = std::vector<std::string>;

/// A database of its own in memory, with the tables of `Metadata`, that tells what is done to it.
template <class Metadata>
struct database {
  std::shared_ptr<recorder> log = std::make_shared<recorder>();
  plinth::engine engine;

  explicit database(const std::string& url = "sqlite://") : engine(url, with(log)) {
    Metadata::create_all(engine);
    static_cast<void>(log->taken());
  }

  static plinth::engine_options with(std::shared_ptr<recorder> log) {
    plinth::engine_options options;
    options.observer = std::move(log);
    return options;
  }
};

}  // namespace plinth_test
