// SPDX-License-Identifier: MIT
#pragma once

// What the server reports, as the library's errors. SQLSTATE decides, never the words, which are in the server's
// language. The server's details may quote values and are not passed on; from them the names of columns are read.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>

namespace plinth::postgresql::detail {

/// What the library was doing when the server reported.
enum class moment : std::uint8_t { statement, commit };

/// What a server says about one failure.
struct server_report {
  std::string_view state{};    ///< SQLSTATE, five characters; empty where the connection broke
  std::string_view message{};  ///< in the server's language, without values for the states that pass it on
  std::string_view detail{};   ///< may quote values
  std::string_view table{};
  std::string_view column{};
  std::string_view constraint{};
  std::string_view function{};  ///< of the server's source, which tells apart what has one SQLSTATE
};

[[nodiscard]] server_report report_of(const PGresult* result) noexcept;

/// What is known beyond the report.
struct circumstances {
  moment when = moment::statement;
  bool connection_is_dead = false;
  bool cancelled_by_us = false;
};

/// Whether a table was altered so that a prepared statement's result would have other types.
[[nodiscard]] bool is_outdated(const server_report& report) noexcept;

/// Throws the error that the report means.
[[noreturn]] void raise(const server_report& report, std::string_view sql, const circumstances& known);

/// The columns in a detail: `Key (a, "B")=(1, 2) already exists.` gives a and B. Empty where it has another form.
[[nodiscard]] std::vector<std::string> columns_in(std::string_view detail);

/// Whether this state, whatever it was reported for, means that the connection will not be used again.
[[nodiscard]] bool ends_connection(std::string_view state) noexcept;

/// Several lines of libpq's as one, without the place in the server's source.
[[nodiscard]] std::string one_line(std::string_view text);

/// The connection broke without a word of the server.
[[noreturn]] void raise_lost(moment when, std::string_view words);

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/errors.hpp>
#endif
