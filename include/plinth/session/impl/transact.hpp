// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/transact.hpp>

#include <chrono>
#include <thread>

#include <plinth/core/inline.hpp>

namespace plinth::detail {

PLINTH_INLINE void pause_after(int attempt, std::chrono::microseconds first_pause) {
  constexpr int most_doublings = 11;  // of half a millisecond a second
  std::this_thread::sleep_for(first_pause * (1 << (attempt <= most_doublings ? attempt - 1 : most_doublings)));
}

}  // namespace plinth::detail
