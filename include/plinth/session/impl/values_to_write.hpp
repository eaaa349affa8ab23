// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/values_to_write.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/model/field_place.hpp>
#include <plinth/model/link.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE cell value_to_write(const model::model_info& m, const void* object, std::size_t column, scratch& keep) {
  cell value;
  try {
    value = model::encode_field(m.places[column], object, keep);
  } catch (const value_error& e) {
    rethrow_for_column(e, m, column);
  }
  const std::uint32_t most = m.columns[column].length;
  if (most > 0 && value.kind == kind::text && value.size > most) require_length(m, column, value.bytes());
  return value;
}

/// For a column that is one of the model's times.
[[nodiscard]] PLINTH_INLINE cell time_of(const model::model_info& m, std::size_t column, flush_time& now) {
  if (has_column(set_of(m.created), column)) return now.of(m.created);
  return now.of(has_column(set_of(m.updated), column) ? m.updated : m.removed);
}

PLINTH_INLINE insert_columns append_new_row(const model::model_info& m, const void* object, column_set later,
                                            flush_time& now, scratch& keep, std::vector<cell>& cells) {
  const column_set times = set_of(m.created) | set_of(m.updated);
  insert_columns result;
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    const column_set column = column_set{1} << i;
    const model::column_info& c = m.columns[i];
    cell value = has_column(later, i) ? cell{}
                 : is_version(m, i)   ? cell::of_integer(1)
                                      : value_to_write(m, object, i, keep);
    if (times != 0 && has_column(times, i) && is_unset(value)) {
      result.set_by_time |= column;
      value = time_of(m, i, now);
    }
    if (c.generated && value.integer == 0) {
      result.generated_key = true;
    } else if (c.computed || (c.server_default && value.is_null())) {
      result.returned |= column;
    } else {
      result.bound |= column;
      cells.push_back(value);
    }
  }
  return result;
}

PLINTH_INLINE void append_changed_row(const model::model_info& m, const void* object, column_set columns,
                                      column_set set_by_time, std::int64_t version, flush_time& now, scratch& keep,
                                      std::vector<cell>& cells) {
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (!has_column(columns, i)) continue;
    if (has_column(set_by_time, i))
      cells.push_back(time_of(m, i, now));
    else
      cells.push_back(is_version(m, i) ? cell::of_integer(version) : value_to_write(m, object, i, keep));
  }
}

PLINTH_INLINE const model::relationship_info* holding_relationship(const model::model_info& m,
                                                                   const void* object) noexcept {
  for (const model::relationship_info& r : m.relationships) {
    const auto& held = *reinterpret_cast<const model::link*>(static_cast<const std::byte*>(object) + r.offset);
    if (!held.targets().empty()) return &r;
  }
  return nullptr;
}

PLINTH_INLINE void refuse_related(const model::model_info& m, const void* object, std::string_view member) {
  if (const model::relationship_info* r = holding_relationship(m, object))
    throw session_error(3121, joined({"a struct given to ", member, " holds objects in ", model::member_name(*r),
                                      ", which it would leave behind; set foreign keys, or add() the struct"}));
}

}  // namespace plinth::detail
