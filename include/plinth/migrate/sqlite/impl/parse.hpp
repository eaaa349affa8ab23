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
#include <plinth/migrate/sqlite/text.hpp>

namespace plinth::migrate::sqlite {

namespace detail {

using dialect::lexical_token;
using dialect::token_kind;

/// Reads one CREATE TABLE or CREATE INDEX from left to right.
class parser {
 public:
  explicit parser(std::string_view sql) : sql_(sql), tokens_(dialect::tokens_of(sql)) {}

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
    if (take_word("WHERE")) out.where = trimmed(sql_.substr(here().begin));
    return true;
  }

 private:
  // ---- tokens ----

  [[nodiscard]] const lexical_token& here() const { return tokens_[at_]; }
  [[nodiscard]] const lexical_token& ahead(std::size_t by) const {
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
    for (; here().kind != token_kind::end; step()) {
      if (here().is_symbol("(")) ++depth;
      if (here().is_symbol(")") && --depth == 0) break;
    }
    const std::string_view inside = sql_.substr(begin, here().begin - begin);
    step();
    return inside;
  }

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

  std::string_view sql_;
  std::vector<lexical_token> tokens_;
  std::size_t at_ = 0;
  parsed_table result_;
  std::vector<std::string> words_;  ///< of each column's type
  bool never_reuses_keys_ = false;
  bool descending_key_ = false;
};

/// A type's words without what stands in brackets, and the numbers that stand there.
struct type_words {
  std::string name;
  std::vector<std::uint32_t> numbers;
};

[[nodiscard]] PLINTH_INLINE type_words split_type(std::string_view words) {
  type_words result;
  for (const lexical_token& token : dialect::tokens_of(words)) {
    if (token.is_name()) {
      if (!result.name.empty()) result.name += ' ';
      result.name += dialect::lowered(token.unquoted());
    } else if (token.kind == token_kind::number && token.text.size() < 10) {
      std::uint32_t number = 0;
      for (const char c : token.text)
        if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::uint32_t>(c - '0');
      result.numbers.push_back(number);
    }
  }
  return result;
}

struct known_type {
  std::string_view name;
  catalog::base_type base;
};

[[nodiscard]] PLINTH_INLINE const known_type* find_type(std::string_view name) {
  using catalog::base_type;
  static constexpr std::array<known_type, 40> types = {{{"boolean", base_type::boolean},
                                                        {"bool", base_type::boolean},
                                                        {"smallint", base_type::smallint},
                                                        {"tinyint", base_type::smallint},
                                                        {"int2", base_type::smallint},
                                                        {"integer", base_type::integer},
                                                        {"int", base_type::integer},
                                                        {"int4", base_type::integer},
                                                        {"mediumint", base_type::integer},
                                                        {"bigint", base_type::bigint},
                                                        {"int8", base_type::bigint},
                                                        {"unsigned big int", base_type::bigint},
                                                        {"real", base_type::real},
                                                        {"float4", base_type::real},
                                                        {"double precision", base_type::double_precision},
                                                        {"double", base_type::double_precision},
                                                        {"float", base_type::double_precision},
                                                        {"float8", base_type::double_precision},
                                                        {"text", base_type::text},
                                                        {"varchar", base_type::text},
                                                        {"character varying", base_type::text},
                                                        {"varying character", base_type::text},
                                                        {"nvarchar", base_type::text},
                                                        {"char", base_type::text},
                                                        {"character", base_type::text},
                                                        {"nchar", base_type::text},
                                                        {"native character", base_type::text},
                                                        {"string", base_type::text},
                                                        {"clob", base_type::text},
                                                        {"blob", base_type::blob},
                                                        {"timestamp", base_type::timestamp},
                                                        {"datetime", base_type::local_timestamp},
                                                        {"date", base_type::date},
                                                        {"uuid", base_type::uuid},
                                                        {"json_text", base_type::json},
                                                        {"json", base_type::json},
                                                        {"decimal", base_type::decimal},
                                                        {"numeric", base_type::decimal},
                                                        {"number", base_type::decimal},
                                                        {"enum_text", base_type::enumeration}}};
  const auto found = std::find_if(types.begin(), types.end(), [&](const known_type& t) { return t.name == name; });
  return found == types.end() ? nullptr : &*found;
}

/// What SQLite itself makes of a type that it does not know ("affinity").
[[nodiscard]] PLINTH_INLINE catalog::base_type affinity_of(std::string_view name) {
  const auto has = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
  if (has("int")) return catalog::base_type::bigint;
  if (has("char") || has("clob") || has("text")) return catalog::base_type::text;
  if (has("blob") || name.empty()) return catalog::base_type::blob;
  if (has("real") || has("floa") || has("doub")) return catalog::base_type::double_precision;
  return catalog::base_type::decimal;
}

/// The words that plinth writes for a type.
[[nodiscard]] PLINTH_INLINE std::string words_for(const own::data_type& type, bool strict) {
  const catalog::data_type asked = catalog::without_labels(type);
  return written([&](sql::writer& out) {
    if (strict)
      server.strict_type_name(out, asked);
    else
      server.type_name(out, asked);
  });
}

}  // namespace detail

PLINTH_INLINE own::data_type read_type(std::string_view words, bool strict) {
  const detail::type_words split = detail::split_type(words);
  own::data_type result;
  const detail::known_type* known = detail::find_type(split.name);
  result.base = known != nullptr ? known->base : detail::affinity_of(split.name);
  if (known == nullptr) result.name = split.name;
  if (result.base == catalog::base_type::text && !split.numbers.empty()) result.length = split.numbers[0];
  if (split.name == "char" && result.length == 36) result = {.base = catalog::base_type::uuid};
  if (strict && result.base == catalog::base_type::integer) result.base = catalog::base_type::bigint;
  if (strict && result.base == catalog::base_type::real) result.base = catalog::base_type::double_precision;
  if (result.base == catalog::base_type::decimal && !split.numbers.empty()) {
    result.precision = static_cast<std::uint8_t>(std::min<std::uint32_t>(split.numbers[0], 255));
    if (split.numbers.size() > 1)
      result.scale = static_cast<std::uint8_t>(std::min<std::uint32_t>(split.numbers[1], 255));
  }
  if (!dialect::same_but_for_case(detail::words_for(result, strict), words)) result.declared = words;
  return result;
}

PLINTH_INLINE parsed_table parse_table(std::string_view sql) { return detail::parser(sql).table(); }

PLINTH_INLINE bool parse_index(std::string_view sql, own::index& result) { return detail::parser(sql).index(result); }

}  // namespace plinth::migrate::sqlite
