// SPDX-License-Identifier: MIT
#pragma once

// Whether a value keeps to the rules of its field. Each function notes the faults that it finds.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <plinth/schema/pattern.hpp>
#include <plinth/schema/reading.hpp>
#include <plinth/schema/rules.hpp>

namespace plinth::dto {

/// The rules of a field as a reading needs them: its pattern is compiled.
struct ready_rules : rules {
  const pattern_program* program = nullptr;
};

/// The number of code points of a text of sound UTF-8.
[[nodiscard]] constexpr std::size_t count_characters(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

namespace detail {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_wide(char c) noexcept { return static_cast<unsigned char>(c) >= 0x80; }

/// A name between two dots of a domain.
constexpr bool is_label(std::string_view label) noexcept {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || is_wide(c) || c == '-'; });
}

constexpr bool is_domain(std::string_view domain) noexcept {
  bool dotted = false;
  for (std::size_t dot = domain.find('.'); dot != std::string_view::npos; dot = domain.find('.')) {
    if (!is_label(domain.substr(0, dot))) return false;
    domain.remove_prefix(dot + 1);
    dotted = true;
  }
  return dotted && is_label(domain) && !std::all_of(domain.begin(), domain.end(), is_digit);
}

constexpr bool is_mailbox(std::string_view local) noexcept {
  constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.') return false;
  if (local.find("..") != std::string_view::npos) return false;
  return std::all_of(local.begin(), local.end(), [&](char c) {
    return is_letter(c) || is_digit(c) || is_wide(c) || marks.find(c) != std::string_view::npos;
  });
}

}  // namespace detail

/// Whether a text is an e-mail address as people have them: `mailbox@domain`, at most 254 bytes. The mailbox has 1 to
/// 64 bytes: letters, digits, !#$%&'*+-/=?^_`{|}~ and single dots inside. The domain has at least two names of 1 to 63
/// letters, digits and inner hyphens, and its last name is no number. Characters above ASCII are letters. Quoted
/// mailboxes, comments and IP addresses, which RFC 5322 also has, are refused. Whether mail arrives, only mail can
/// tell.
[[nodiscard]] constexpr bool is_email(std::string_view text) noexcept {
  const std::size_t at = text.rfind('@');
  return text.size() <= 254 && at != std::string_view::npos && detail::is_mailbox(text.substr(0, at)) &&
         detail::is_domain(text.substr(at + 1));
}

/// "1 element", "2 elements".
[[nodiscard]] inline std::string counted(std::size_t count, std::string_view what) {
  std::string text = std::to_string(count);
  text.append(1, ' ').append(what);
  return count == 1 ? text : text + 's';
}

inline void check_text(reading& in, std::string_view text, const ready_rules& r) {
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

/// For integers of 64 bits; one above the largest signed value is given as such by `beyond`.
inline void check_integer(reading& in, std::int64_t value, bool beyond, const ready_rules& r) {
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

inline void check_real(reading& in, double value, const ready_rules& r) {
  for (const limit& l : limits) {
    const bound& b = r.*l.value;
    const int sign = value > b.real ? 1 : value < b.real ? -1 : 0;
    if (r.has(l.which) && !keeps_limit(l.which, sign)) note_limit(in, l.type, l.words, b);
  }
  if (!r.has(rule_multiple_of)) return;
  const double quotient = value / r.multiple_of.real;  // 0.3 is a multiple of 0.1, whatever the last bit says
  const double off = std::abs(quotient - std::round(quotient));
  if (off > std::abs(quotient) * 4 * std::numeric_limits<double>::epsilon())
    note_limit(in, "multiple_of", "a multiple of", r.multiple_of);
}

inline void check_items(reading& in, std::size_t count, const ready_rules& r) {
  const auto sized = [&] { return "the list has " + counted(count, "element") + "; "; };
  if (r.has(rule_min_items) && count < r.min_items)
    in.note("too_few_items", sized() + "at least " + std::to_string(r.min_items) + " are needed");
  if (r.has(rule_max_items) && count > r.max_items)
    in.note("too_many_items", sized() + "at most " + std::to_string(r.max_items) + " are allowed");
}

}  // namespace plinth::dto
