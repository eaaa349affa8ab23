// SPDX-License-Identifier: MIT
#pragma once

// Runs a function as one transaction, and again where another transaction came first.

#include <chrono>
#include <type_traits>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/session/session.hpp>

namespace plinth {

struct transact_options {
  /// How often the function is called at most.
  int attempts = 10;

  /// The pause before the second call; each further one is twice as long.
  std::chrono::microseconds first_pause{500};

  session_options session{};
};

/// A call of `transact`'s function that another transaction came before, and that is going to be repeated.
struct failed_attempt {
  int number;                       ///< of the call, from 1 on
  const error& failure;             ///< `serialization_failure` or `lock_timeout`
  std::chrono::microseconds pause;  ///< before the next call
};

namespace detail {

/// How long to wait before the call after the `attempt`-th.
[[nodiscard]] std::chrono::microseconds pause_after(int attempt, std::chrono::microseconds first_pause);

void sleep_for(std::chrono::microseconds pause);

struct tell_nobody {
  void operator()(const failed_attempt&) const noexcept {}
};

}  // namespace detail

/// Calls `work(session&)` with a session of its own and commits what it did. Where that ends in `serialization_failure`
/// or `lock_timeout`, everything is rolled back and `work` called again, from the second call on in a transaction that
/// takes the write lock at once. Any other error, and the last of these, goes through to the caller, rolled back. So
/// `work` must have no effects but those on the session, and returns what is to be returned. `report` is called with
/// each `failed_attempt`, between its rollback and the pause; what it throws ends the matter.
template <class Work, class Report = detail::tell_nobody>
auto transact(engine& on, const Work& work, transact_options options = {}, const Report& report = {}) {
  using result = std::invoke_result_t<const Work&, session&>;
  const auto settle = [&](int attempt, const error& failure) {
    options.session.begin = transaction_mode::write;
    const auto pause = detail::pause_after(attempt, options.first_pause);
    report(failed_attempt{attempt, failure, pause});
    detail::sleep_for(pause);
  };
  for (int attempt = 1;; ++attempt) {
    try {
      session unit(on, options.session);
      if constexpr (std::is_void_v<result>) {
        work(unit);
        unit.commit();
        return;
      } else {
        result value = work(unit);
        unit.commit();
        return value;
      }
    } catch (const serialization_failure& e) {
      if (attempt >= options.attempts) throw;
      settle(attempt, e);
    } catch (const lock_timeout& e) {
      if (attempt >= options.attempts) throw;
      settle(attempt, e);
    }
  }
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/transact.hpp>
#endif
