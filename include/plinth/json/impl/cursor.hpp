// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/json/detail/cursor.hpp>

#include <plinth/core/inline.hpp>

namespace plinth::json::detail {

PLINTH_INLINE void cursor::fail_expected(std::string_view expected) const {
  if (at == end) fail(4001, "the text ends where it should go on; expected " + std::string(expected));
  fail(4000, "expected " + std::string(expected) + ", found " + found());
}

PLINTH_INLINE void cursor::fail(int code, std::string_view what) const {
  throw syntax_error(code, what, position_at({begin, end}, static_cast<std::size_t>(at - begin)), where);
}

PLINTH_INLINE std::string cursor::found() const {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(*at);
  if (byte > ' ' && byte < 0x7F) return {'\'', *at, '\''};
  return {'b', 'y', 't', 'e', ' ', '0', 'x', digits[byte / 16], digits[byte % 16]};
}

}  // namespace plinth::json::detail
