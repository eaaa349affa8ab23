// SPDX-License-Identifier: MIT
#pragma once

// How SQL quotes an identifier: the one place that does it, for statements and for text that is made by the compiler.

#include <string_view>

namespace plinth::detail {

/// Gives the characters of the identifier to `put`, in quotes, with each quote in it doubled.
template <class Put>
constexpr void put_quoted(std::string_view identifier, const Put& put) {
  put('"');
  for (const char c : identifier) {
    if (c == '"') put(c);
    put(c);
  }
  put('"');
}

}  // namespace plinth::detail
