// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/key_lookup.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE std::span<const cell> read_key(const model::node& n, std::span<const std::uint16_t> columns,
                                             key_buffer& out, scratch& keep) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out[i] = read_column(n, columns[i], keep);
    if (out[i].is_null()) return {};
  }
  return std::span<const cell>(out).first(columns.size());
}

PLINTH_INLINE bool key_lookup::has_key(const model::node& n, std::span<const cell> key) const {
  scratch keep;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (!same_value(read_column(n, columns_[i], keep), key[i])) return false;
  return true;
}

}  // namespace plinth::detail
