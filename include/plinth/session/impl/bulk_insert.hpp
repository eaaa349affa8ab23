// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/bulk_insert.hpp>

#include <bit>
#include <cstddef>
#include <span>
#include <string>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/model/field_place.hpp>
#include <plinth/model/link.hpp>
#include <plinth/session/snapshot.hpp>
#include <plinth/session/statements.hpp>

namespace plinth::detail {

/// Rows that leave the same columns to the database go into one statement, in few sizes: powers of two.
PLINTH_INLINE void bulk_inserter::insert(std::span<const void* const> rows) {
  while (!rows.empty()) {
    keep_.clear();
    cells_.clear();
    column_set bound = 0;
    std::size_t count = 0;
    for (const void* row : rows) {
      const column_set columns = append(row);
      if (count == 0) bound = columns;
      if (columns != bound) break;
      ++count;
    }
    count = bound == 0 ? 1 : std::bit_floor(count);
    cells_.resize(count * static_cast<std::size_t>(std::popcount(bound)));
    session_.write_connection().execute(insert_statement(model_, bound, count, 0).view(), cells_);
    rows = rows.subspan(count);
  }
}

PLINTH_INLINE column_set bulk_inserter::append(const void* row) {
  refuse_related(row);
  column_set bound = 0;
  for (std::size_t i = 0; i < model_.columns.size(); ++i) {
    const model::column_info& c = model_.columns[i];
    if (c.computed) continue;
    const cell value = value_of(row, i);
    if ((c.generated && value.integer == 0) || (c.server_default && value.is_null())) continue;
    bound |= column_set{1} << i;
    cells_.push_back(value);
  }
  return bound;
}

PLINTH_INLINE cell bulk_inserter::value_of(const void* row, std::size_t column) {
  if (has_column(version_columns(model_), column)) return cell::of_integer(1);
  cell value;
  try {
    value = model::encode_field(model_.places[column], row, keep_);
  } catch (const value_error& e) {
    rethrow_for_column(e, model_, column);
  }
  const std::uint32_t most = model_.columns[column].length;
  if (most > 0 && value.kind == kind::text && value.size > most) require_length(model_, column, value.bytes());
  return value;
}

PLINTH_INLINE void bulk_inserter::refuse_related(const void* row) const {
  for (const model::relationship_info& r : model_.relationships) {
    const auto& held = *reinterpret_cast<const model::link*>(static_cast<const std::byte*>(row) + r.offset);
    if (!held.targets().empty())
      throw session_error(3121, joined({"a struct given to bulk_insert holds objects in ", model::member_name(r),
                                        ", which it would leave behind; set foreign keys, or add() the struct"}));
  }
}

}  // namespace plinth::detail
