// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/node_space.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>

namespace plinth::detail {

PLINTH_INLINE node_space::~node_space() {
  drop_blank();
  for (const block& b : blocks_) {
    for (std::size_t i = 0; i < b.used; ++i) destroy(at(b, i));
    ::operator delete(b.memory, model::node_alignment(*model_));
  }
}

PLINTH_INLINE model::node& node_space::create(void* from) {
  drop_blank();
  auto* n = ::new (room()) model::node{};
  n->model = model_;
  model_->move(n->object(), from);
  ++blocks_.back().used;
  return *n;
}

PLINTH_INLINE model::node& node_space::blank() {
  if (has_blank_) return *at(blocks_.back(), blocks_.back().used);
  auto* n = ::new (room()) model::node{};
  n->model = model_;
  model_->construct(n->object());
  has_blank_ = true;
  return *n;
}

PLINTH_INLINE void node_space::drop_blank() noexcept {
  if (std::exchange(has_blank_, false)) destroy(at(blocks_.back(), blocks_.back().used));
}

PLINTH_INLINE model::node* node_space::find(const void* object) const noexcept {
  const auto place = reinterpret_cast<std::uintptr_t>(object);
  for (const block& b : blocks_) {
    const auto begin = reinterpret_cast<std::uintptr_t>(b.memory) + model_->object_offset;
    if (place < begin || place >= begin + b.used * stride_ || (place - begin) % stride_ != 0) continue;
    return at(b, (place - begin) / stride_);
  }
  return nullptr;
}

PLINTH_INLINE std::size_t node_space::stride_of(const model::model_info& m) {
  const auto alignment = static_cast<std::size_t>(model::node_alignment(m));
  return (m.node_size() + alignment - 1) / alignment * alignment;
}

PLINTH_INLINE void node_space::destroy(model::node* n) noexcept {
  n->model->destroy(n->object());
  n->~node();
}

PLINTH_INLINE std::byte* node_space::room() {
  if (blocks_.empty() || blocks_.back().used == blocks_.back().capacity) {
    const std::size_t capacity = blocks_.empty() ? 8 : std::min<std::size_t>(blocks_.back().capacity * 2, 4096);
    blocks_.reserve(blocks_.size() + 1);
    auto* memory = static_cast<std::byte*>(::operator new(capacity* stride_, model::node_alignment(*model_)));
    blocks_.push_back({memory, capacity, 0});
  }
  return blocks_.back().memory + blocks_.back().used * stride_;
}

}  // namespace plinth::detail
