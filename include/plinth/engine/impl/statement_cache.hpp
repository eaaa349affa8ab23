// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/statement_cache.hpp>

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
#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

PLINTH_INLINE std::uint64_t statement_key::hash() const noexcept {
  std::uint64_t h = shape.size();
  for (const sql::token& t : shape) h = mixed(mixed(h, std::bit_cast<std::uintptr_t>(t.what)), t.detail);
  if (shape.empty()) h = mixed(h, std::hash<std::string_view>{}(text));
  return h ^ (h >> 29);
}

PLINTH_INLINE std::uint64_t statement_key::mixed(std::uint64_t h, std::uint64_t word) noexcept {
  return std::rotl((h ^ word) * 0x9e3779b97f4a7c15u, 31);
}

PLINTH_INLINE bool statement::is(const statement_key& key) const noexcept {
  if (key.shape.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != key.shape[i]) return false;
  return !shape.empty() || text == key.text;
}

PLINTH_INLINE statement* statement_cache::find(const statement_key& key) noexcept {
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

PLINTH_INLINE std::unique_ptr<statement> statement_cache::insert(std::unique_ptr<statement> made) {
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

PLINTH_INLINE std::unique_ptr<statement>& statement_cache::bucket(std::uint64_t hash) noexcept {
  return buckets_[hash & (buckets_count_ - 1)];
}

PLINTH_INLINE void statement_cache::link_as_newest(statement& s) noexcept {
  s.older = newest_;
  s.newer = nullptr;
  (newest_ != nullptr ? newest_->newer : oldest_) = &s;
  newest_ = &s;
}

PLINTH_INLINE void statement_cache::unlink(statement& s) noexcept {
  (s.newer != nullptr ? s.newer->older : newest_) = s.older;
  (s.older != nullptr ? s.older->newer : oldest_) = s.newer;
}

PLINTH_INLINE bool statement_cache::drop_oldest() noexcept {
  statement* victim = oldest_;
  while (victim != nullptr && (victim->in_use || victim->ahead > 0)) victim = victim->newer;
  if (victim == nullptr) return false;
  unlink(*victim);
  std::unique_ptr<statement>* owner = &bucket(victim->hash);
  while (owner->get() != victim) owner = &(*owner)->next_in_bucket;
  const std::unique_ptr<statement> dropped = std::move(*owner);
  *owner = std::move(dropped->next_in_bucket);
  --size_;
  return true;
}

}  // namespace plinth::detail
