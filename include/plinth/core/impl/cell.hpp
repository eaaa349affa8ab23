// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/core/cell.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>

namespace plinth {

PLINTH_INLINE std::string_view scratch::keep(std::string_view bytes) {
  auto copy = std::make_unique_for_overwrite<char[]>(bytes.size());
  bytes.copy(copy.get(), bytes.size());
  blocks_.push_back(std::move(copy));
  return {blocks_.back().get(), bytes.size()};
}

}  // namespace plinth
