// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/ref.hpp>

#include <compare>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>

namespace plinth::model {

PLINTH_INLINE void refuse_null_handle() {
  throw session_error(3108,
                      "a null handle was followed; get() and first() give one where there is no row, so ask `if "
                      "(handle)` first");
}

}  // namespace plinth::model
