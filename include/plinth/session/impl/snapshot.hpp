// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/snapshot.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/snapshot_pool.hpp>
#include <plinth/session/statements.hpp>

namespace plinth::detail {

PLINTH_INLINE void rethrow_for_column(const value_error& e, const model::model_info& m, std::size_t column) {
  std::string_view text = e.what();
  text.remove_prefix(text.find(": ") + 2);  // the number is set in front again
  throw value_error(e.code(), joined({m.name, "::", m.columns[column].field, " (\"", m.table->name, "\".\"",
                                      m.columns[column].name, "\"): ", text}));
}

PLINTH_INLINE bool same_value(const cell& a, const cell& b) noexcept {
  if (a.kind != b.kind || a.scale != b.scale) return false;
  if (has_bytes(a.kind)) return a.size == b.size && (a.size == 0 || std::memcmp(a.data, b.data, a.size) == 0);
  if (a.kind == kind::null) return true;
  return a.integer == b.integer;  // of a real, its bits: a NaN equals itself, and -0.0 is not 0.0
}

/// Cells and behind them the bytes of those that have some, in cells.
[[nodiscard]] PLINTH_INLINE std::size_t cells_with_bytes(std::span<const cell> cells) noexcept {
  std::size_t bytes = 0;
  for (const cell& c : cells)
    if (has_bytes(c.kind)) bytes += c.size;
  return cells.size() + (bytes + sizeof(cell) - 1) / sizeof(cell);
}

/// Room for the cells of a row, of which each is made when it is written. A struct has at most 64 columns.
union row_cells {
  std::array<cell, 64> cells;

  row_cells() noexcept {}
};

PLINTH_INLINE const cell* keep_cells(std::span<const cell> cells, snapshot_pool& pool) {
  std::byte* const memory = pool.take(cells_with_bytes(cells));
  auto* const snapshot = reinterpret_cast<cell*>(memory);
  char* to = reinterpret_cast<char*>(memory) + cells.size_bytes();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cell& kept = *std::construct_at(snapshot + i, cells[i]);
    if (!has_bytes(kept.kind)) continue;
    if (kept.size > 0) std::memcpy(to, kept.data, kept.size);
    kept.data = to;
    to += kept.size;
  }
  return snapshot;
}

PLINTH_INLINE const cell* take_snapshot(const model::node& n, snapshot_pool& pool) {
  scratch keep;
  row_cells row;
  const std::size_t count = n.model->columns.size();
  for (std::size_t i = 0; i < count; ++i) std::construct_at(&row.cells[i], read_column(n, i, keep));
  return keep_cells(std::span<const cell>(row.cells).first(count), pool);
}

PLINTH_INLINE void give_snapshot(const model::model_info& m, const cell* snapshot, snapshot_pool& pool) noexcept {
  if (snapshot) pool.give(snapshot, cells_with_bytes(std::span(snapshot, m.columns.size())));
}

/// How many characters UTF-8 text has: bytes that do not continue one.
[[nodiscard]] PLINTH_INLINE std::size_t characters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

PLINTH_INLINE void require_length(const model::model_info& m, std::size_t column, std::string_view text) {
  const std::size_t found = characters(text);
  const model::column_info& c = m.columns[column];
  if (found <= c.length) return;
  throw value_error(2311,
                    joined({m.name, "::", c.field, " has ", std::to_string(found), " characters, and its column takes ",
                            std::to_string(c.length), "; shorten it or widen the column"}));
}

PLINTH_INLINE column_set changed_columns(const model::node& n) {
  if (!n.snapshot) return 0;
  scratch keep;
  column_set changed = 0;
  for (std::size_t i = 0; i < n.model->columns.size(); ++i)
    if (!n.model->columns[i].computed && !same_value(read_column(n, i, keep), n.snapshot[i]))
      changed |= column_set{1} << i;
  return changed;
}

PLINTH_INLINE void restore_columns(model::node& n, const cell* snapshot) {
  for (std::size_t i = 0; i < n.model->columns.size(); ++i) write_column(n, i, snapshot[i]);
}

PLINTH_INLINE std::uint64_t hash_of(const cell& c, std::uint64_t seed) noexcept {
  std::uint64_t h = seed ^ 0x9E3779B97F4A7C15ULL;
  const auto mix = [&h](std::uint64_t word) {
    h = (h ^ word) * 0xFF51AFD7ED558CCDULL;
    h ^= h >> 32;
  };
  if (!has_bytes(c.kind)) {
    mix(static_cast<std::uint64_t>(c.integer));
    return h;
  }
  std::size_t at = 0;
  for (; at + 8 <= c.size; at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, c.data + at, 8);
    mix(word);
  }
  std::uint64_t last = c.size;
  for (; at < c.size; ++at) last = (last << 8) | static_cast<unsigned char>(c.data[at]);
  mix(last);
  return h;
}

PLINTH_INLINE std::string key_text(std::span<const cell> key) {
  std::string text = key.size() == 1 ? "" : "(";
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (i > 0) text += ", ";
    const cell& c = key[i];
    if (c.is_null())
      text += "NULL";
    else if (c.kind == kind::text)
      text += joined({"'", c.bytes().substr(0, 40), "'"});
    else if (has_bytes(c.kind))
      text += std::to_string(c.size) + " bytes";
    else if (c.kind == kind::real)
      text += std::to_string(c.real);
    else
      text += std::to_string(c.integer);
  }
  if (key.size() != 1) text += ")";
  return text;
}

PLINTH_INLINE std::string identity_text(const model::node& n) {
  scratch keep;
  std::array<cell, 8> key;
  for (std::size_t i = 0; i < n.model->key.size(); ++i) key[i] = read_column(n, n.model->key[i], keep);
  return joined({n.model->name, " ", key_text(std::span(key).first(n.model->key.size()))});
}

}  // namespace plinth::detail
