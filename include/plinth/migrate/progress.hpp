// SPDX-License-Identifier: MIT
#pragma once

// Shows on a terminal what a run is doing: each revision, and statements that take long.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>

#include <plinth/migrate/runner.hpp>

namespace plinth::migrate {

/// Give `[&](const run_event& e) { shown.take(e); }` to `run_options::observer`. Lines about revisions go to `out`; how
/// long the statement that is running has been at it goes to `err`, once a second, where that is a terminal, and in one
/// line of it.
class progress {
 public:
  progress(std::ostream& out, std::ostream& err, bool err_is_terminal, std::size_t columns = 80);
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress();

  void take(const run_event& event);

 private:
  void watch();
  void show_running();
  void clear_line();

  std::ostream& out_;
  std::ostream& err_;
  std::size_t columns_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
  bool shown_ = false;  ///< a line on the terminal is to be cleared
  std::string running_;
  std::chrono::steady_clock::time_point since_{};
  std::thread watcher_;  ///< last: it uses the others
};

/// The beginning of the text that fits these columns, a character of several bytes being one; what cannot be printed
/// becomes a blank.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/progress.hpp>
#endif
