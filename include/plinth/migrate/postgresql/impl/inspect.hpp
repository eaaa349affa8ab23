// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/postgresql/inspect.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/postgresql/impl/queries.hpp>
#include <plinth/migrate/postgresql/text.hpp>
#include <plinth/migrate/rows.hpp>

namespace plinth::migrate::postgresql {

namespace detail {

/// The names of a list that a query returns as one text.
[[nodiscard]] PLINTH_INLINE std::vector<std::string> split_names(std::string_view list) {
  std::vector<std::string> result;
  while (!list.empty()) {
    const std::size_t end = list.find('\x1f');
    result.emplace_back(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  return result;
}

/// The place behind the bracket that closes the one at `open`; the number of tokens where there is none.
[[nodiscard]] PLINTH_INLINE std::size_t behind_bracket(const std::vector<dialect::lexical_token>& tokens,
                                                       std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].is_symbol("(")) ++depth;
    if (tokens[i].is_symbol(")") && --depth == 0) return i + 1;
  }
  return tokens.size();
}

/// Without the brackets that the server puts around a whole expression.
[[nodiscard]] PLINTH_INLINE std::string without_brackets(std::string text) {
  const std::vector<dialect::lexical_token> tokens = dialect::tokens_of(text, rules);
  const bool whole =
      tokens.size() > 2 && tokens[0].is_symbol("(") && behind_bracket(tokens, 0) + 1 == tokens.size();  // `end` is one
  return whole ? text.substr(1, text.size() - 2) : text;
}

[[nodiscard]] PLINTH_INLINE catalog::action action_of(std::string_view letter) {
  if (letter == "r") return catalog::action::restrict;
  if (letter == "c") return catalog::action::cascade;
  if (letter == "n") return catalog::action::set_null;
  if (letter == "d") return catalog::action::set_default;
  return catalog::action::no_action;
}

class inspector {
 public:
  /// `schema` is an expression whose value is the oid of one.
  inspector(connection& on, std::string_view schema) : on_(on), schema_(schema) {}

  [[nodiscard]] database read() {
    result_.rules = rules;
    for (const auto& row : rows(query_tables)) add_table(row);
    for (const auto& row : rows(query_columns)) add_column(row);
    for (const auto& row : rows(query_constraints)) add_constraint(row);
    for (const auto& row : rows(query_indexes)) add_index(row);
    for (const auto& row : rows(query_views)) add_view(row);
    for (auto& row : rows(query_triggers))
      result_.triggers.push_back({std::move(row[0]), std::move(row[1]), std::move(row[2]), false});
    return std::move(result_);
  }

 private:
  using row_of_texts = std::vector<std::string>;

  [[nodiscard]] std::vector<row_of_texts> rows(std::string_view query) {
    std::string text(query);
    for (std::size_t at = text.find("$schema"); at != std::string::npos; at = text.find("$schema"))
      text.replace(at, 7, schema_);
    return rows_of(on_, text);
  }

  /// oid, name, kind, "true" for one that is part of another or inherits from one
  void add_table(const row_of_texts& row) {
    if (row[2] != "r" || row[3] == "true") {
      result_.rest.push_back({row[1],
                              row[2] == "f"   ? "its rows on another server"
                              : row[2] == "p" ? "partitions"
                                              : "a table that it is a part of, or inherits from",
                              false});
      return;
    }
    places_[row[0]] = result_.tables.size();
    result_.tables.push_back({.name = row[1]});
  }

  [[nodiscard]] own::table* table_at(const std::string& oid) {
    const auto found = places_.find(oid);
    return found == places_.end() ? nullptr : &result_.tables[found->second];
  }

  /// table, name, type, not null, identity, generated, default, collation, labels, "true" for a serial one
  void add_column(const row_of_texts& row) {
    own::table* t = table_at(row[0]);
    if (t == nullptr) return;
    own::column c{.name = row[1], .type = read_type(row[2]), .nullable = row[3] != "true", .collation = row[7]};
    if (!row[8].empty())
      c.type = {
          .base = catalog::base_type::enumeration, .labels = split_names(row[8]), .name = row[2], .declared = row[2]};
    c.generated_key = !row[4].empty() || row[9] == "true";
    if (row[4] == "a") result_.rest.push_back({t->name, joined({"GENERATED ALWAYS at the key ", row[1]}), false});
    if (!row[5].empty()) {
      c.computation = row[5] == "v" ? catalog::computation::on_read : catalog::computation::stored;
      c.expression = without_brackets(row[6]);
    } else if (!c.generated_key) {
      c.server_default = row[6];
    }
    t->columns.push_back(std::move(c));
  }

  /// table, name, kind, columns, target, "true" for a target in this schema, its columns, on delete, on update,
  /// deferrable, deferred, expression, "true" for what plinth has no word for
  void add_constraint(const row_of_texts& row) {
    own::table* t = table_at(row[0]);
    if (t == nullptr) return;
    const bool odd = row[12] == "true";
    if (row[2] == "p") {
      t->key = {row[1], split_names(row[3])};
    } else if (row[2] == "u" && row[9] != "true") {
      t->uniques.push_back({row[1], split_names(row[3])});
    } else if (row[2] == "c" && !odd) {
      t->checks.push_back({.name = {}, .expression = without_brackets(row[11]), .full_name = row[1]});
    } else if (row[2] == "f" && row[5] == "true" && !odd) {
      add_foreign_key(*t, row);
    } else {
      result_.rest.push_back({t->name, joined({"the constraint ", row[1], ", which no model says"}), false});
    }
  }

  static void add_foreign_key(own::table& t, const row_of_texts& row) {
    using catalog::check_time;
    t.foreign_keys.push_back({.name = row[1],
                              .columns = split_names(row[3]),
                              .target_table = row[4],
                              .target_columns = split_names(row[6]),
                              .on_delete = action_of(row[7]),
                              .on_update = action_of(row[8]),
                              .checked = row[10] == "true"  ? check_time::at_commit
                                         : row[9] == "true" ? check_time::at_once_deferrable
                                                            : check_time::at_once});
  }

  /// table, name, unique, valid, method, definition, columns, orders, "true" where columns and orders say it all,
  /// predicate
  void add_index(const row_of_texts& row) {
    own::table* t = table_at(row[0]);
    if (t == nullptr) return;
    own::index i{.name = row[1], .unique = row[2] == "true", .where = without_brackets(row[9])};
    std::string more;
    const std::string list = list_of(row[5], more);
    if (row[3] != "true" || row[4] != "btree" || !more.empty()) {
      const std::string_view why = row[3] != "true"    ? ", which is not valid: drop it and create it again"
                                   : row[4] != "btree" ? ", which is no B-tree"
                                                       : ", with words that no model says";
      result_.rest.push_back({t->name, joined({"the index ", row[1], why}), false});
      return;
    }
    if (row[8] == "true") {
      i.columns = split_names(row[6]);
      const std::vector<std::string> orders = split_names(row[7]);
      for (std::size_t k = 0; k < orders.size() && k < 32; ++k)
        if (orders[k] == "3") i.descending |= std::uint32_t{1} << k;
    } else {
      i.expression = list;
    }
    t->indexes.push_back(std::move(i));
  }

  /// What stands in the brackets behind USING, and what stands between these and WHERE.
  [[nodiscard]] static std::string list_of(const std::string& definition, std::string& more) {
    const std::vector<dialect::lexical_token> tokens = dialect::tokens_of(definition, rules);
    std::size_t open = 0;
    while (open < tokens.size() && !tokens[open].is_word("USING")) ++open;
    open += 2;
    if (open >= tokens.size() || !tokens[open].is_symbol("(")) return {};
    const std::size_t behind = behind_bracket(tokens, open);
    std::size_t end = behind;
    while (end + 1 < tokens.size() && !tokens[end].is_word("WHERE")) ++end;
    more = definition.substr(tokens[behind - 1].end(), tokens[end].begin - tokens[behind - 1].end());
    if (std::all_of(more.begin(), more.end(), [](char c) { return c == ' '; })) more.clear();
    return definition.substr(tokens[open].end(), tokens[behind - 1].begin - tokens[open].end());
  }

  /// name, kind, definition
  void add_view(const row_of_texts& row) {
    std::string text = row[2];
    while (!text.empty() && (text.back() == ';' || text.back() == '\n')) text.pop_back();
    result_.views.push_back(
        {row[0], joined({row[1] == "m" ? "CREATE MATERIALIZED VIEW " : "CREATE VIEW ", dialect::as_name(row[0]), " AS",
                         text.starts_with(' ') ? "" : " ", text})});
  }

  connection& on_;
  std::string schema_;
  database result_;
  std::map<std::string, std::size_t> places_;
};

/// Makes the tables, and then what points from one to another, so that they may come in any order.
template <class Storage>
void create_all(connection& on, std::span<const catalog::basic_table<Storage>* const> tables) {
  for (const auto* t : tables) {
    catalog::basic_table<Storage> alone = *t;
    alone.foreign_keys = {};
    on.run(written([&](sql::writer& out) { dialect::create_table(out, alone); }));
    for (const auto& i : t->indexes) on.run(written([&](sql::writer& out) { dialect::create_index(out, *t, i); }));
  }
  for (const auto* t : tables)
    for (const auto& key : t->foreign_keys)
      on.run(written([&](sql::writer& out) {
        (out << "ALTER TABLE ").name(t->name) << " ADD ";
        dialect::constraint_definition(out, *t, key);
      }));
}

template <class Storage>
[[nodiscard]] database read_back(connection& on, std::span<const catalog::basic_table<Storage>* const> tables) {
  on.begin(transaction_mode::write);
  try {
    on.run(
        "SELECT set_config('search_path', concat_ws(', ', 'pg_temp', nullif(current_setting('search_path'), '')), "
        "true)");
    create_all(on, tables);
    database result = inspector(on, "pg_my_temp_schema()").read();
    on.rollback();
    return result;
  } catch (...) {
    if (on.in_transaction()) on.rollback();
    throw;
  }
}

}  // namespace detail

PLINTH_INLINE database inspect(connection& on) {
  if (texts_of(on, "SELECT 1 WHERE current_schema() IS NOT NULL").empty())
    throw migration_error(5214,
                          "no schema of search_path is there, so that there is nowhere to look for tables; create "
                          "one, or name another in the URL: options=-csearch_path%3Dname");
  return detail::inspector(on, "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())").read();
}

PLINTH_INLINE database expected(connection& on, std::span<const catalog::table* const> tables) {
  return detail::read_back<catalog::borrowed>(on, tables);
}

PLINTH_INLINE database expected(connection& on, const std::vector<own::table>& tables) {
  std::vector<const own::table*> all;
  for (const own::table& t : tables) all.push_back(&t);
  return detail::read_back<catalog::owned>(on, all);
}

PLINTH_INLINE own::data_type read_type(std::string_view words) {
  using catalog::base_type;
  constexpr std::array<std::pair<std::string_view, base_type>, 13> known = {{
      {"boolean", base_type::boolean},
      {"smallint", base_type::smallint},
      {"integer", base_type::integer},
      {"bigint", base_type::bigint},
      {"real", base_type::real},
      {"double precision", base_type::double_precision},
      {"text", base_type::text},
      {"bytea", base_type::blob},
      {"timestamp with time zone", base_type::timestamp},
      {"timestamp without time zone", base_type::local_timestamp},
      {"date", base_type::date},
      {"uuid", base_type::uuid},
      {"jsonb", base_type::json},
  }};
  for (const auto& [name, base] : known)
    if (words == name) return {.base = base};
  const auto number_at = [&](std::size_t at) {
    std::uint32_t value = 0;
    if (at < words.size()) std::from_chars(words.data() + at, words.data() + words.size(), value);
    return value;
  };
  if (words.starts_with("character varying(") && words.back() == ')')
    return {.base = base_type::text, .length = number_at(18)};
  if (words.starts_with("numeric(") && words.back() == ')')
    return {.base = base_type::decimal,
            .precision = static_cast<std::uint8_t>(number_at(8)),
            .scale = static_cast<std::uint8_t>(number_at(words.find(',') + 1))};
  return {.base = base_type::text, .name = std::string(words), .declared = std::string(words)};
}

}  // namespace plinth::migrate::postgresql
