// SPDX-License-Identifier: MIT
#pragma once

// Numbers as PostgreSQL sends them: most significant byte first.

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace plinth::postgresql::detail {

template <std::unsigned_integral T>
[[nodiscard]] constexpr T turned(T value) noexcept {
  if constexpr (std::endian::native == std::endian::big || sizeof(T) == 1) {
    return value;
  } else {
    T result = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      result = static_cast<T>(result << 8 | (value & 0xFF));
      value = static_cast<T>(value >> 8);
    }
    return result;
  }
}

template <std::unsigned_integral T>
[[nodiscard]] inline T load(const char* from) noexcept {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return turned(value);
}

template <std::unsigned_integral T>
inline void store(T value, char* to) noexcept {
  value = turned(value);
  std::memcpy(to, &value, sizeof(T));
}

}  // namespace plinth::postgresql::detail
