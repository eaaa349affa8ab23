// SPDX-License-Identifier: MIT
#pragma once

// Memory for the snapshots of a session. A session may take one of each object that it reads, and mostly gives none
// back before its end.

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#include <plinth/core/cell.hpp>

namespace plinth::detail {

/// Takes memory from the end of large blocks. What is given back serves the next that asks for the same size; the
/// blocks go with the pool.
class snapshot_pool {
 public:
  snapshot_pool() = default;
  snapshot_pool(const snapshot_pool&) = delete;
  snapshot_pool& operator=(const snapshot_pool&) = delete;
  ~snapshot_pool() {
    while (large_ != nullptr) free_large(large_);
  }

  /// Room for so many cells. Throws std::bad_alloc.
  [[nodiscard]] std::byte* take(std::size_t cells) {
    const std::size_t size = sizes_of(cells);
    if (size >= free_.size()) return take_large(size);
    if (given_back* const last = free_[size]) {
      free_[size] = last->next;
      return reinterpret_cast<std::byte*>(last);
    }
    if (left_ < size) add_block();
    std::byte* const taken = next_;
    next_ += size * grain;
    left_ -= size;
    return taken;
  }

  /// Does nothing for null.
  void give(const cell* memory, std::size_t cells) noexcept {
    if (memory == nullptr) return;
    auto* const bytes = reinterpret_cast<std::byte*>(const_cast<cell*>(memory));
    const std::size_t size = sizes_of(cells);
    if (size >= free_.size()) return free_large(reinterpret_cast<large*>(bytes) - 1);
    free_[size] = ::new (bytes) given_back{free_[size]};
  }

 private:
  struct given_back {
    given_back* next;
  };

  /// In front of what comes from the heap: a list, so that the pool can let go of what nobody gave back.
  struct large {
    large* next;
    large** place;  ///< the pointer in the list that points here
  };

  [[nodiscard]] std::byte* take_large(std::size_t size) {
    auto* const memory = ::new (::operator new(sizeof(large) + size * grain)) large{large_, &large_};
    if (large_ != nullptr) large_->place = &memory->next;
    large_ = memory;
    return reinterpret_cast<std::byte*>(memory + 1);
  }

  static void free_large(large* memory) noexcept {
    *memory->place = memory->next;
    if (memory->next != nullptr) memory->next->place = memory->place;
    ::operator delete(memory);
  }

  /// Sizes are multiples of 64 bytes, so that few of them differ; from 2 KiB on the heap serves better.
  static constexpr std::size_t grain = 64;

  [[nodiscard]] static constexpr std::size_t sizes_of(std::size_t cells) noexcept {
    return (cells * sizeof(cell) + grain - 1) / grain;
  }

  void add_block() {
    left_ = std::size_t{32} << (blocks_.size() < 8 ? blocks_.size() : 8);  // 2 KiB up to 512 KiB
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(left_ * grain));
    next_ = blocks_.back().get();
  }

  std::array<given_back*, 32> free_{};  ///< by size; the least block has room for the largest
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  large* large_ = nullptr;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;  ///< of the last block, in grains
};

}  // namespace plinth::detail
