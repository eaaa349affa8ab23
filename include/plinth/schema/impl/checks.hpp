// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/checks.hpp>

#include <limits>

#include <plinth/core/inline.hpp>
#include <plinth/json/writer.hpp>

namespace plinth::dto {

PLINTH_INLINE std::string counted(std::size_t count, std::string_view what) {
  std::string text = std::to_string(count);
  text.append(1, ' ').append(what);
  return count == 1 ? text : text + 's';
}

PLINTH_INLINE void check_text(reading& in, std::string_view text, const ready_rules& r) {
  if (r.has(rule_min_length | rule_max_length)) {
    const std::size_t length = count_characters(text);
    const auto sized = [&] { return "the text has " + counted(length, "character") + "; "; };
    if (r.has(rule_min_length) && length < r.min_length)
      in.note("too_short", sized() + "at least " + std::to_string(r.min_length) + " are needed");
    if (r.has(rule_max_length) && length > r.max_length)
      in.note("too_long", sized() + "at most " + std::to_string(r.max_length) + " are allowed");
  }
  if (r.has(rule_email) && !is_email(text))
    in.note("not_email", in.quoted(text) + " is no e-mail address such as name@example.org");
  if (r.program && !r.program->matches(text))
    in.note("pattern_mismatch", in.quoted(text) + " does not match the pattern " + std::string(r.pattern));
}

/// One limit of a number: the rule, its fault, and the word for it.
struct limit {
  rule which;
  bound rules::*value;
  std::string_view type;
  std::string_view words;
};

inline constexpr limit limits[] = {
    {rule_gt, &rules::gt, "greater_than", "more than"},
    {rule_ge, &rules::ge, "greater_than_equal", "at least"},
    {rule_lt, &rules::lt, "less_than", "less than"},
    {rule_le, &rules::le, "less_than_equal", "at most"},
};

[[nodiscard]] inline std::string text_of(const bound& b) {
  json::writer out;
  if (b.integral)
    out.integer(b.integer);
  else
    out.floating(b.real);
  return out.take();
}

inline void note_limit(reading& in, std::string_view type, std::string_view words, const bound& b) {
  in.note(type, "the number has to be " + std::string(words) + ' ' + text_of(b));
}

/// `sign` is that of the value minus the limit.
[[nodiscard]] constexpr bool keeps_limit(rule which, int sign) noexcept {
  switch (which) {
    case rule_gt: return sign > 0;
    case rule_ge: return sign >= 0;
    case rule_lt: return sign < 0;
    default: return sign <= 0;
  }
}

PLINTH_INLINE void check_integer(reading& in, std::int64_t value, bool beyond, const ready_rules& r) {
  for (const limit& l : limits) {
    const bound& b = r.*l.value;
    const int sign = beyond || value > b.integer ? 1 : value < b.integer ? -1 : 0;
    if (r.has(l.which) && !keeps_limit(l.which, sign)) note_limit(in, l.type, l.words, b);
  }
  if (!r.has(rule_multiple_of)) return;
  const std::int64_t divisor = r.multiple_of.integer;
  const bool fits = beyond ? static_cast<std::uint64_t>(value) % static_cast<std::uint64_t>(divisor) == 0
                           : divisor == -1 || value % divisor == 0;
  if (!fits) note_limit(in, "multiple_of", "a multiple of", r.multiple_of);
}

/// Whether a number is an integer, but for the last bits of a division. (<cmath> would cost every user more time to
/// compile than all checks together.)
[[nodiscard]] constexpr bool is_near_integer(double value) noexcept {
  const double magnitude = value < 0 ? -value : value;
  if (!(magnitude < 4503599627370496.0)) return true;  // 2^52: there are no fractions from there on
  const auto nearest = static_cast<double>(static_cast<std::int64_t>(magnitude + 0.5));
  const double off = magnitude < nearest ? nearest - magnitude : magnitude - nearest;
  return off <= magnitude * 4 * std::numeric_limits<double>::epsilon();
}

PLINTH_INLINE void check_real(reading& in, double value, const ready_rules& r) {
  for (const limit& l : limits) {
    const bound& b = r.*l.value;
    const int sign = value > b.real ? 1 : value < b.real ? -1 : 0;
    if (r.has(l.which) && !keeps_limit(l.which, sign)) note_limit(in, l.type, l.words, b);
  }
  if (!r.has(rule_multiple_of)) return;
  if (!is_near_integer(value / r.multiple_of.real))  // 0.3 is a multiple of 0.1, whatever the last bit says
    note_limit(in, "multiple_of", "a multiple of", r.multiple_of);
}

PLINTH_INLINE void check_items(reading& in, std::size_t count, const ready_rules& r) {
  const auto sized = [&] { return "the list has " + counted(count, "element") + "; "; };
  if (r.has(rule_min_items) && count < r.min_items)
    in.note("too_few_items", sized() + "at least " + std::to_string(r.min_items) + " are needed");
  if (r.has(rule_max_items) && count > r.max_items)
    in.note("too_many_items", sized() + "at most " + std::to_string(r.max_items) + " are allowed");
}

}  // namespace plinth::dto
