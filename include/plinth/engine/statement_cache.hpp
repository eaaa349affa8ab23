// SPDX-License-Identifier: MIT
#pragma once

// The prepared statements of one connection, found by shape or by text; the least recently used one goes first.
//
// A hash table of its own, because a hit must not allocate and must not make a key: the shape is compared where it is.
// It also spares every user's compiler <unordered_map>.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

/// What a statement is found by: its shape, or where it has none, its text.
struct statement_key {
  std::span<const sql::token> shape;
  std::string_view text;

  [[nodiscard]] std::uint64_t hash() const noexcept;

 private:
  [[nodiscard]] static std::uint64_t mixed(std::uint64_t h, std::uint64_t word) noexcept;
};

/// A prepared statement, with what its next run needs and nobody should allocate again.
struct statement {
  std::unique_ptr<driver::prepared> prepared;
  std::string text;
  std::vector<sql::token> shape;  ///< empty where it is found by its text
  std::vector<cell> row;
  std::vector<cell> observed_values;
  std::size_t rows = 0;   ///< of the last run that was read to its end
  bool in_use = false;    ///< by an open cursor
  std::size_t ahead = 0;  ///< runs that were sent and not opened yet

  std::uint64_t hash = 0;
  std::unique_ptr<statement> next_in_bucket;
  statement* newer = nullptr;
  statement* older = nullptr;

  [[nodiscard]] bool is(const statement_key& key) const noexcept;
};

class statement_cache {
 public:
  explicit statement_cache(std::size_t most) : most_(most) {}

  statement_cache(const statement_cache&) = delete;
  statement_cache& operator=(const statement_cache&) = delete;

  /// The statement of this key, or null. It is then the newest one.
  [[nodiscard]] statement* find(const statement_key& key) noexcept;

  /// Takes a statement in that `find` did not know. Gives it back where it cannot be kept: every other one is in use.
  [[nodiscard]] std::unique_ptr<statement> insert(std::unique_ptr<statement> made);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  [[nodiscard]] std::unique_ptr<statement>& bucket(std::uint64_t hash) noexcept;

  void link_as_newest(statement& s) noexcept;

  void unlink(statement& s) noexcept;

  bool drop_oldest() noexcept;

  std::size_t most_;
  std::size_t size_ = 0;
  std::size_t buckets_count_ = 0;
  std::unique_ptr<std::unique_ptr<statement>[]> buckets_;
  statement* newest_ = nullptr;
  statement* oldest_ = nullptr;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/statement_cache.hpp>
#endif
