// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/write_pairs.hpp>

#include <cstdint>
#include <span>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/runs_ahead.hpp>
#include <plinth/session/relation_statements.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE void append_stored(const model::node& n, std::span<const std::uint16_t> columns, scratch& keep,
                                 std::vector<cell>& cells) {
  for (const std::uint16_t column : columns)
    cells.push_back(n.snapshot ? n.snapshot[column] : read_column(n, column, keep));
}

/// Rows of pairs, each sent ahead of its result where the driver does that.
class pair_writer {
 public:
  explicit pair_writer(connection& to) noexcept : to_(to), ahead_(to) {}

  void write(const fixed_shape& statement, std::span<const cell> values) {
    if (ahead_.send(statement.view(), values)) {
      if (ahead_.size() == most_ahead) end();
      return;
    }
    end();
    to_.execute(statement.view(), values);
  }

  /// All of them are done.
  void end() {
    while (ahead_.size() > 0) ahead_.execute();
  }

 private:
  static constexpr std::size_t most_ahead = 256;

  connection& to_;
  runs_ahead ahead_;
};

PLINTH_INLINE void delete_pairs(const flush_plan& plan, connection& to) {
  pair_writer out(to);
  scratch keep;
  std::vector<cell> cells;
  for (const pair_purge& p : plan.purges) {
    cells.clear();
    keep.clear();
    const bool is_target = p.end == pair_end::target;
    append_stored(*p.n, is_target ? p.relation->target_columns : p.relation->own_columns, keep, cells);
    out.write(delete_pairs_statement(*p.relation, p.end), cells);
  }
  for (const link_change& c : plan.pairs) {
    if (c.step != link_step::remove) continue;
    cells.clear();
    keep.clear();
    append_stored(*c.owner, c.relation->own_columns, keep, cells);
    append_stored(*c.target, c.relation->target_columns, keep, cells);
    out.write(delete_pair_statement(*c.relation), cells);
  }
  out.end();
}

PLINTH_INLINE void insert_pairs(const flush_plan& plan, connection& to) {
  pair_writer out(to);
  scratch keep;
  std::vector<cell> cells;
  const auto append_key = [&](const model::node& n, std::span<const std::uint16_t> columns) {
    for (const std::uint16_t column : columns) cells.push_back(read_column(n, column, keep));
  };
  for (const link_change& c : plan.pairs) {
    if (c.step != link_step::add) continue;
    cells.clear();
    keep.clear();
    append_key(*c.owner, c.relation->own_columns);
    append_key(*c.target, c.relation->target_columns);
    out.write(insert_pair_statement(*c.relation, c.unsure), cells);
  }
  out.end();
}

}  // namespace plinth::detail
