// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/node_list.hpp>

#include <algorithm>
#include <bit>
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
  if (wanted <= capacity()) return;
  const auto room = static_cast<std::uint8_t>(std::bit_width(wanted - 1));
  auto larger = std::make_unique_for_overwrite<node*[]>(std::size_t{1} << room);
  std::copy(begin(), end(), larger.get());
  if (room_ > 0) delete[] memory_.many;
  memory_.many = larger.release();
  room_ = room;
}

}  // namespace plinth::model
