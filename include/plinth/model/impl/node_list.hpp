// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/node_list.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <plinth/core/inline.hpp>

namespace plinth::model {

PLINTH_INLINE node_list::node_list(const node_list& other) {
  reserve(other.size_);
  std::copy(other.begin(), other.end(), begin());
  size_ = other.size_;
}

PLINTH_INLINE bool node_list::has(const node* n) const noexcept { return std::find(begin(), end(), n) != end(); }

PLINTH_INLINE void node_list::erase(const node* n) noexcept {
  size_ = static_cast<std::uint32_t>(std::remove(begin(), end(), n) - begin());
}

PLINTH_INLINE void node_list::reserve(std::size_t wanted) {
  if (wanted <= capacity_) return;
  auto larger = std::make_unique_for_overwrite<node*[]>(wanted);
  std::copy(begin(), end(), larger.get());
  if (capacity_ > 1) delete[] memory_.many;
  memory_.many = larger.release();
  capacity_ = static_cast<std::uint32_t>(wanted);
}

}  // namespace plinth::model
