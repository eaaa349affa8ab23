// SPDX-License-Identifier: MIT
#pragma once

// A std::string that is written through a pointer. Its own append() costs a call and a terminator for every piece; here
// a piece costs one comparison, and the string is given away without a copy in the end.

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace plinth::json::detail {

class text_buffer {
 public:
  text_buffer() = default;

  /// Goes on behind the text, in its memory.
  explicit text_buffer(std::string text) : text_(std::move(text)) { set_range(text_.size()); }

  text_buffer(const text_buffer&) = delete;
  text_buffer& operator=(const text_buffer&) = delete;

  /// Where the next byte goes, with room for at least `size` of them. To be followed by `advance_to`.
  [[nodiscard]] char* room(std::size_t size) {
    if (static_cast<std::size_t>(end_ - at_) < size) [[unlikely]]
      grow(size);
    return at_;
  }

  void advance_to(char* at) noexcept { at_ = at; }

  void put(char c) {
    *room(1) = c;
    ++at_;
  }

  void put(std::string_view text) { at_ += text.copy(room(text.size() + 1), text.size()); }

  void put(std::size_t count, char c) {
    std::memset(room(count + 1), c, count);
    at_ += count;
  }

  /// Takes memory for this many bytes in all, if it has less.
  void reserve(std::size_t size_in_all);

  /// The bytes written so far. Valid until the next change.
  [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size()}; }

  /// The bytes that there is memory for.
  [[nodiscard]] std::size_t capacity() const noexcept { return text_.capacity(); }

  [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(at_ - text_.data()); }

  /// Gives the text away; the buffer is then empty.
  [[nodiscard]] std::string take();

 private:
  void set_range(std::size_t used) noexcept {
    at_ = text_.data() + used;
    end_ = text_.data() + text_.size();
  }

  void grow(std::size_t more);

  // Memory is taken by doubling, but made part of the string (which fills it with zeros) only a step at a time: the
  // step is then still in the cache when it is written, and what will never be written is never touched.
  static constexpr std::size_t smallest = 512;
  static constexpr std::size_t step = std::size_t{32} << 10;

  std::string text_;
  char* at_ = text_.data();
  char* end_ = text_.data();
};

}  // namespace plinth::json::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/json/impl/text_buffer.hpp>
#endif
