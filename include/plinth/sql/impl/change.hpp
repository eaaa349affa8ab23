// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/sql/change.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/sql/condition.hpp>
#include <plinth/sql/joining.hpp>

namespace plinth::sql {

PLINTH_INLINE fragment change_parts::statement() const {
  if (conditions_ == 0 && !every_row_)
    throw query_error(3306,
                      "the conditions of this UPDATE or DELETE say nothing, so that it would meet every row; check "
                      "condition.is_neutral() before, or say where(plinth::all_rows) if every row is meant");
  fragment result;
  result.tokens.push_back({verb_, assignments_ | (conditions_ << 32)});
  result.tokens.push_back({table_, 0});
  result.append(set_);
  result.append(where_);
  return result;
}

}  // namespace plinth::sql
