// SPDX-License-Identifier: MIT
#pragma once

// Hears every statement and step of a transaction of an engine, for tests that assert on them.

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/engine/engine.hpp>

#include "support/backend.hpp"

namespace plinth_test {

/// A statement as tests write it down for all servers: placeholders are question marks, and RETURNING does not name the
/// generated key "id", which only some servers have to be asked for.
[[nodiscard]] inline std::string as_on_every_server(std::string_view sql) {
  std::string text;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const bool numbered = sql[i] == '$' && i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9';
    text += numbered ? '?' : sql[i];
    while (numbered && i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9') ++i;
  }
  if (has(capability::reports_keys)) return text;
  constexpr std::string_view returning = " RETURNING \"id\"";
  const std::size_t at = text.rfind(returning);
  if (at == std::string::npos) return text;
  const bool alone = at + returning.size() == text.size();
  return text.erase(alone ? at : at + 11, alone ? std::string::npos : returning.size() - 11 + 2);
}

class recorder : public plinth::observer {
 public:
  void on_statement(const plinth::statement_event& event) noexcept override {
    if (!event.failure) note(as_on_every_server(event.sql));
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

/// A database of its own with the tables of `Metadata`, that tells what is done to it.
template <class Metadata>
struct database {
  test_database here;
  std::shared_ptr<recorder> log = std::make_shared<recorder>();
  plinth::engine engine;

  explicit database(test_database::where kept = test_database::where::memory)
      : here(kept), engine(here.connector(), with(log)) {
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
