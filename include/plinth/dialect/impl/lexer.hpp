// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/dialect/lexer.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>

namespace plinth::dialect {

namespace detail {

[[nodiscard]] constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
[[nodiscard]] constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Bytes above ASCII are letters, for every server.
[[nodiscard]] constexpr bool begins_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
[[nodiscard]] constexpr bool goes_on_word(char c) noexcept { return begins_word(c) || is_digit(c) || c == '$'; }

}  // namespace detail

PLINTH_INLINE std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = detail::lower(c);
  return result;
}

PLINTH_INLINE bool same_but_for_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (detail::lower(a[i]) != detail::lower(b[i])) return false;
  return true;
}

PLINTH_INLINE bool lexical_token::is_word(std::string_view upper) const noexcept {
  return kind == token_kind::word && same_but_for_case(text, upper);
}

PLINTH_INLINE std::string lexical_token::unquoted() const {
  if (kind != token_kind::quoted_name && kind != token_kind::text) return std::string(text);
  const std::size_t open = text.find_first_of("\"'[`");
  if (open == std::string_view::npos || text.size() < open + 2) return std::string(text);
  const char closing = text.back();
  std::string result;
  for (std::size_t i = open + 1; i + 1 < text.size(); ++i) {
    result += text[i];
    if (text[i] == closing && text[i + 1] == closing) ++i;
  }
  return result;
}

PLINTH_INLINE lexical_token lexer::take(token_kind kind, std::size_t size, bool unfinished) {
  const lexical_token result{kind, text_.substr(position_, size), position_, unfinished};
  position_ += result.text.size();
  return result;
}

/// `before` bytes stand before the opening quote. A closing quote that stands twice belongs to the text.
PLINTH_INLINE lexical_token lexer::take_quoted(token_kind kind, std::size_t before, char closing, bool backslashes) {
  std::size_t size = before + 1;
  while (position_ + size < text_.size()) {
    const char c = at(size);
    if (backslashes && c == '\\') {
      size += 2;
    } else if (c != closing) {
      ++size;
    } else if (closing != ']' && at(size + 1) == closing) {
      size += 2;
    } else {
      return take(kind, size + 1);
    }
  }
  return take(kind, text_.size() - position_, true);
}

PLINTH_INLINE lexical_token lexer::take_line_comment() {
  const std::size_t end = text_.find('\n', position_);
  return take(token_kind::comment, (end == std::string_view::npos ? text_.size() : end) - position_);
}

PLINTH_INLINE lexical_token lexer::take_block_comment() {
  std::size_t depth = 1;
  std::size_t size = 2;
  while (position_ + size < text_.size()) {
    if (at(size) == '*' && at(size + 1) == '/') {
      size += 2;
      if (--depth == 0) return take(token_kind::comment, size);
    } else if (rules_.nested_comments && at(size) == '/' && at(size + 1) == '*') {
      size += 2;
      ++depth;
    } else {
      ++size;
    }
  }
  return take(token_kind::comment, text_.size() - position_, true);
}

PLINTH_INLINE lexical_token lexer::take_number() {
  std::size_t size = 1;
  while (detail::goes_on_word(at(size)) || at(size) == '.' ||
         ((at(size) == '+' || at(size) == '-') && detail::lower(at(size - 1)) == 'e' && detail::lower(at(1)) != 'x'))
    ++size;
  return take(token_kind::number, size);
}

PLINTH_INLINE lexical_token lexer::take_word() {
  const char first = detail::lower(at(0));
  if (at(1) == '\'' && (first == 'x' || first == 'b' || first == 'n' || first == 'e'))
    return take_quoted(token_kind::text, 1, '\'', first == 'e' && rules_.escape_texts);
  std::size_t size = 1;
  while (detail::goes_on_word(at(size))) ++size;
  return take(token_kind::word, size);
}

PLINTH_INLINE std::optional<lexical_token> lexer::take_dollar_text() {
  std::size_t tag = 1;
  while (detail::goes_on_word(at(tag)) && at(tag) != '$') ++tag;
  if (at(tag) != '$' || detail::is_digit(at(1))) return std::nullopt;
  const std::string_view mark = text_.substr(position_, tag + 1);
  const std::size_t end = text_.find(mark, position_ + mark.size());
  if (end == std::string_view::npos) return take(token_kind::text, text_.size() - position_, true);
  return take(token_kind::text, end + mark.size() - position_);
}

PLINTH_INLINE lexical_token lexer::take_symbol() {
  constexpr std::array<std::string_view, 12> longer = {
      "->>", "||", "->", "<<", ">>", "<=", ">=", "<>", "!=", "==", "::", ":="};
  for (const std::string_view symbol : longer)
    if (text_.substr(position_).starts_with(symbol)) return take(token_kind::symbol, symbol.size());
  return take(token_kind::symbol, 1);
}

PLINTH_INLINE lexical_token lexer::next() {
  while (detail::is_blank(at(0)) && position_ < text_.size()) ++position_;
  if (position_ >= text_.size()) return {token_kind::end, {}, position_, false};
  const char c = at(0);
  if (c == '-' && at(1) == '-') return take_line_comment();
  if (c == '/' && at(1) == '*') return take_block_comment();
  if (c == '\'') return take_quoted(token_kind::text, 0, '\'');
  if (c == '"') return take_quoted(token_kind::quoted_name, 0, '"');
  if (c == '[' && rules_.brackets_quote) return take_quoted(token_kind::quoted_name, 0, ']');
  if (c == '`' && rules_.backticks_quote) return take_quoted(token_kind::quoted_name, 0, '`');
  if (c == '$' && rules_.dollar_quotes)
    if (const std::optional<lexical_token> text = take_dollar_text()) return *text;
  if (detail::is_digit(c) || (c == '.' && detail::is_digit(at(1)))) return take_number();
  return detail::begins_word(c) ? take_word() : take_symbol();
}

PLINTH_INLINE std::vector<lexical_token> tokens_of(std::string_view text, const lexical_rules& rules) {
  std::vector<lexical_token> result;
  lexer tokens(text, rules);
  do {
    const lexical_token token = tokens.next();
    if (token.kind != token_kind::comment) result.push_back(token);
  } while (result.empty() || result.back().kind != token_kind::end);
  return result;
}

}  // namespace plinth::dialect
