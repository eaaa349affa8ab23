// SPDX-License-Identifier: MIT
#pragma once

// The targets of a relationship. Every object of a model has one for each relationship, most of them with no target or
// one; so that one needs no memory of its own, and the list is 13 bytes where a std::vector is 24: a link has its marks
// in the three behind them.

#include <cstddef>
#include <cstdint>
#include <utility>

namespace plinth::model {

struct node;

class node_list {
 public:
  node_list() noexcept = default;
  node_list(const node_list& other);
  node_list(node_list&& other) noexcept
      : memory_(other.memory_), size_(std::exchange(other.size_, 0)), room_(std::exchange(other.room_, 0)) {}
  node_list& operator=(node_list other) noexcept {
    swap(other);
    return *this;
  }
  ~node_list() {
    if (room_ > 0) delete[] memory_.many;
  }

  void swap(node_list& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] node** data() noexcept { return room_ > 0 ? memory_.many : &memory_.one; }
  [[nodiscard]] node* const* data() const noexcept { return room_ > 0 ? memory_.many : &memory_.one; }
  [[nodiscard]] node** begin() noexcept { return data(); }
  [[nodiscard]] node** end() noexcept { return data() + size_; }
  [[nodiscard]] node* const* begin() const noexcept { return data(); }
  [[nodiscard]] node* const* end() const noexcept { return data() + size_; }
  [[nodiscard]] node* operator[](std::size_t i) const noexcept { return data()[i]; }
  [[nodiscard]] node* front() const noexcept { return *begin(); }
  [[nodiscard]] node* back() const noexcept { return end()[-1]; }

  [[nodiscard]] bool has(const node* n) const noexcept;

  void push_back(node* n) {
    if (size_ == capacity()) reserve(capacity() * 4);
    data()[size_++] = n;
  }
  void erase(const node* n) noexcept;
  void clear() noexcept { size_ = 0; }

  /// `n` and no other.
  void assign(node* n) noexcept {
    *data() = n;
    size_ = 1;
  }

 private:
  [[nodiscard]] std::size_t capacity() const noexcept { return std::size_t{1} << room_; }

  void reserve(std::size_t wanted);

  union storage {
    node* one = nullptr;  ///< where there is room for one
    node** many;
  };

  storage memory_;
  std::uint32_t size_ = 0;
  std::uint8_t room_ = 0;  ///< for two to this power
};

}  // namespace plinth::model

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/node_list.hpp>
#endif
