// SPDX-License-Identifier: MIT
#pragma once

// Running queries: what all of them share, whatever comes out.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <plinth/session/load_path.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sql/select.hpp>

namespace plinth::detail {

/// The values of one run; few of them need no memory of their own.
class bound_cells {
 public:
  explicit bound_cells(const sql::select_parts& parts);
  explicit bound_cells(const sql::fragment& statement);
  bound_cells(const bound_cells&) = delete;
  bound_cells& operator=(const bound_cells&) = delete;

  [[nodiscard]] std::span<const cell> view() const noexcept { return {many_ ? many_.get() : few_.data(), size_}; }

 private:
  [[nodiscard]] cell* room() {
    if (size_ <= few_.size()) return few_.data();
    many_ = std::make_unique_for_overwrite<cell[]>(size_);
    return many_.get();
  }

  std::size_t size_;
  std::array<cell, 6> few_;
  std::unique_ptr<cell[]> many_;
};

/// A statement that is running, and the values it was given, which have to stay for as long.
class running {
 public:
  running(session_core& s, const sql::select_parts& parts, std::span<const kind> expected, fetch how = fetch::whole);
  running(session_core& s, const sql::fragment& statement, std::span<const kind> expected);

  [[nodiscard]] cursor& rows() noexcept { return rows_; }

 private:
  static connection& flushed(session_core& s);

  bound_cells values_;
  cursor rows_;
};

/// Rows of `size` bytes to take memory for at once: as many as the statement gave the last time, within 64 MiB.
[[nodiscard]] inline std::size_t room_for(const cursor& rows, std::size_t size) noexcept {
  const std::size_t most = (std::size_t{64} << 20) / size;
  return rows.rows_before() < most ? rows.rows_before() : most;
}

/// Whether much more was taken than was needed.
[[nodiscard]] inline bool is_too_much(std::size_t room, std::size_t used, std::size_t size) noexcept {
  return room / 2 > used && (room - used) * size > 65'536;
}

[[noreturn]] void refuse_none(std::string_view what);

[[noreturn]] void refuse_several(std::string_view what);

/// The objects of the rows, in their order. Throws what running and decoding throw; objects read until then stay.
[[nodiscard]] std::vector<model::node*> read_entities(session_core& s, const sql::select_parts& parts,
                                                      const model::model_info& m, std::span<const load_path> paths);

/// The only value of a statement that has one row of one column.
[[nodiscard]] std::int64_t read_number(session_core& s, const sql::fragment& statement, kind expected);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/query_run.hpp>
#endif
