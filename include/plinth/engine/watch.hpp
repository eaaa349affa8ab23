// SPDX-License-Identifier: MIT
#pragma once

// The run of a statement while an observer watches it.

#include <chrono>

#include <plinth/core/error.hpp>
#include <plinth/engine/observer.hpp>

namespace plinth::detail {

/// What an observer will be told at the end of a run.
struct watch {
  plinth::observer* observer;
  statement_event event;

  /// Adds the time that `work` takes to the event.
  template <class Work>
  auto timed(const Work& work) {
    struct stopwatch {
      std::chrono::nanoseconds& sum;
      std::chrono::steady_clock::time_point from = std::chrono::steady_clock::now();
      ~stopwatch() { sum += std::chrono::steady_clock::now() - from; }
    } running{event.duration};
    return work();
  }

  void tell(const error* failure) noexcept {
    event.failure = failure;
    observer->on_statement(event);
  }
};

}  // namespace plinth::detail
