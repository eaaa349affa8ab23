// SPDX-License-Identifier: MIT
#pragma once

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

PLINTH_INLINE void raise_lost(moment when, std::string_view words) {
  while (words.ends_with('\n')) words.remove_suffix(1);
  const std::string_view what = words.empty() ? std::string_view("the server is gone") : words;
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

/// How a state is reported that has no class of its own.
struct plain_report {
  std::string_view state;
  int code;
  std::string_view advice;
};

[[nodiscard]] PLINTH_INLINE plain_report plain_report_of(std::string_view state) noexcept {
  constexpr std::string_view missing = "; the models are ahead of the database, or behind it: run the migrations";
  constexpr std::string_view types =
      "; the types on the server do not match those of the statement: run the "
      "migrations, or cast in SQL of your own";
  static constexpr std::array<plain_report, 21> known{
      plain_report{"42601", 2209, "; the statement is not SQL that PostgreSQL understands"},
      plain_report{"25006", 2211, "; this transaction or server may only read"},
      plain_report{"53100", 2213, "; the server's disk is full"},
      plain_report{"58030", 2214, "; the server could not read or write its files"},
      plain_report{"54000", 2217, "; it is beyond a limit of the server"},
      plain_report{"54001", 2217, "; it is nested more deeply than the server takes"},
      plain_report{"54011", 2217, "; it has more columns than the server takes"},
      plain_report{"42P01", 2218, missing},
      plain_report{"42703", 2218, missing},
      plain_report{"42704", 2218, missing},
      plain_report{"3F000", 2218, missing},
      plain_report{"53200", 2219, "; the server has no memory for it"},
      plain_report{"25P02", 2413, "; an earlier statement of this transaction failed: roll back, then go on"},
      plain_report{"42501", 2418, "; the user of this connection has no right to do that"},
      plain_report{"26000", 2419,
                   "; the prepared statement is gone: behind a pooler say pooler=transaction in the URL"},
      plain_report{"42804", 2421, types},
      plain_report{"42846", 2421, types},
      plain_report{"42883", 2421, types},
      plain_report{"42P08", 2421, types},
      plain_report{"42P18", 2421, types},
      plain_report{"42725", 2421, types}};
  for (const plain_report& p : known)
    if (p.state == state) return p;
  return {state, 2200, ""};
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
  if (report.state == "0A000" && report.function == "RevalidateCachedQuery")
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
  const plain_report plain = plain_report_of(report.state);
  throw statement_error(plain.code, joined({report.message, " (PostgreSQL ", report.state, ")", plain.advice}), sql);
}

}  // namespace plinth::postgresql::detail
