// SPDX-License-Identifier: MIT
#pragma once

// Finds the end of the plain part of a string, many bytes at a time. Plain is what stands in JSON text as it is and
// needs no second look: ASCII without control characters, '"' and '\'.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace plinth::json::detail {

[[nodiscard]] constexpr bool is_plain(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// A number that is 0 if all of the bytes are plain, and of which `first_marked` finds the first byte that is not.
/// For words the bytes are in the order of memory on little-endian machines only.
[[nodiscard]] constexpr std::uint64_t mark_special(std::uint64_t word) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101;
  const std::uint64_t control = word - ones * 0x20;
  const std::uint64_t quote = (word ^ (ones * '"')) - ones;
  const std::uint64_t backslash = (word ^ (ones * '\\')) - ones;
  return (word | control | quote | backslash) & (ones * 0x80);
}

[[nodiscard]] constexpr std::size_t first_marked(std::uint64_t marks) noexcept {
  return static_cast<std::size_t>(std::countr_zero(marks)) / 8;
}

[[nodiscard]] inline std::uint64_t load_word(const char* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

inline constexpr bool words_in_order = std::endian::native == std::endian::little;

// Sixteen bytes at a time, where the machine has it: by the compilers' vector types, because <emmintrin.h> would cost
// every user as much time to compile as half of this layer.
#if defined(__SSE2__) && defined(__GNUC__)
inline constexpr std::size_t block_size = 16;
using block = signed char __attribute__((vector_size(16)));
using block_mask = char __attribute__((vector_size(16)));

[[nodiscard]] inline unsigned mark_special_block(const char* from) noexcept {
  block bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  const block below_space = bytes < (block{} + static_cast<signed char>(0x20));  // signed: what is above ASCII, too
  const block quote = bytes == (block{} + static_cast<signed char>('"'));
  const block backslash = bytes == (block{} + static_cast<signed char>('\\'));
  const auto special = reinterpret_cast<block_mask>(below_space | quote | backslash);
  return static_cast<unsigned>(__builtin_ia32_pmovmskb128(special));
}

[[nodiscard]] constexpr std::size_t first_marked(unsigned marks) noexcept {
  return static_cast<std::size_t>(std::countr_zero(marks));
}
#else
inline constexpr std::size_t block_size = 8;

[[nodiscard]] inline std::uint64_t mark_special_block(const char* from) noexcept {
  return words_in_order ? mark_special(load_word(from)) : 1;
}
#endif

/// The first byte that is not plain, or `end`.
[[nodiscard]] inline const char* first_special(const char* at, const char* end) noexcept {
  if constexpr (words_in_order) {
    while (static_cast<std::size_t>(end - at) >= block_size) {
      if (const auto marks = mark_special_block(at)) return at + first_marked(marks);
      at += block_size;
    }
  }
  while (at != end && is_plain(*at)) ++at;
  return at;
}

/// Copies the plain bytes that `from` begins with and returns their number. Writes up to `size` bytes rounded up to
/// whole blocks, whatever their number: `to` must have room for that.
[[nodiscard]] inline std::size_t copy_plain(char* to, const char* from, std::size_t size) noexcept {
  std::size_t done = 0;
  if constexpr (words_in_order) {
    for (; size - done >= block_size; done += block_size) {
      std::memcpy(to + done, from + done, block_size);
      if (const auto marks = mark_special_block(from + done)) return done + first_marked(marks);
    }
    if (done != 0 && done != size) {  // the rest, as the last block of the string: what was seen before is plain
      const std::size_t last = size - block_size;
      std::memcpy(to + last, from + last, block_size);
      const auto marks = mark_special_block(from + last);
      return marks != 0 ? last + first_marked(marks) : size;
    }
    if (size - done >= 8) {
      std::memcpy(to, from, 8);
      if (const auto marks = mark_special(load_word(from))) return first_marked(marks);
      const std::size_t last = size - 8;
      std::memcpy(to + last, from + last, 8);
      if (const auto marks = mark_special(load_word(from + last))) return last + first_marked(marks);
      return size;
    }
  }
  for (; done != size && is_plain(from[done]); ++done) to[done] = from[done];
  return done;
}

}  // namespace plinth::json::detail
