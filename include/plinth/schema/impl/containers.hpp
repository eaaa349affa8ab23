// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/containers.hpp>

#include <string>

#include <plinth/core/inline.hpp>

namespace plinth::dto {

PLINTH_INLINE void note_repeated(reading& in, std::size_t index, std::size_t earlier) {
  const path_step step{.outer = in.at, .index = index, .is_index = true};
  in.at = &step;
  in.note("not_unique", "this element is equal to element " + std::to_string(earlier));
  in.at = step.outer;
}

}  // namespace plinth::dto
