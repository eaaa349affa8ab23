// SPDX-License-Identifier: MIT
#pragma once

// Goes through the tokens of an SQL text from left to right.

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/dialect/lexer.hpp>

namespace plinth::migrate::sqlite::detail {

class token_reader {
 public:
  /// The text has to stay.
  explicit token_reader(std::string_view sql) : sql_(sql), tokens_(dialect::tokens_of(sql)) {}

  [[nodiscard]] const dialect::lexical_token& here() const { return tokens_[at_]; }
  [[nodiscard]] const dialect::lexical_token& ahead(std::size_t by) const {
    return tokens_[std::min(at_ + by, tokens_.size() - 1)];
  }
  void step() {
    if (at_ + 1 < tokens_.size()) ++at_;
  }

  [[nodiscard]] bool take(std::string_view symbol) {
    if (!here().is_symbol(symbol)) return false;
    step();
    return true;
  }

  [[nodiscard]] bool take_word(std::string_view upper) {
    if (!here().is_word(upper)) return false;
    step();
    return true;
  }

  void skip_words(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) static_cast<void>(take_word(word));
  }

  [[nodiscard]] std::string take_name() {
    std::string result = here().unquoted();
    step();
    return result;
  }

  /// A name that a schema's may stand before.
  [[nodiscard]] std::string take_object_name() {
    std::string result = take_name();
    if (take(".")) result = take_name();
    return result;
  }

  [[nodiscard]] static std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n\f\v");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n\f\v") + 1 - first));
  }

  /// What stands between the bracket that opens here and the one that closes it.
  [[nodiscard]] std::string_view take_bracket() {
    const std::size_t begin = here().end();
    std::size_t depth = 0;
    for (; here().kind != dialect::token_kind::end; step()) {
      if (here().is_symbol("(")) ++depth;
      if (here().is_symbol(")") && --depth == 0) break;
    }
    const std::string_view inside = sql_.substr(begin, here().begin - begin);
    step();
    return inside;
  }

  /// The text from here on.
  [[nodiscard]] std::string_view rest() const { return sql_.substr(here().begin); }

 protected:
  std::string_view sql_;
  std::vector<dialect::lexical_token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace plinth::migrate::sqlite::detail
