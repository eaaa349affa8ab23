// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/values_to_write.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/model/field_place.hpp>
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
      value = now.of(has_column(set_of(m.created), i) ? m.created : m.updated);
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

}  // namespace plinth::detail
