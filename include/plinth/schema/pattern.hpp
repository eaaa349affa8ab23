// SPDX-License-Identifier: MIT
#pragma once

// Regular expressions in linear time: a pattern becomes a small program, and all of its ways through a text are walked
// side by side (Thompson, 1968). No text, however hostile, makes it slow: the work is bounded by the length of the text
// times the size of the pattern.
//
// The subset, which is the same in JSON Schema: characters; `.` (any but a line feed); classes `[a-z_]`, `[^0-9]`;
// `\d \w \s` and their opposites, for ASCII; escapes `\n \t \r \f \v \xHH \uHHHH` and of punctuation; `*`, `+`, `?`,
// `{m}`, `{m,}`, `{m,n}`; groups `(…)` and `(?:…)`; `|`; `^` and `$` for the text's begin and end. Everything else
// (look-around, back-references, lazy quantifiers) is refused. As in JSON Schema, a pattern without anchors may match
// anywhere in the text. Characters are code points of UTF-8.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/schema/detail/pattern_parser.hpp>

namespace plinth::dto {

/// A pattern, ready to be matched.
class pattern_program {
 public:
  /// Throws `value_error` for what is not in the subset.
  explicit constexpr pattern_program(std::string_view pattern) {
    if (const char* wrong = detail::pattern_parser(code_, pattern).parse())
      throw value_error(4111, std::string("a pattern cannot be used: ") + wrong);
  }

  /// What is wrong with a pattern, or null.
  [[nodiscard]] static constexpr const char* fault_of(std::string_view pattern) {
    detail::pattern_code unused;
    return detail::pattern_parser(unused, pattern).parse();
  }

  /// Whether the text holds the pattern. Bytes that are no UTF-8 count as characters of their own.
  [[nodiscard]] constexpr bool matches(std::string_view text) const;

 private:
  class states;

  [[nodiscard]] constexpr bool takes(const detail::instruction& i, std::uint32_t c) const {
    if (i.what == detail::step::any) return c != '\n';
    bool in = false;
    for (int r = i.first; r < i.first + i.count; ++r) {
      const detail::character_range& range = code_.ranges[static_cast<std::size_t>(r)];
      in = in || (c >= range.from && c <= range.to);
    }
    return in == (i.what == detail::step::one_of);
  }

  detail::pattern_code code_;
};

/// The instructions that the ways through the text stand at, each of them once.
class pattern_program::states {
 public:
  static constexpr std::size_t max_size = detail::pattern_code::max_size;

  std::array<std::uint16_t, max_size> at;
  std::size_t size = 0;

  /// Adds an instruction and what can be reached from it without a character. True if that accepts the text.
  constexpr bool add(const pattern_program& p, std::size_t start, std::array<std::uint32_t, max_size>& seen,
                     std::uint32_t stamp, bool at_begin, bool at_end) {
    std::array<std::uint16_t, max_size> waiting;
    std::size_t count = 0;
    const auto push = [&](std::size_t i) {
      if (seen[i] == stamp) return;
      seen[i] = stamp;
      waiting[count++] = static_cast<std::uint16_t>(i);
    };
    bool accepted = false;
    push(start);
    while (count > 0) {
      const std::size_t here = waiting[--count];
      const detail::instruction& i = p.code_.code[here];
      const auto target = [&](std::int16_t by) {
        return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(here) + by);
      };
      switch (i.what) {
        case detail::step::accept: accepted = true; break;
        case detail::step::jump: push(target(i.first)); break;
        case detail::step::fork:
          push(target(i.first));
          push(target(i.count));
          break;
        case detail::step::begin:
          if (at_begin) push(here + 1);
          break;
        case detail::step::end:
          if (at_end) push(here + 1);
          break;
        default: at[size++] = static_cast<std::uint16_t>(here); break;
      }
    }
    return accepted;
  }
};

constexpr bool pattern_program::matches(std::string_view text) const {
  states lists[2]{};
  std::array<std::uint32_t, states::max_size> seen{};
  std::uint32_t stamp = 1;
  states* now = &lists[0];
  states* next = &lists[1];
  for (std::size_t at = 0;; ++stamp) {
    if (now->add(*this, 0, seen, stamp, at == 0, at == text.size())) return true;  // it may also begin here
    if (at == text.size()) return false;
    const std::uint32_t c = detail::next_code_point(text, at);
    next->size = 0;
    bool accepted = false;
    for (std::size_t i = 0; i < now->size; ++i)
      if (takes(code_.code[now->at[i]], c))
        accepted = next->add(*this, now->at[i] + std::size_t{1}, seen, stamp + 1, false, at == text.size()) || accepted;
    if (accepted) return true;
    std::swap(now, next);
  }
}

}  // namespace plinth::dto
