// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/postgresql/runs_ahead.hpp>

#include <utility>

namespace plinth::postgresql::detail {

PLINTH_INLINE void runs_ahead::send(const statement_call& call) {
  on_.send_ahead(*this, call);
  ++on_the_way_;
}

PLINTH_INLINE void runs_ahead::take_rest() noexcept { on_.gather(std::exchange(on_the_way_, 0), results_); }

PLINTH_INLINE result_handle runs_ahead::next() {
  if (next_ == results_.size()) {
    results_.clear();
    next_ = 0;
    if (on_the_way_ > 0) on_.settle();
  }
  return next_ < results_.size() ? std::move(results_[next_++]) : nullptr;
}

PLINTH_INLINE void runs_ahead::drop() noexcept {
  if (on_the_way_ > 0) on_.settle();
  results_.clear();
  next_ = 0;
}

}  // namespace plinth::postgresql::detail
