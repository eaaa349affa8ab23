// SPDX-License-Identifier: MIT
#pragma once

// Objects by the values of some of their columns: who of many owners is meant by a foreign key.

#include <array>
#include <cstdint>
#include <span>

#include <plinth/core/cell.hpp>
#include <plinth/core/tagged_table.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

using key_buffer = std::array<cell, 8>;

/// Reads a key's columns. Nothing where one of them is NULL, which points to nobody.
[[nodiscard]] std::span<const cell> read_key(const model::node& n, std::span<const std::uint16_t> columns,
                                             key_buffer& out, scratch& keep);

class key_lookup {
 public:
  /// The objects added later are told apart by these columns of theirs. The span has to stay.
  explicit key_lookup(std::span<const std::uint16_t> columns) : columns_(columns) {}

  void reserve(std::size_t objects) { table_.reserve(objects); }

  /// False where another object has the same key: then that one stays the one that is found.
  bool add(model::node& n, std::span<const cell> key) {
    const std::uint64_t tag = tag_of(key);
    if (find_tagged(tag, key)) return false;
    table_.insert(tag, n);
    return true;
  }

  /// Null where there is none, and for a key that points to nobody.
  [[nodiscard]] model::node* find(std::span<const cell> key) const {
    return key.empty() ? nullptr : find_tagged(tag_of(key), key);
  }

 private:
  /// One integer, the usual key, is its own tag.
  [[nodiscard]] static bool is_tag(std::span<const cell> key) noexcept {
    return key.size() == 1 && key[0].kind == kind::integer;
  }
  [[nodiscard]] static std::uint64_t tag_of(std::span<const cell> key) noexcept {
    if (is_tag(key)) return static_cast<std::uint64_t>(key[0].integer);
    std::uint64_t h = 0;
    for (const cell& c : key) h = hash_of(c, h);
    return h;
  }
  [[nodiscard]] model::node* find_tagged(std::uint64_t tag, std::span<const cell> key) const {
    return table_.find(tag, [&](const model::node& n) { return is_tag(key) || has_key(n, key); });
  }
  [[nodiscard]] bool has_key(const model::node& n, std::span<const cell> key) const;

  std::span<const std::uint16_t> columns_;
  tagged_table<model::node> table_;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/key_lookup.hpp>
#endif
