// SPDX-License-Identifier: MIT
#pragma once

// A hash table from a 64-bit tag to a pointer, for the identity map: the tag is the key itself where that is one
// integer, else a hash of it, and then the caller says which of the entries is meant. The standard's map costs an
// allocation and a cache miss for each entry, Boost's flat map 0.7 s of every compilation.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace plinth {

template <class T>
class tagged_table {
 public:
  /// The first entry with this tag that `matches`, or null.
  template <class Matches>
  [[nodiscard]] T* find(std::uint64_t tag, const Matches& matches) const {
    if (slots_.empty()) return nullptr;
    for (std::size_t i = place(tag);; i = (i + 1) & (slots_.size() - 1)) {
      const slot& s = slots_[i];
      if (!s.value) return nullptr;
      if (s.tag == tag && matches(*s.value)) return s.value;
    }
  }

  /// The entry that `find` finds, or else the one that `make()` returns, which is inserted then. Where that throws the
  /// table has no entry more; it must not use the table.
  template <class Matches, class Make>
  T& find_or_insert(std::uint64_t tag, const Matches& matches, const Make& make) {
    make_room();
    std::size_t i = place(tag);
    for (; slots_[i].value; i = (i + 1) & (slots_.size() - 1))
      if (slots_[i].tag == tag && matches(*slots_[i].value)) return *slots_[i].value;
    T& made = make();
    slots_[i] = {tag, &made};
    ++size_;
    return made;
  }

  /// The caller has made sure that no entry matches already. Throws std::bad_alloc and is then unchanged.
  void insert(std::uint64_t tag, T& value) {
    make_room();
    put(slots_, tag, &value);
    ++size_;
  }

  /// Does nothing where the entry is not there.
  void erase(std::uint64_t tag, const T& value) noexcept {
    if (slots_.empty()) return;
    std::size_t hole = place(tag);
    while (slots_[hole].value != &value) {
      if (!slots_[hole].value) return;
      hole = (hole + 1) & (slots_.size() - 1);
    }
    // Later entries of the same run move up, so that no search stops early.
    for (std::size_t i = hole;;) {
      i = (i + 1) & (slots_.size() - 1);
      if (!slots_[i].value) break;
      const std::size_t home = place(slots_[i].tag);
      const bool between = hole <= i ? (hole < home && home <= i) : (hole < home || home <= i);
      if (between) continue;
      slots_[hole] = slots_[i];
      hole = i;
    }
    slots_[hole] = {};
    --size_;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Makes room for so many entries at once.
  void reserve(std::size_t count) {
    while (count * 4 > slots_.size() * 3) grow();
  }

 private:
  struct slot {
    std::uint64_t tag = 0;
    T* value = nullptr;
  };

  [[nodiscard]] std::size_t place(std::uint64_t tag) const noexcept { return place(tag, slots_.size()); }

  /// Eight consecutive tags lie side by side, in two cache lines, since rows mostly come in the order of their keys;
  /// such blocks are spread over the whole table (Fibonacci hashing).
  static std::size_t place(std::uint64_t tag, std::size_t capacity) noexcept {
    const auto block = ((tag >> 3) * 0x9E3779B97F4A7C15ULL) >> (64 + 3 - std::countr_zero(capacity));
    return static_cast<std::size_t>(block << 3 | (tag & 7));
  }

  static void put(std::vector<slot>& slots, std::uint64_t tag, T* value) noexcept {
    std::size_t i = place(tag, slots.size());
    while (slots[i].value) i = (i + 1) & (slots.size() - 1);
    slots[i] = {tag, value};
  }

  void make_room() {
    if ((size_ + 1) * 4 > slots_.size() * 3) grow();
  }

  void grow() {
    // While it is small the table grows by four: half of the moving.
    std::vector<slot> larger(slots_.empty() ? 16 : slots_.size() * (slots_.size() < 4096 ? 4 : 2));
    for (const slot& s : slots_)
      if (s.value) put(larger, s.tag, s.value);
    slots_.swap(larger);
  }

  std::vector<slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace plinth
