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
  [[noreturn]] void fail_expected(std::string_view expected) const;

  [[noreturn]] void fail(int code, std::string_view what) const;

 private:
  void skip_run_of_whitespace() noexcept {
    while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
  }

  [[nodiscard]] std::string found() const;
};

}  // namespace plinth::json::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/json/impl/cursor.hpp>
#endif
