// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/sql/operand.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

#include <plinth/core/inline.hpp>
#include <plinth/sql/expression.hpp>

namespace plinth::sql {

PLINTH_INLINE std::string escaped_pattern(std::string_view before, std::string_view text, std::string_view after) {
  std::string result(before);
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') result += '!';
    result += c;
  }
  return result += after;
}

}  // namespace plinth::sql
