// SPDX-License-Identifier: MIT
#pragma once

// UTF-8 as RFC 3629 has it: shortest form only, no surrogates, nothing above U+10FFFF.

#include <cstddef>
#include <cstdint>

namespace plinth::json::detail {

[[nodiscard]] constexpr unsigned byte_of(char c) noexcept { return static_cast<unsigned char>(c); }

/// The length (2 to 4) of the character that begins at `at` with a byte above ASCII; 0 if it is not UTF-8 or cut off.
[[nodiscard]] constexpr std::size_t utf8_length(const char* at, const char* end) noexcept {
  const auto left = static_cast<std::size_t>(end - at);
  const auto continues = [&](std::size_t i) { return i < left && (byte_of(at[i]) & 0xC0) == 0x80; };
  const unsigned lead = byte_of(at[0]);

  if (lead < 0xC2) return 0;  // a continuation, or the overlong form of an ASCII character
  if (lead < 0xE0) return continues(1) ? 2 : 0;
  if (!continues(1) || !continues(2)) return 0;
  const unsigned second = byte_of(at[1]);
  if (lead < 0xF0) {
    const bool overlong = lead == 0xE0 && second < 0xA0;
    const bool surrogate = lead == 0xED && second >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead > 0xF4 || !continues(3)) return 0;
  const bool overlong = lead == 0xF0 && second < 0x90;
  const bool beyond = lead == 0xF4 && second >= 0x90;
  return overlong || beyond ? 0 : 4;
}

/// Writes a code point that is no surrogate as UTF-8 (up to 4 bytes) and returns the end of it.
[[nodiscard]] constexpr char* put_utf8(char* to, std::uint32_t code_point) noexcept {
  const auto put = [&](std::uint32_t bits) { *to++ = static_cast<char>(static_cast<unsigned char>(bits)); };
  const auto put_six = [&](unsigned shift) { put(0x80 | ((code_point >> shift) & 0x3F)); };

  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put_six(0);
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put_six(6);
    put_six(0);
  } else {
    put(0xF0 | (code_point >> 18));
    put_six(12);
    put_six(6);
    put_six(0);
  }
  return to;
}

}  // namespace plinth::json::detail
