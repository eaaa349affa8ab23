// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/sql/nodes.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/sql/operand.hpp>

namespace plinth::sql {

PLINTH_INLINE void pad_list(std::vector<parameter>& values) {
  if (values.size() > most_in_list)
    throw query_error(3302, "a list of " + std::to_string(values.size()) +
                                " values stands behind in(), and servers take about 30,000 in one statement; split the "
                                "list, or put the values in a table and use in(query)");
  if (values.empty()) return;
  const std::size_t wanted = std::min(std::bit_ceil(values.size()), most_in_list);
  values.reserve(wanted);
  while (values.size() < wanted) values.push_back(parameter(values.back()));
}

}  // namespace plinth::sql
