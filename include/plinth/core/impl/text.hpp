// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/core/text.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include <plinth/core/inline.hpp>

namespace plinth {

PLINTH_INLINE std::string joined(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  std::string result;
  result.reserve(size);
  for (const std::string_view part : parts) result += part;
  return result;
}

}  // namespace plinth
