// SPDX-License-Identifier: MIT
#pragma once

// Prints what an engine sends to its database, as it sends it: for the examples of the tutorial.

#include <chrono>
#include <iostream>
#include <memory>

#include <plinth/plinth.hpp>

// [observer]
class sql_printer : public plinth::observer {
 public:
  void on_statement(const plinth::statement_event& event) noexcept override {
    std::cout << "  ";
    for (const char c : event.sql) std::cout << c << (c == '\n' ? "  " : "");
    if (event.failure) std::cout << "  -- failed: E" << event.failure->code();
    std::cout << '\n';
  }

  void on_transaction(const plinth::transaction_event& event) noexcept override {
    static constexpr const char* words[] = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ROLLBACK TO"};
    std::cout << "  " << words[static_cast<int>(event.step)];
    if (!event.savepoint.empty()) std::cout << ' ' << event.savepoint;
    std::cout << '\n';
  }
};
// [/observer]

/// Options for an engine that prints its statements.
inline plinth::engine_options printing() { return {.observer = std::make_shared<sql_printer>()}; }

/// A line above the statements of one step.
inline void step(const char* what) { std::cout << what << '\n'; }
