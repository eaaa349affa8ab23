// SPDX-License-Identifier: MIT
#pragma once

// Putting messages together. A chain of + compiles to a page of code at each place; this is one call.

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace plinth {

/// The parts, one behind the other.
[[nodiscard]] inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  std::string result;
  result.reserve(size);
  for (const std::string_view part : parts) result += part;
  return result;
}

}  // namespace plinth
