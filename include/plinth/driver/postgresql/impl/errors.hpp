// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include <plinth/core/text.hpp>
#include <plinth/driver/postgresql/errors.hpp>

namespace plinth::postgresql::detail {

PLINTH_INLINE server_report report_of(const PGresult* result) noexcept {
  const auto field = [result](int code) {
    const char* text = PQresultErrorField(result, code);
    return text != nullptr ? std::string_view(text) : std::string_view();
  };
  return {field(PG_DIAG_SQLSTATE),       field(PG_DIAG_MESSAGE_PRIMARY), field(PG_DIAG_MESSAGE_DETAIL),
          field(PG_DIAG_TABLE_NAME),     field(PG_DIAG_COLUMN_NAME),     field(PG_DIAG_CONSTRAINT_NAME),
          field(PG_DIAG_SOURCE_FUNCTION)};
}

/// Takes one name from the front of `text`, without the quotes that the server puts around some.
[[nodiscard]] PLINTH_INLINE std::string take_name(std::string_view& text) {
  std::string name;
  bool quoted = false;
  int depth = 0;  // in an index on expressions
  while (!text.empty()) {
    const char c = text.front();
    if (!quoted && depth == 0 && c == ',') break;
    text.remove_prefix(1);
    if (c == '"' && quoted && text.starts_with('"')) {
      name += '"';
      text.remove_prefix(1);
    } else if (c == '"') {
      quoted = !quoted;
    } else {
      if (!quoted && c == '(') ++depth;
      if (!quoted && c == ')') --depth;
      name += c;
    }
  }
  if (text.starts_with(", ")) text.remove_prefix(2);
  return name;
}

PLINTH_INLINE std::vector<std::string> columns_in(std::string_view detail) {
  const std::size_t begin = detail.find('(');
  const std::size_t end = detail.find(")=(");
  std::vector<std::string> columns;
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return columns;
  for (std::string_view list = detail.substr(begin + 1, end - begin - 1); !list.empty();)
    columns.push_back(take_name(list));
  return columns;
}

PLINTH_INLINE bool ends_connection(std::string_view state) noexcept {
  return state.starts_with("08") || state.starts_with("57P0") || state == "25P03";
}

PLINTH_INLINE std::string one_line(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    part.remove_prefix(std::min(part.find_first_not_of("\t "), part.size()));
    if (part.empty() || part.starts_with("LOCATION:")) continue;
    if (!line.empty()) line += ' ';
    line += part;
  }
  return line;
}

PLINTH_INLINE bool is_outdated(const server_report& report) noexcept {
  return report.state == "0A000" && report.function == "RevalidateCachedQuery";
}

PLINTH_INLINE void raise_lost(moment when, std::string_view words) {
  const std::string what = words.empty() ? std::string("the server is gone") : one_line(words);
  if (when == moment::commit)
    throw connection_lost(2411, joined({"the connection was lost during COMMIT (", what,
                                        "); whether the transaction was committed is unknown: look for its effects "
                                        "before it is run again"}));
  throw connection_lost(2410, joined({"the connection was lost (", what,
                                      "); its transaction is rolled back; begin again with a new session"}));
}

template <class Violation>
[[noreturn]] void throw_violation(int code, const server_report& report, std::string_view meaning,
                                  std::string_view sql) {
  constraint_place place{std::string(report.table), std::string(report.constraint), columns_in(report.detail)};
  if (!report.column.empty()) place.columns.assign(1, std::string(report.column));
  throw Violation(code, joined({report.message, " (PostgreSQL ", report.state, ")", meaning}), sql, std::move(place));
}

[[noreturn]] PLINTH_INLINE void throw_constraint(const server_report& report, std::string_view sql) {
  if (report.state == "23505")
    throw_violation<unique_violation>(2201, report, "; another row already has this value", sql);
  if (report.state == "23502") throw_violation<not_null_violation>(2202, report, "; the column must have a value", sql);
  if (report.state == "23514")
    throw_violation<check_violation>(2203, report, "; the row breaks a rule of its table", sql);
  if (report.state == "23503" || report.state == "23001")
    throw_violation<foreign_key_violation>(2204, report,
                                           "; the row points to one that does not exist, or others point to it", sql);
  if (report.state == "P0001")
    throw_violation<check_violation>(2205, report, "; this is what a function or trigger says", sql);
  throw_violation<check_violation>(2206, report, "; the row does not fit its table", sql);
}

/// The server's words may quote a value, so these states have words of their own.
[[nodiscard]] PLINTH_INLINE std::string_view words_about_value(std::string_view state) noexcept {
  using entry = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<entry, 12> known{
      entry{"22001", "a text is longer than its column takes"},
      entry{"22003", "a number is out of range for its type on the server"},
      entry{"22007", "a text is no date or time"},
      entry{"22008", "a date or time is out of range"},
      entry{"22012", "a division by zero"},
      entry{"22021", "a text is not valid UTF-8"},
      entry{"22023", "a function does not take this value"},
      entry{"22P02", "a text cannot be read as the type that the server wants"},
      entry{"22P03", "a value is not of the form that the server wants"},
      entry{"22P05", "a text has a character that the server cannot store, such as \\u0000 in JSON"},
      entry{"2200H", "a sequence has no further value"},
      entry{"2201W", "a LIMIT is negative"}};
  for (const auto& [name, words] : known)
    if (name == state) return words;
  return "the server cannot take or compute with a value of the statement";
}

/// The numbers of what PostgreSQL reports without a class of its own.
enum reported : int {
  refused = 2200,
  not_understood = 2209,
  only_readable = 2211,
  disk_full = 2213,
  io_failed = 2214,
  too_big = 2217,
  not_in_schema = 2218,
  out_of_memory = 2219,
  transaction_failed = 2413,
  not_allowed = 2418,
  not_prepared = 2419,
  types_differ = 2421,
};

struct known_state {
  std::string_view state;
  reported number;
};

[[nodiscard]] PLINTH_INLINE reported number_of(std::string_view state) noexcept {
  static constexpr std::array<known_state, 21> known{known_state{"42601", not_understood},
                                                     known_state{"25006", only_readable},
                                                     known_state{"53100", disk_full},
                                                     known_state{"58030", io_failed},
                                                     known_state{"54000", too_big},
                                                     known_state{"54001", too_big},
                                                     known_state{"54011", too_big},
                                                     known_state{"42P01", not_in_schema},
                                                     known_state{"42703", not_in_schema},
                                                     known_state{"42704", not_in_schema},
                                                     known_state{"3F000", not_in_schema},
                                                     known_state{"53200", out_of_memory},
                                                     known_state{"25P02", transaction_failed},
                                                     known_state{"42501", not_allowed},
                                                     known_state{"26000", not_prepared},
                                                     known_state{"42804", types_differ},
                                                     known_state{"42846", types_differ},
                                                     known_state{"42883", types_differ},
                                                     known_state{"42P08", types_differ},
                                                     known_state{"42P18", types_differ},
                                                     known_state{"42725", types_differ}};
  for (const known_state& k : known)
    if (k.state == state) return k.number;
  return refused;
}

[[nodiscard]] PLINTH_INLINE std::string_view advice_for(reported number) noexcept {
  switch (number) {
    case refused: return "";
    case not_understood: return "; the statement is not SQL that PostgreSQL understands";
    case only_readable: return "; this transaction or server may only read";
    case disk_full: return "; the server's disk is full";
    case io_failed: return "; the server could not read or write its files";
    case too_big: return "; it is beyond a limit of the server";
    case not_in_schema: return "; the database does not match the models: run the migrations, or look at the statement";
    case out_of_memory: return "; the server has no memory for it";
    case transaction_failed: return "; an earlier statement of this transaction failed: roll back, then go on";
    case not_allowed: return "; the user of this connection has no right to do that";
    case not_prepared:
      return "; the server does not keep prepared statements: behind a pooler say pooler=transaction "
             "in the URL";
    case types_differ:
      return "; the types on the server do not fit the statement: run the migrations, or cast in SQL "
             "of your own";
  }
  return "";
}

/// What another transaction is the reason of, and what running the transaction again mends.
PLINTH_INLINE void raise_retryable(const server_report& report, std::string_view sql) {
  if (report.state == "40P01")
    throw serialization_failure(
        2412, "two transactions waited for each other, and the server ended this one; roll back and run it again", sql);
  if (report.state.starts_with("40"))
    throw serialization_failure(
        2207, joined({report.message, " (PostgreSQL ", report.state, "); roll back and run the transaction again"}),
        sql);
  if (report.state == "55P03")
    throw lock_timeout(2208,
                       joined({report.message,
                               " (PostgreSQL 55P03): another transaction keeps the lock; roll back and "
                               "try again, or keep transactions shorter"}),
                       sql);
  if (is_outdated(report))
    throw serialization_failure(
        2415, "a table was altered since the statement was prepared; roll back and run the transaction again", sql);
}

[[noreturn]] PLINTH_INLINE void raise_interrupted(std::string_view sql, bool cancelled_by_us) {
  if (cancelled_by_us)
    throw statement_error(2215, "the statement was cancelled, as was asked; its transaction can only be rolled back",
                          sql);
  throw statement_error(2416,
                        "the server stopped the statement: it ran for longer than statement_timeout, or somebody "
                        "cancelled it; its transaction can only be rolled back",
                        sql);
}

PLINTH_INLINE void raise(const server_report& report, std::string_view sql, const circumstances& known) {
  if (known.connection_is_dead || report.state.empty() || ends_connection(report.state))
    raise_lost(known.when, report.message);
  raise_retryable(report, sql);
  if (report.state.starts_with("23") || report.state == "P0001") throw_constraint(report, sql);
  if (report.state.starts_with("22"))
    throw value_error(2426, joined({words_about_value(report.state), " (PostgreSQL ", report.state,
                                    "); correct the value, or the type of its column"}));
  if (report.state == "57014") raise_interrupted(sql, known.cancelled_by_us);
  if (report.function == "exec_parse_message" && report.state == "42601")
    throw statement_error(2223, "the text has more than one statement; give each its own call, or use run()", sql);
  const reported number = number_of(report.state);
  throw statement_error(number, joined({report.message, " (PostgreSQL ", report.state, ")", advice_for(number)}), sql);
}

}  // namespace plinth::postgresql::detail
