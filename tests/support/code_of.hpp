// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/core/error.hpp>

namespace plinth_test {

/// The number of the error that `work` throws, 0 where it throws none.
template <class Work>
int code_of(const Work& work) {
  try {
    work();
  } catch (const plinth::error& e) {
    return e.code();
  }
  return 0;
}

}  // namespace plinth_test
