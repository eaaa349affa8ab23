// SPDX-License-Identifier: MIT
#pragma once

// The values an object had when it was last read or written: what changed is found by comparing with them. A snapshot
// is one block of memory, the cells of all columns and behind them the bytes that they point to.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/snapshot_pool.hpp>
#include <plinth/session/statements.hpp>

namespace plinth::detail {

/// Adds the place to an error that only knows the value.
[[noreturn]] void rethrow_for_column(const value_error& e, const model::model_info& m, std::size_t column);

/// Throws `value_error` (E2311) for a text with more characters than its column takes.
void require_length(const model::model_info& m, std::size_t column, std::string_view text);

/// The object's column as a cell, which points into the object or into `keep`.
[[nodiscard]] inline cell read_column(const model::node& n, std::size_t column, scratch& keep) {
  try {
    return model::encode_field(n.model->places[column], n.object(), keep);
  } catch (const value_error& e) {
    rethrow_for_column(e, *n.model, column);
  }
}

inline void write_column(model::node& n, std::size_t column, const cell& value) {
  try {
    model::decode_field(n.model->places[column], value, n.object());
  } catch (const value_error& e) {
    rethrow_for_column(e, *n.model, column);
  }
}

/// Whether it is of a row that was removed and kept (`soft_delete`), which `unfiltered()` has read.
[[nodiscard]] inline bool is_kept_removed(const model::node& n) {
  if (n.model->removed.column < 0) return false;
  scratch keep;
  return !read_column(n, static_cast<std::size_t>(n.model->removed.column), keep).is_null();
}

[[nodiscard]] bool same_value(const cell& a, const cell& b) noexcept;

/// The object's values as they are now, in memory of the pool.
[[nodiscard]] const cell* take_snapshot(const model::node& n, snapshot_pool& pool);

/// Gives a snapshot of an object of this model back; null is none.
void give_snapshot(const model::model_info& m, const cell* snapshot, snapshot_pool& pool) noexcept;

/// A snapshot of values that need not be an object's: what its row has in the database for now, a cell for each column.
[[nodiscard]] const cell* keep_cells(std::span<const cell> cells, snapshot_pool& pool);

/// The columns whose values differ between the object and its snapshot.
[[nodiscard]] column_set changed_columns(const model::node& n);

/// Those of them that a flush has to write: a version by itself says what changes are made from, and is none.
[[nodiscard]] inline column_set columns_to_write(const model::node& n) {
  return changed_columns(n) & ~version_columns(*n.model);
}

/// Gives the object its snapshot's values back.
void restore_columns(model::node& n, const cell* snapshot);

/// A mix of the kind's bytes for the identity map; equal keys give equal hashes.
[[nodiscard]] std::uint64_t hash_of(const cell& c, std::uint64_t seed) noexcept;

/// A key for messages: `42`, or `(1, 'a')`. Keys are named in errors; other values are not.
[[nodiscard]] std::string key_text(std::span<const cell> key);

/// `User 42`, for messages.
[[nodiscard]] std::string identity_text(const model::node& n);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/snapshot.hpp>
#endif
