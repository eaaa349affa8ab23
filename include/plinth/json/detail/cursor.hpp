// SPDX-License-Identifier: MIT
#pragma once

// A place in JSON text, and what the reader's parts share: whitespace, and the one way to report a fault of syntax.

#include <cstddef>
#include <source_location>
#include <string>
#include <string_view>

#include <plinth/json/fault.hpp>

namespace plinth::json::detail {

struct cursor {
  const char* begin;
  const char* end;
  const char* at;
  std::source_location where;

  /// The next byte, or NUL at the end of the text; NUL is no byte that JSON text may have outside of a value.
  [[nodiscard]] char peek() const noexcept { return at != end ? *at : '\0'; }

  void skip_whitespace() noexcept {
    if (at != end && static_cast<unsigned char>(*at) <= ' ') skip_run_of_whitespace();
  }

  [[nodiscard]] bool next_is(std::string_view text) const noexcept {
    return static_cast<std::size_t>(end - at) >= text.size() && std::string_view(at, text.size()) == text;
  }

  /// `expected` completes the sentence "expected …"; the fault is at `at`.
  [[noreturn]] void fail_expected(std::string_view expected) const {
    if (at == end) fail(4001, "the text ends where it should go on; expected " + std::string(expected));
    fail(4000, "expected " + std::string(expected) + ", found " + found());
  }

  [[noreturn]] void fail(int code, std::string_view what) const {
    throw syntax_error(code, what, position_at({begin, end}, static_cast<std::size_t>(at - begin)), where);
  }

 private:
  void skip_run_of_whitespace() noexcept {
    while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
  }

  [[nodiscard]] std::string found() const {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(*at);
    if (byte > ' ' && byte < 0x7F) return {'\'', *at, '\''};
    return {'b', 'y', 't', 'e', ' ', '0', 'x', digits[byte / 16], digits[byte % 16]};
  }
};

}  // namespace plinth::json::detail
