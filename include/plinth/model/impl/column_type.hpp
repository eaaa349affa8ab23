// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/model/column_type.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/reflect/enum_name.hpp>

namespace plinth::model {

PLINTH_INLINE void wrong_kind(kind found, std::string_view wanted) {
  if (found == kind::null)
    throw value_error(2301, std::string("NULL was found where ") + std::string(wanted) +
                                " must be; make the field a std::optional, or the column NOT NULL");
  throw value_error(2302, std::string(name_of(found)) + " was found where " + std::string(wanted) +
                              " must be; give the field the column's type");
}

PLINTH_INLINE std::string_view name_of(kind k) noexcept {
  constexpr std::string_view names[] = {"NULL",   "a boolean", "an integer",  "a real number",
                                        "a text", "a blob",    "a timestamp", "a local timestamp",
                                        "a date", "a uuid",    "a JSON text", "a decimal"};
  return names[static_cast<std::size_t>(k)];
}

PLINTH_INLINE void out_of_range(std::int64_t value, std::string_view type) {
  throw value_error(2304, "the stored value " + std::to_string(value) + " is beyond what " + std::string(type) +
                              " can hold; give the field a wider type");
}

}  // namespace plinth::model
