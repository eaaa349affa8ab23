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

namespace detail {

/// Sleeps before the call after the `attempt`-th.
void pause_after(int attempt, std::chrono::microseconds first_pause);

}  // namespace detail

/// Calls `work(session&)` with a session of its own and commits what it did. Where that ends in `serialization_failure`
/// or `lock_timeout`, everything is rolled back and `work` called again, from the second call on in a transaction that
/// takes the write lock at once. Any other error, and the last of these, goes through to the caller, rolled back. So
/// `work` must have no effects but those on the session, and returns what is to be returned.
template <class Work>
auto transact(engine& on, const Work& work, transact_options options = {}) {
  using result = std::invoke_result_t<const Work&, session&>;
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
    } catch (const serialization_failure&) {
      if (attempt >= options.attempts) throw;
    } catch (const lock_timeout&) {
      if (attempt >= options.attempts) throw;
    }
    options.session.begin = transaction_mode::write;
    detail::pause_after(attempt, options.first_pause);
  }
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/transact.hpp>
#endif
