// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/script.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/migrate/error.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

/// The statement that the tokens so far are the beginning of.
class statement_shape {
 public:
  void take(const dialect::lexical_token& token) {
    if (words_ < 4 && token.kind == dialect::token_kind::word) note_beginning(token);
    if (!has_body_) return;
    if (token.is_word("BEGIN") || token.is_word("CASE")) ++depth_;
    if (token.is_word("END") && depth_ > 0) --depth_;
  }

  /// Whether a semicolon is a part of the statement.
  [[nodiscard]] bool is_inside() const noexcept { return depth_ > 0; }

  [[nodiscard]] bool is_transaction_control() const noexcept { return controls_transaction_; }

 private:
  void note_beginning(const dialect::lexical_token& token) {
    ++words_;
    constexpr std::array<std::string_view, 8> control = {"BEGIN",    "START",     "COMMIT",  "END",
                                                         "ROLLBACK", "SAVEPOINT", "RELEASE", "ABORT"};
    if (words_ == 1) {
      creates_ = token.is_word("CREATE");
      controls_transaction_ =
          std::any_of(control.begin(), control.end(), [&](std::string_view word) { return token.is_word(word); });
    }
    if (creates_ && (token.is_word("TRIGGER") || token.is_word("FUNCTION") || token.is_word("PROCEDURE")))
      has_body_ = true;
  }

  std::size_t words_ = 0;
  std::size_t depth_ = 0;
  bool creates_ = false;
  bool has_body_ = false;
  bool controls_transaction_ = false;
};

class splitting {
 public:
  splitting(std::string_view script, const dialect::lexical_rules& rules, const file_place& place)
      : script_(script), tokens_(script, rules), place_(place) {}

  [[nodiscard]] std::vector<script_statement> run() {
    for (dialect::lexical_token token = tokens_.next();; token = tokens_.next()) {
      if (token.unfinished) refuse(5007, token.begin, "a text, a name or a comment begins here and never ends");
      if (token.kind == dialect::token_kind::end) break;
      if (token.kind == dialect::token_kind::comment) {
        take_comment(token);
      } else if (token.is_symbol(";") && !shape_.is_inside()) {
        finish(token.begin);
      } else {
        take(token);
      }
    }
    if (shape_.is_inside()) refuse(5007, begin_, "BEGIN has no END in this statement");
    finish(script_.size());
    if (!waiting_.dangers.empty() || waiting_.outside_transaction)
      refuse(5010, script_.size(), "a comment asks for something, and no statement follows it");
    return std::move(result_);
  }

 private:
  void take(const dialect::lexical_token& token) {
    if (!is_open_) begin_ = token.begin;
    is_open_ = true;
    end_ = token.end();
    shape_.take(token);
  }

  /// A directive stands above its statement; inside of one it is a comment like others.
  void take_comment(const dialect::lexical_token& token) {
    if (is_open_) {
      end_ = token.end();
      return;
    }
    std::string value;
    if (read_directive(token.text, "run", value)) {
      if (value.empty()) refuse(5010, token.begin, "-- run: names no function");
      waiting_.function = value;
      waiting_.line = line_at(token.begin);
      push();
    } else if (read_directive(token.text, "destructive", value)) {
      waiting_.dangers.push_back(value);
    } else if (without_blanks(token.text.substr(token.text.starts_with("--") ? 2 : 0)) == "outside transaction") {
      waiting_.outside_transaction = true;
    }
  }

  void finish(std::size_t end) {
    if (!is_open_) return;
    if (shape_.is_transaction_control())
      refuse(5009, begin_, "a revision is run in one transaction of its own; take BEGIN, COMMIT and the like away");
    waiting_.sql = std::string(without_blanks(script_.substr(begin_, std::min(end, end_) - begin_)));
    waiting_.line = line_at(begin_);
    push();
    is_open_ = false;
    shape_ = {};
  }

  void push() {
    result_.push_back(std::move(waiting_));
    waiting_ = {};
  }

  [[nodiscard]] std::size_t line_at(std::size_t position) const {
    const std::string_view before = script_.substr(0, position);
    return place_.line + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  }

  [[noreturn]] void refuse(int code, std::size_t position, std::string_view what) const {
    throw migration_error(code, {place_.file, line_at(position)}, what);
  }

  std::string_view script_;
  dialect::lexer tokens_;
  const file_place& place_;
  std::vector<script_statement> result_;
  script_statement waiting_;  ///< what the comments say of the next statement
  statement_shape shape_;
  bool is_open_ = false;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace detail

PLINTH_INLINE bool read_directive(std::string_view line, std::string_view key, std::string& value) {
  line = detail::without_blanks(line);
  if (!line.starts_with("--")) return false;
  line = detail::without_blanks(line.substr(2));
  if (!line.starts_with(key)) return false;
  line = detail::without_blanks(line.substr(key.size()));
  if (!line.starts_with(":")) return false;
  value = std::string(detail::without_blanks(line.substr(1)));
  return true;
}

PLINTH_INLINE std::vector<script_statement> split_script(std::string_view script, const dialect::lexical_rules& rules,
                                                         const file_place& place) {
  return detail::splitting(script, rules, place).run();
}

}  // namespace plinth::migrate
