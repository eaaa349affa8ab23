// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/rows.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE std::string text_in(const cell& value) {
  if (value.is_null()) return {};
  if (has_bytes(value.kind)) return std::string(value.bytes());
  if (value.kind == kind::real) return std::to_string(value.real);
  if (value.kind == kind::boolean) return value.integer != 0 ? "1" : "0";
  return std::to_string(value.integer);
}

}  // namespace detail

PLINTH_INLINE std::vector<std::vector<std::string>> rows_of(connection& on, std::string_view query,
                                                            std::initializer_list<std::string_view> values) {
  std::vector<cell> bound;
  for (const std::string_view value : values) bound.push_back(cell::of_bytes(value));
  std::vector<std::vector<std::string>> result;
  cursor rows = on.open(query, bound);
  while (rows.next()) {
    std::vector<std::string>& row = result.emplace_back();
    for (std::size_t i = 0; i < rows.columns(); ++i) row.push_back(detail::text_in(rows.row()[i]));
  }
  return result;
}

PLINTH_INLINE std::vector<std::string> texts_of(connection& on, std::string_view query,
                                                std::initializer_list<std::string_view> values) {
  std::vector<std::string> result;
  for (std::vector<std::string>& row : rows_of(on, query, values)) result.push_back(std::move(row[0]));
  return result;
}

}  // namespace plinth::migrate
