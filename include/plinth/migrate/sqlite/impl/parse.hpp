// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/sqlite/parse.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/sqlite/token_reader.hpp>
#include <plinth/migrate/sqlite/types.hpp>

namespace plinth::migrate::sqlite {

namespace detail {

using dialect::lexical_token;
using dialect::token_kind;

/// Reads one CREATE TABLE or CREATE INDEX from left to right.
class parser : token_reader {
 public:
  explicit parser(std::string_view sql) : token_reader(sql) {}

  [[nodiscard]] parsed_table table() {
    skip_words({"CREATE", "TEMP", "TEMPORARY", "TABLE", "IF", "NOT", "EXISTS"});
    result_.table.name = take_object_name();
    if (!take("(")) return failed();
    do {
      if (begins_table_constraint())
        table_constraint();
      else
        column();
      while (begins_table_constraint()) table_constraint();  // SQLite wants no comma between them
    } while (take(","));
    if (!take(")")) return failed();
    options();
    if (here().kind != token_kind::end) return failed();
    settle_key();
    settle_types();
    return std::move(result_);
  }

  [[nodiscard]] bool index(own::index& out) {
    skip_words({"CREATE"});
    out.unique = take_word("UNIQUE");
    skip_words({"INDEX", "IF", "NOT", "EXISTS"});
    out.name = take_object_name();
    if (!take_word("ON")) return false;
    static_cast<void>(take_object_name());
    if (!here().is_symbol("(")) return false;
    const std::string_view list = take_bracket();
    if (!plain_columns(list, out)) out.expression = trimmed(list);
    if (take_word("WHERE")) out.where = trimmed(rest());
    return true;
  }

 private:
  // ---- lists of columns ----

  [[nodiscard]] std::vector<std::string> take_names() {
    std::vector<std::string> result;
    if (!take("(")) return result;
    do {
      result.push_back(take_name());
      note_column_words();
    } while (take(","));
    static_cast<void>(take(")"));
    return result;
  }

  /// What may stand behind a column of PRIMARY KEY and UNIQUE.
  void note_column_words() {
    if (here().is_word("COLLATE")) {
      step();
      lost("COLLATE " + take_name() + " in a key");
    }
    if (take_word("DESC")) lost("DESC in a key");
    static_cast<void>(take_word("ASC"));
    if (take_word("AUTOINCREMENT")) never_reuses_keys_ = true;
  }

  void note_conflict() {
    if (!here().is_word("ON") || !ahead(1).is_word("CONFLICT")) return;
    step();
    step();
    lost("ON CONFLICT " + take_name());
  }

  void lost(std::string what) { result_.not_understood.push_back(std::move(what)); }

  [[nodiscard]] parsed_table failed() {
    result_.complete = false;
    return std::move(result_);
  }

  // ---- columns ----

  [[nodiscard]] bool begins_column_constraint() const {
    constexpr std::array<std::string_view, 10> words = {"CONSTRAINT", "PRIMARY", "NOT",        "NULL",      "UNIQUE",
                                                        "CHECK",      "DEFAULT", "REFERENCES", "GENERATED", "AS"};
    return here().is_word("COLLATE") ||
           std::any_of(words.begin(), words.end(), [this](std::string_view word) { return here().is_word(word); });
  }

  void column() {
    own::column& added = result_.table.columns.emplace_back();
    added.name = take_name();
    added.nullable = true;
    words_.emplace_back(take_type());
    while (begins_column_constraint() && result_.complete) column_constraint(added);
  }

  [[nodiscard]] std::string take_type() {
    const std::size_t begin = here().begin;
    std::size_t end = begin;
    while (here().is_name() && !begins_column_constraint()) {
      end = here().end();
      step();
    }
    if (end > begin && here().is_symbol("(")) {
      static_cast<void>(take_bracket());
      end = tokens_[at_ - 1].end();
    }
    return std::string(sql_.substr(begin, end - begin));
  }

  void column_constraint(own::column& of) {
    std::string name;
    if (take_word("CONSTRAINT")) name = take_name();
    if (take_word("PRIMARY")) {
      skip_words({"KEY"});
      inline_key(of, std::move(name));
    } else if (take_word("NOT")) {
      skip_words({"NULL"});
      of.nullable = false;
      note_conflict();
    } else if (take_word("NULL")) {
      note_conflict();
    } else if (take_word("UNIQUE")) {
      result_.table.uniques.push_back({std::move(name), {of.name}});
      note_conflict();
    } else if (take_word("CHECK")) {
      check(std::move(name));
    } else if (take_word("DEFAULT")) {
      of.server_default = take_default();
    } else if (take_word("COLLATE")) {
      of.collation = take_name();
    } else if (here().is_word("REFERENCES")) {
      references(std::move(name), {of.name});
    } else {
      computed(of);
    }
  }

  void inline_key(own::column& of, std::string name) {
    result_.table.key = {std::move(name), {of.name}};
    static_cast<void>(take_word("ASC"));
    if (take_word("DESC")) {
      lost("PRIMARY KEY DESC");
      descending_key_ = true;
    }
    note_conflict();
    if (take_word("AUTOINCREMENT")) never_reuses_keys_ = true;
  }

  [[nodiscard]] std::string take_default() {
    if (here().is_symbol("(")) return trimmed(take_bracket());
    const std::size_t begin = here().begin;
    if (here().is_symbol("+") || here().is_symbol("-")) step();
    const std::size_t end = here().end();
    step();
    return std::string(sql_.substr(begin, end - begin));
  }

  void computed(own::column& of) {
    skip_words({"GENERATED", "ALWAYS"});
    if (!take_word("AS") || !here().is_symbol("(")) {
      result_.complete = false;
      return;
    }
    of.expression = trimmed(take_bracket());
    of.computation = take_word("STORED") ? catalog::computation::stored : catalog::computation::on_read;
    skip_words({"VIRTUAL"});
  }

  // ---- constraints ----

  [[nodiscard]] bool begins_table_constraint() const {
    const std::size_t by = here().is_word("CONSTRAINT") ? 2 : 0;
    if (by > 0 && !ahead(1).is_name()) return false;
    const lexical_token& word = ahead(by);
    return word.is_word("FOREIGN") || word.is_word("PRIMARY") || word.is_word("UNIQUE") || word.is_word("CHECK");
  }

  void table_constraint() {
    std::string name;
    if (take_word("CONSTRAINT")) name = take_name();
    if (take_word("PRIMARY")) {
      skip_words({"KEY"});
      result_.table.key = {std::move(name), take_names()};
      note_conflict();
    } else if (take_word("UNIQUE")) {
      result_.table.uniques.push_back({std::move(name), take_names()});
      note_conflict();
    } else if (take_word("CHECK")) {
      check(std::move(name));
    } else {
      skip_words({"FOREIGN", "KEY"});
      std::vector<std::string> columns = take_names();
      references(std::move(name), std::move(columns));
    }
  }

  void check(std::string name) {
    if (!here().is_symbol("(")) {
      result_.complete = false;
      return;
    }
    result_.table.checks.push_back({.name = {}, .expression = trimmed(take_bracket()), .full_name = std::move(name)});
    note_conflict();
  }

  void references(std::string name, std::vector<std::string> columns) {
    own::foreign_key key{.name = std::move(name), .columns = std::move(columns)};
    if (!take_word("REFERENCES")) {
      result_.complete = false;
      return;
    }
    key.target_table = take_name();
    if (here().is_symbol("(")) key.target_columns = take_names();
    for (;;) {
      if (here().is_word("ON") && !ahead(1).is_word("CONFLICT")) {
        step();
        const bool on_delete = here().is_word("DELETE");
        step();
        (on_delete ? key.on_delete : key.on_update) = take_action();
      } else if (take_word("MATCH")) {
        step();  // SQLite reads the word and does nothing about it
      } else if (here().is_word("DEFERRABLE") || (here().is_word("NOT") && ahead(1).is_word("DEFERRABLE"))) {
        key.checked = take_check_time();
      } else {
        break;
      }
    }
    result_.table.foreign_keys.push_back(std::move(key));
  }

  [[nodiscard]] catalog::action take_action() {
    if (take_word("CASCADE")) return catalog::action::cascade;
    if (take_word("RESTRICT")) return catalog::action::restrict;
    if (take_word("NO")) {
      skip_words({"ACTION"});
      return catalog::action::no_action;
    }
    skip_words({"SET"});
    if (take_word("NULL")) return catalog::action::set_null;
    skip_words({"DEFAULT"});
    return catalog::action::set_default;
  }

  [[nodiscard]] catalog::check_time take_check_time() {
    const bool never = take_word("NOT");
    skip_words({"DEFERRABLE"});
    bool at_commit = false;
    if (take_word("INITIALLY")) {
      at_commit = here().is_word("DEFERRED");
      step();
    }
    if (never) return catalog::check_time::at_once;
    return at_commit ? catalog::check_time::at_commit : catalog::check_time::at_once_deferrable;
  }

  void options() {
    do {
      if (take_word("STRICT")) {
        result_.table.strict = true;
      } else if (take_word("WITHOUT")) {
        skip_words({"ROWID"});
        result_.table.without_rowid = true;
      }
    } while (take(","));
  }

  // ---- once all is read ----

  /// SQLite gives out the values of a single key of the type INTEGER, to the letter, unless the table has no rowid.
  void settle_key() {
    own::table& t = result_.table;
    if (t.key.columns.size() != 1 || t.without_rowid || descending_key_) return;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
      if (!dialect::same_but_for_case(t.columns[i].name, t.key.columns[0])) continue;
      t.columns[i].generated_key = dialect::same_but_for_case(words_[i], "INTEGER");
      t.columns[i].never_reuses_keys = t.columns[i].generated_key && never_reuses_keys_;
    }
  }

  void settle_types() {
    own::table& t = result_.table;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
      own::column& c = t.columns[i];
      c.type = read_type(words_[i], t.strict);
      if (c.generated_key) {
        c.type = {.base = catalog::base_type::bigint};
        c.nullable = false;  // a NULL in an INSERT asks for a key
      }
      if (c.type.base == catalog::base_type::enumeration) take_labels(c);
    }
  }

  /// Finds the check that keeps an enumeration to its labels; what it says is then said by the type.
  void take_labels(own::column& of) {
    std::vector<own::check_constraint>& checks = result_.table.checks;
    for (std::size_t i = 0; i < checks.size(); ++i) {
      std::vector<std::string> labels = labels_in(checks[i].expression, of.name);
      if (labels.empty()) continue;
      of.type.labels = std::move(labels);
      checks.erase(checks.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }

  /// The labels of `column IN ('a', 'b')`; none where it is something else.
  [[nodiscard]] static std::vector<std::string> labels_in(std::string_view check, std::string_view column) {
    const std::vector<lexical_token> tokens = dialect::tokens_of(check);
    std::vector<std::string> labels;
    if (tokens.size() < 6 || !dialect::same_but_for_case(tokens[0].unquoted(), column) || !tokens[1].is_word("IN") ||
        !tokens[2].is_symbol("("))
      return {};
    for (std::size_t i = 3; i + 2 < tokens.size(); i += 2) {
      if (tokens[i].kind != token_kind::text) return {};
      labels.push_back(tokens[i].unquoted());
      const bool last = i + 3 == tokens.size();
      if (!tokens[i + 1].is_symbol(last ? ")" : ",")) return {};
    }
    return labels;
  }

  /// Reads the list of an index that has nothing but names and orders.
  [[nodiscard]] static bool plain_columns(std::string_view list, own::index& out) {
    const std::vector<lexical_token> tokens = dialect::tokens_of(list);
    std::vector<std::string> columns;
    std::uint32_t descending = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      if (!tokens[i].is_name()) return false;
      columns.push_back(tokens[i++].unquoted());
      if (tokens[i].is_word("DESC")) descending |= std::uint32_t{1} << (columns.size() - 1);
      if (tokens[i].is_word("DESC") || tokens[i].is_word("ASC")) ++i;
      if (i + 1 < tokens.size() && !tokens[i].is_symbol(",")) return false;
    }
    if (columns.empty() || columns.size() > 32) return false;
    out.columns = std::move(columns);
    out.descending = descending;
    return true;
  }

  parsed_table result_;
  std::vector<std::string> words_;  ///< of each column's type
  bool never_reuses_keys_ = false;
  bool descending_key_ = false;
};

}  // namespace detail

PLINTH_INLINE parsed_table parse_table(std::string_view sql) { return detail::parser(sql).table(); }

PLINTH_INLINE bool parse_index(std::string_view sql, own::index& result) { return detail::parser(sql).index(result); }

}  // namespace plinth::migrate::sqlite
