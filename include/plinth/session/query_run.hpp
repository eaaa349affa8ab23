// SPDX-License-Identifier: MIT
#pragma once

// Running queries: what all of them share, whatever comes out.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/session/load_path.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sql/select.hpp>

namespace plinth::detail {

/// The values of one run; few of them need no memory of their own.
class bound_cells {
 public:
  explicit bound_cells(const sql::select_parts& parts) : size_(parts.value_count()) { parts.write_values(room()); }
  explicit bound_cells(const sql::fragment& statement) : size_(statement.values.size()) {
    cell* to = room();
    for (const sql::parameter& p : statement.values) *to++ = p.value;
  }
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
  running(session_core& s, const sql::select_parts& parts, std::span<const kind> expected)
      : values_(parts), rows_(flushed(s).open(parts.shape(), values_.view(), expected)) {}
  running(session_core& s, const sql::fragment& statement, std::span<const kind> expected)
      : values_(statement), rows_(flushed(s).open(statement.tokens, values_.view(), expected)) {}

  [[nodiscard]] cursor& rows() noexcept { return rows_; }

 private:
  static connection& flushed(session_core& s) {
    s.autoflush();
    return s.read_connection();
  }

  bound_cells values_;
  cursor rows_;
};

[[noreturn]] inline void refuse_none(std::string_view what) {
  throw no_row(3201, "one() found no row of " + std::string(what) +
                         "; use first() or one_or_none() where there may be none");
}

[[noreturn]] inline void refuse_several(std::string_view what) {
  throw several_rows(3202, "one() found more than one row of " + std::string(what) +
                               "; narrow the filter, or use first() with order_by()");
}

/// The relationships of `path`, level by level: one SELECT for each 500 owners of a level.
inline void load_along(session_core& s, std::vector<model::node*> owners, const load_path& path) {
  for (const load_path::step& step : path.steps) {
    if (owners.empty()) return;
    const model::relationship_info& relation = step.owner().relationships[static_cast<std::size_t>(step.relation)];
    s.load_relation(owners, relation);
    std::vector<model::node*> targets;
    for (model::node* owner : owners) {
      const auto& reached = model::link_of(*owner, relation).targets();
      targets.insert(targets.end(), reached.begin(), reached.end());
    }
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    owners = std::move(targets);
  }
}

/// The objects of the rows, in their order. Throws what running and decoding throw; objects read until then stay.
[[nodiscard]] inline std::vector<model::node*> read_entities(session_core& s, const sql::select_parts& parts,
                                                             const model::model_info& m,
                                                             std::span<const load_path> paths) {
  std::vector<model::node*> nodes;
  {
    running statement(s, parts, m.kinds);
    while (statement.rows().next()) nodes.push_back(&s.store().load(m, statement.rows().row()));
  }
  for (const load_path& path : paths) load_along(s, nodes, path);
  return nodes;
}

/// The only value of a statement that has one row of one column.
[[nodiscard]] inline std::int64_t read_number(session_core& s, const sql::fragment& statement, kind expected) {
  running one(s, statement, std::span(&expected, 1));
  return one.rows().next() ? one.rows().row()->integer : 0;
}

}  // namespace plinth::detail
