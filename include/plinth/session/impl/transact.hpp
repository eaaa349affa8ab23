// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/transact.hpp>

#include <chrono>
#include <thread>

#include <plinth/core/inline.hpp>

namespace plinth::detail {

PLINTH_INLINE std::chrono::microseconds pause_after(int attempt, std::chrono::microseconds first_pause) {
  constexpr int most_doublings = 11;  // of half a millisecond a second
  return first_pause * (1 << (attempt <= most_doublings ? attempt - 1 : most_doublings));
}

PLINTH_INLINE void sleep_for(std::chrono::microseconds pause) { std::this_thread::sleep_for(pause); }

}  // namespace plinth::detail
