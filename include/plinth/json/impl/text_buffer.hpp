// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/json/detail/text_buffer.hpp>

#include <plinth/core/inline.hpp>

namespace plinth::json::detail {

PLINTH_INLINE void text_buffer::reserve(std::size_t size_in_all) {
  const std::size_t used = size();
  if (size_in_all > text_.capacity()) text_.reserve(size_in_all);
  set_range(used);
}

PLINTH_INLINE std::string text_buffer::take() {
  text_.resize(size());
  std::string result = std::move(text_);
  text_.clear();
  set_range(0);
  return result;
}

PLINTH_INLINE void text_buffer::grow(std::size_t more) {
  const std::size_t used = size();
  const std::size_t least = used + more;
  text_.resize(used);  // what lies behind is not worth a copy
  const auto larger = [](std::size_t a, std::size_t b) { return a < b ? b : a; };
  if (least > text_.capacity()) text_.reserve(larger(least, larger(used * 2, smallest)));
  text_.resize(text_.capacity() < least + step ? text_.capacity() : least + step);
  set_range(used);
}

}  // namespace plinth::json::detail
