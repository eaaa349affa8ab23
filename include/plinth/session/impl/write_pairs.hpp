// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/write_pairs.hpp>

#include <cstdint>
#include <span>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/session/relation_statements.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE void append_stored(const model::node& n, std::span<const std::uint16_t> columns, scratch& keep,
                                 std::vector<cell>& cells) {
  for (const std::uint16_t column : columns)
    cells.push_back(n.snapshot ? n.snapshot[column] : read_column(n, column, keep));
}

PLINTH_INLINE void delete_pairs(const flush_plan& plan, connection& to) {
  scratch keep;
  std::vector<cell> cells;
  for (const pair_purge& p : plan.purges) {
    cells.clear();
    keep.clear();
    const bool is_target = p.end == pair_end::target;
    append_stored(*p.n, is_target ? p.relation->target_columns : p.relation->own_columns, keep, cells);
    to.execute(delete_pairs_statement(*p.relation, p.end).view(), cells);
  }
  for (const link_change& c : plan.pairs) {
    if (c.step != link_step::remove) continue;
    cells.clear();
    keep.clear();
    append_stored(*c.owner, c.relation->own_columns, keep, cells);
    append_stored(*c.target, c.relation->target_columns, keep, cells);
    to.execute(delete_pair_statement(*c.relation).view(), cells);
  }
}

PLINTH_INLINE void insert_pairs(const flush_plan& plan, connection& to) {
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
    to.execute(insert_pair_statement(*c.relation, c.unsure).view(), cells);
  }
}

}  // namespace plinth::detail
