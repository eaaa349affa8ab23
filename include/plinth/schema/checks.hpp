// SPDX-License-Identifier: MIT
#pragma once

// Whether a value keeps to the rules of its field. Each function notes the faults that it finds.

#include <cstddef>
#include <cstdint>
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
  for (const char c : label)
    if (!is_letter(c) && !is_digit(c) && !is_wide(c) && c != '-') return false;
  return true;
}

constexpr bool is_domain(std::string_view domain) noexcept {
  bool dotted = false;
  for (std::size_t dot = domain.find('.'); dot != std::string_view::npos; dot = domain.find('.')) {
    if (!is_label(domain.substr(0, dot))) return false;
    domain.remove_prefix(dot + 1);
    dotted = true;
  }
  bool is_number = true;
  for (const char c : domain) is_number = is_number && is_digit(c);
  return dotted && is_label(domain) && !is_number;
}

constexpr bool is_mailbox(std::string_view local) noexcept {
  constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.') return false;
  if (local.find("..") != std::string_view::npos) return false;
  for (const char c : local)
    if (!is_letter(c) && !is_digit(c) && !is_wide(c) && marks.find(c) == std::string_view::npos) return false;
  return true;
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
[[nodiscard]] std::string counted(std::size_t count, std::string_view what);

void check_text(reading& in, std::string_view text, const ready_rules& r);

/// For integers of 64 bits; one above the largest signed value is given as such by `beyond`.
void check_integer(reading& in, std::int64_t value, bool beyond, const ready_rules& r);

void check_real(reading& in, double value, const ready_rules& r);

void check_items(reading& in, std::size_t count, const ready_rules& r);

}  // namespace plinth::dto

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/checks.hpp>
#endif
