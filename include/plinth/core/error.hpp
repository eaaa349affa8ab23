// SPDX-License-Identifier: MIT
#pragma once

// What the library throws. One class for each thing a caller can do differently; everything else is data in it.
// Every error has a number that is stable across releases and explained in docs/errors.md.

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>


namespace plinth {

/// Base of everything this library throws: `plinth[E2104]: what was found; what it means; what to do`.
class error : public std::runtime_error {
 public:
  error(int code, std::string_view what, std::source_location where = std::source_location::current());

  /// The number, stable across releases.
  [[nodiscard]] int code() const noexcept { return code_; }

  /// The line that noticed the fault: of the library, or of the caller where a function takes a location.
  [[nodiscard]] const std::source_location& where() const noexcept { return where_; }

 private:
  int code_;
  std::source_location where_;
};

/// The database could not be opened, or its URL or options make no sense. Nothing was connected.
class connection_error : public error {
 public:
  using error::error;
};

/// The connection is gone in the middle of work: the transaction is lost, or, if it was committing, its outcome is
/// unknown.
class connection_lost : public error {
 public:
  using error::error;
};

/// No connection of the pool became free in the time that `pool_options::wait_at_most` allows.
class pool_exhausted : public error {
 public:
  using error::error;
};

/// The database refused a statement for a reason other than the ones that have a class of their own.
class statement_error : public error {
 public:
  statement_error(int code, std::string_view what, std::string_view sql,
                  std::source_location where = std::source_location::current());

  /// The statement's text, with placeholders in the place of values.
  [[nodiscard]] const std::string& sql() const noexcept { return sql_; }

 private:
  std::string sql_;
};

/// Where a constraint stood: as far as the server names it, the rest is empty.
struct constraint_place {
  std::string table;
  std::string constraint;
  std::vector<std::string> columns;
};

/// A constraint of the database refused a row. The statement had no effect.
class constraint_violation : public statement_error {
 public:
  constraint_violation(int code, std::string_view what, std::string_view sql, constraint_place place,
                       std::source_location where = std::source_location::current());

  [[nodiscard]] const std::string& table() const noexcept { return place_.table; }
  [[nodiscard]] const std::string& constraint() const noexcept { return place_.constraint; }
  [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return place_.columns; }

 private:
  constraint_place place_;
};

/// A primary key or unique constraint already has this value.
class unique_violation : public constraint_violation {
 public:
  using constraint_violation::constraint_violation;
};

/// The row points to one that does not exist, or is pointed to by one that would be left behind.
class foreign_key_violation : public constraint_violation {
 public:
  using constraint_violation::constraint_violation;
};

/// A column that must have a value got NULL.
class not_null_violation : public constraint_violation {
 public:
  using constraint_violation::constraint_violation;
};

/// A CHECK constraint said no.
class check_violation : public constraint_violation {
 public:
  using constraint_violation::constraint_violation;
};

/// Another transaction came first. Roll back and run the whole transaction again, as `transact` does.
class serialization_failure : public statement_error {
 public:
  using statement_error::statement_error;
};

/// A lock was not to be had in the time allowed. Nothing was changed; the transaction may be tried again.
class lock_timeout : public statement_error {
 public:
  using statement_error::statement_error;
};

/// A value does not fit the type it is read into or written as: out of range, of another kind, or NULL.
class value_error : public error {
 public:
  using error::error;
};

/// A query that must give a row gave none.
class no_row : public error {
 public:
  using error::error;
};

/// A query that must give one row gave more.
class several_rows : public error {
 public:
  using error::error;
};

/// A relationship was read that nobody loaded.
class not_loaded : public error {
 public:
  using error::error;
};

/// An UPDATE or DELETE by key met no row: somebody else removed or changed it. Roll back, reload and try again.
class stale_row : public error {
 public:
  using error::error;
};

/// The session was asked for something that its state does not allow. Nothing was changed.
class session_error : public error {
 public:
  using error::error;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/core/impl/error.hpp>
#endif
