// SPDX-License-Identifier: MIT
#pragma once

// Runs of statements that are sent one behind the other, in libpq's pipeline mode: many of them are one round trip. The
// results are gathered when the first is asked for, or when somebody else wants to send.

#include <cstddef>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/driver/postgresql/channel.hpp>
#include <plinth/driver/postgresql/handles.hpp>

namespace plinth::postgresql::detail {

class runs_ahead final : private reading {
 public:
  explicit runs_ahead(channel& on) noexcept : on_(on) {}
  runs_ahead(const runs_ahead&) = delete;
  runs_ahead& operator=(const runs_ahead&) = delete;

  void send(const statement_call& call);

  /// The result of the run that was sent first and not asked for yet; null where the connection broke before it came.
  [[nodiscard]] result_handle next();

  void drop() noexcept;

 private:
  PLINTH_INLINE void take_rest() noexcept override;

  channel& on_;
  std::size_t on_the_way_ = 0;
  std::vector<result_handle> results_;
  std::size_t next_ = 0;  ///< of `results_`
};

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/runs_ahead.hpp>
#endif
