// SPDX-License-Identifier: MIT
#pragma once

// SQL text as tokens: enough to split scripts, to compare expressions and to read a server's own CREATE statements. It
// knows where texts, names and comments begin and end, and nothing of grammar. What cannot be understood comes out as
// symbols of one character.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plinth::dialect {

/// What servers read in different ways.
struct lexical_rules {
  bool brackets_quote = false;    ///< [name]
  bool backticks_quote = false;   ///< `name`
  bool dollar_quotes = false;     ///< $tag$ text $tag$
  bool nested_comments = false;   ///< /* /* */ */
  bool escape_texts = false;      ///< E'\''
  bool names_ignore_case = true;  ///< also quoted ones
};

inline constexpr lexical_rules sqlite_lexical_rules{.brackets_quote = true, .backticks_quote = true};
inline constexpr lexical_rules postgresql_lexical_rules{
    .dollar_quotes = true, .nested_comments = true, .escape_texts = true, .names_ignore_case = false};

enum class token_kind : std::uint8_t {
  word,         ///< a keyword or a name without quotes
  quoted_name,  ///< "name", [name], `name`
  text,         ///< 'text', with the letter before it, and $$text$$
  number,
  symbol,
  comment,
  end,
};

struct lexical_token {
  token_kind kind = token_kind::end;
  std::string_view text{};  ///< as it stands there
  std::size_t begin = 0;    ///< its place in the whole text
  bool unfinished = false;  ///< a text, name or comment that never ends

  [[nodiscard]] std::size_t end() const noexcept { return begin + text.size(); }

  /// Whether it is this keyword, in whatever case. `upper` is in capitals.
  [[nodiscard]] bool is_word(std::string_view upper) const noexcept;
  [[nodiscard]] bool is_symbol(std::string_view symbol) const noexcept {
    return kind == token_kind::symbol && text == symbol;
  }
  [[nodiscard]] bool is_name() const noexcept { return kind == token_kind::word || kind == token_kind::quoted_name; }

  /// A name without its quotes; a text without its own.
  [[nodiscard]] std::string unquoted() const;
};

/// The tokens of a text, one after the other. The text has to stay where it is.
class lexer {
 public:
  explicit lexer(std::string_view text, const lexical_rules& rules = sqlite_lexical_rules) noexcept
      : text_(text), rules_(rules) {}

  /// The next token; `end` at the end, as often as it is asked for. Blanks are passed over, comments are not.
  [[nodiscard]] lexical_token next();

 private:
  [[nodiscard]] lexical_token take(token_kind kind, std::size_t size, bool unfinished = false);
  [[nodiscard]] lexical_token take_quoted(token_kind kind, std::size_t before, char closing, bool backslashes = false);
  [[nodiscard]] lexical_token take_line_comment();
  [[nodiscard]] lexical_token take_block_comment();
  [[nodiscard]] lexical_token take_number();
  [[nodiscard]] lexical_token take_word();
  [[nodiscard]] lexical_token take_symbol();
  [[nodiscard]] std::optional<lexical_token> take_dollar_text();
  [[nodiscard]] char at(std::size_t ahead) const noexcept {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }

  std::string_view text_;
  lexical_rules rules_;
  std::size_t position_ = 0;
};

/// All tokens but comments; the last one is `end`.
[[nodiscard]] std::vector<lexical_token> tokens_of(std::string_view text,
                                                   const lexical_rules& rules = sqlite_lexical_rules);

/// `text` in small letters; letters beyond ASCII stay as they are.
[[nodiscard]] std::string lowered(std::string_view text);

/// Whether both are the same but for the case of ASCII letters, which is how SQLite compares names.
[[nodiscard]] bool same_but_for_case(std::string_view a, std::string_view b) noexcept;

}  // namespace plinth::dialect

#ifndef PLINTH_PRECOMPILED
#include <plinth/dialect/impl/lexer.hpp>
#endif
