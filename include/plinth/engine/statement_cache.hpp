// SPDX-License-Identifier: MIT
#pragma once

// The prepared statements of one connection, found by shape or by text; the least recently used one goes first.
//
// A hash table of its own, because a hit must not allocate and must not make a key: the shape is compared where it is.
// It also spares every user's compiler <unordered_map>.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

/// What a statement is found by: its shape, or where it has none, its text.
struct statement_key {
  std::span<const sql::token> shape;
  std::string_view text;

  [[nodiscard]] std::uint64_t hash() const noexcept {
    std::uint64_t h = shape.size();
    for (const sql::token& t : shape) h = mixed(mixed(h, std::bit_cast<std::uintptr_t>(t.what)), t.detail);
    if (shape.empty()) h = mixed(h, std::hash<std::string_view>{}(text));
    return h ^ (h >> 29);
  }

 private:
  [[nodiscard]] static std::uint64_t mixed(std::uint64_t h, std::uint64_t word) noexcept {
    return std::rotl((h ^ word) * 0x9e3779b97f4a7c15u, 31);
  }
};

/// A prepared statement, with what its next run needs and nobody should allocate again.
struct statement {
  std::unique_ptr<driver::prepared> prepared;
  std::string text;
  std::vector<sql::token> shape;  ///< empty where it is found by its text
  std::vector<cell> row;
  std::vector<cell> observed_values;
  bool in_use = false;  ///< by an open cursor

  std::uint64_t hash = 0;
  std::unique_ptr<statement> next_in_bucket;
  statement* newer = nullptr;
  statement* older = nullptr;

  [[nodiscard]] bool is(const statement_key& key) const noexcept {
    if (key.shape.size() != shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i)
      if (shape[i] != key.shape[i]) return false;
    return !shape.empty() || text == key.text;
  }
};

class statement_cache {
 public:
  explicit statement_cache(std::size_t most) : most_(most) {}

  statement_cache(const statement_cache&) = delete;
  statement_cache& operator=(const statement_cache&) = delete;

  /// The statement of this key, or null. It is then the newest one.
  [[nodiscard]] statement* find(const statement_key& key) noexcept {
    if (newest_ != nullptr && newest_->is(key)) return newest_;  // what runs in a loop needs no hash
    if (size_ < 2) return nullptr;
    const std::uint64_t hash = key.hash();
    for (statement* s = bucket(hash).get(); s != nullptr; s = s->next_in_bucket.get())
      if (s->hash == hash && s->is(key)) {
        unlink(*s);
        link_as_newest(*s);
        return s;
      }
    return nullptr;
  }

  /// Takes a statement in that `find` did not know. Gives it back where it cannot be kept: every other one is in use.
  [[nodiscard]] std::unique_ptr<statement> insert(std::unique_ptr<statement> made) {
    if (size_ >= most_ && !drop_oldest()) return made;
    if (buckets_ == nullptr) {
      buckets_count_ = std::bit_ceil(most_ * 2);
      buckets_ = std::make_unique<std::unique_ptr<statement>[]>(buckets_count_);
    }
    made->hash = statement_key{made->shape, made->shape.empty() ? std::string_view(made->text) : ""}.hash();
    link_as_newest(*made);
    auto& first = bucket(made->hash);
    made->next_in_bucket = std::move(first);
    first = std::move(made);
    ++size_;
    return nullptr;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  [[nodiscard]] std::unique_ptr<statement>& bucket(std::uint64_t hash) noexcept {
    return buckets_[hash & (buckets_count_ - 1)];
  }

  void link_as_newest(statement& s) noexcept {
    s.older = newest_;
    s.newer = nullptr;
    (newest_ != nullptr ? newest_->newer : oldest_) = &s;
    newest_ = &s;
  }

  void unlink(statement& s) noexcept {
    (s.newer != nullptr ? s.newer->older : newest_) = s.older;
    (s.older != nullptr ? s.older->newer : oldest_) = s.newer;
  }

  bool drop_oldest() noexcept {
    statement* victim = oldest_;
    while (victim != nullptr && victim->in_use) victim = victim->newer;
    if (victim == nullptr) return false;
    unlink(*victim);
    std::unique_ptr<statement>* owner = &bucket(victim->hash);
    while (owner->get() != victim) owner = &(*owner)->next_in_bucket;
    const std::unique_ptr<statement> dropped = std::move(*owner);
    *owner = std::move(dropped->next_in_bucket);
    --size_;
    return true;
  }

  std::size_t most_;
  std::size_t size_ = 0;
  std::size_t buckets_count_ = 0;
  std::unique_ptr<std::unique_ptr<statement>[]> buckets_;
  statement* newest_ = nullptr;
  statement* oldest_ = nullptr;
};

}  // namespace plinth::detail
