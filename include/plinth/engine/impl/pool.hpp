// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/pool.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/link.hpp>
#include <plinth/engine/options.hpp>

namespace plinth::detail {

PLINTH_INLINE pool::pool(std::unique_ptr<driver::connector> connector, engine_options options)
    : connector_(std::move(connector)), options_(std::move(options)) {
  if (options_.pool.max_connections == 0)
    throw connection_error(2102,
                           "pool_options::max_connections is 0: no connection could ever be had; give at least 1");
}

PLINTH_INLINE std::unique_ptr<link> pool::take() {
  const auto from = std::chrono::steady_clock::now();
  for (;;) {
    std::unique_ptr<link> taken = take_idle_or_right_to_open(from);
    if (taken == nullptr) return open();
    if (is_fit(*taken)) return taken;
    taken.reset();
    forget_one();
  }
}

PLINTH_INLINE void pool::give_back(std::unique_ptr<link> returned) noexcept {
  if (!returned->reset()) {
    if (returned->driver().lost()) close_idle();
    returned.reset();
    forget_one();
    return;
  }
  returned->idle_since = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    returned->next_idle = std::move(idle_);
    idle_ = std::move(returned);
    ++idle_count_;
  }
  given_back_.notify_one();
}

PLINTH_INLINE pool_stats pool::stats() const {
  const std::lock_guard lock(mutex_);
  return {.most = options_.pool.max_connections, .in_use = existing_ - idle_count_, .idle = idle_count_};
}

PLINTH_INLINE std::unique_ptr<link> pool::take_idle_or_right_to_open(std::chrono::steady_clock::time_point from) {
  std::unique_lock lock(mutex_);
  while (idle_ == nullptr && existing_ >= options_.pool.max_connections) {
    const auto status = given_back_.wait_until(lock, from + options_.pool.wait_at_most);
    if (status == std::cv_status::timeout && idle_ == nullptr && existing_ >= options_.pool.max_connections)
      refuse(std::chrono::steady_clock::now() - from);
  }
  if (idle_ == nullptr) {
    ++existing_;
    return nullptr;
  }
  std::unique_ptr<link> taken = std::move(idle_);
  idle_ = std::move(taken->next_idle);
  --idle_count_;
  return taken;
}

PLINTH_INLINE std::unique_ptr<link> pool::open() {
  const auto from = std::chrono::steady_clock::now();
  try {
    auto opened = std::make_unique<link>(connector_->connect(), options_);
    if (options_.observer != nullptr) options_.observer->on_connect(std::chrono::steady_clock::now() - from);
    return opened;
  } catch (...) {
    forget_one();
    throw;
  }
}

PLINTH_INLINE bool pool::is_fit(link& candidate) const noexcept {
  const auto idle = std::chrono::steady_clock::now() - candidate.idle_since;
  return idle < options_.pool.check_after_idle || candidate.driver().healthy();
}

PLINTH_INLINE void pool::forget_one() noexcept {
  {
    const std::lock_guard lock(mutex_);
    --existing_;
  }
  given_back_.notify_one();
}

PLINTH_INLINE void pool::close_idle() noexcept {
  std::unique_ptr<link> closed;
  {
    const std::lock_guard lock(mutex_);
    closed = std::move(idle_);
    existing_ -= std::exchange(idle_count_, 0);
  }
  while (closed != nullptr) closed = std::move(closed->next_idle);
  given_back_.notify_all();
}

PLINTH_INLINE void pool::refuse(std::chrono::steady_clock::duration waited) const {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(waited).count();
  throw pool_exhausted(2101, joined({"all ", std::to_string(existing_),
                                     " connections of the pool are in use, and none "
                                     "was given back in ",
                                     std::to_string(ms),
                                     " ms; close sessions that are done, or "
                                     "raise pool_options::max_connections"}));
}

}  // namespace plinth::detail
