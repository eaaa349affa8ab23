// SPDX-License-Identifier: MIT
#pragma once

// What the engine asks of a client library. A driver is asked once per row, not once per cell.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/model/field_place.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::driver {

/// How a driver takes the rows of a result.
enum class fetch : std::uint8_t {
  whole,   ///< all at once where that is faster: they are in memory before the first is read
  by_row,  ///< as they are read, however many there are; a bit slower, and what follows on the connection may wait
};

/// Where `prepared::next_into` has put a row.
enum class row_place : std::uint8_t {
  none,    ///< there was no further row
  object,  ///< in the fields
  cells,   ///< in the cells; the fields may have some of its values
};

/// A prepared statement of one connection. Not thread-safe, like its connection.
class prepared {
 public:
  virtual ~prepared() = default;

  /// Binds the values and makes ready to run; a run that is still open is ended first. The bytes that `values` point to
  /// must stay until `next` has returned false or `finish` was called, and so must `expected`: the kinds that the
  /// result's columns are to be read as, one for each column. `kind::null` takes a column as it comes, and an empty
  /// span all of them. Throws `value_error` for a value that the server cannot store as it is.
  virtual void start(std::span<const cell> values, std::span<const kind> expected, fetch how = fetch::whole) = 0;

  /// Fills `row` (one cell for each column) and returns true, or returns false at the end, which also finishes the
  /// run. The bytes that cells point to stay until the next call of any member. Throws `value_error` for a value that
  /// is not of the expected kind, and whatever the statement runs into; the run is then finished. A null `row` steps
  /// over the row without reading it.
  virtual bool next(cell* row) = 0;

  /// The same, but a driver may read the row straight into an object's fields, without a cell in between: one place for
  /// each column, of the kinds given to `start`. A field that cannot take its value is no error here; the row is then
  /// in its cells, and the caller finds that out again.
  virtual row_place next_into(std::span<const model::field_place> /*places*/, void* /*object*/, cell* row) {
    return next(row) ? row_place::cells : row_place::none;
  }

  /// Sends a run whose results are read later, behind those of the runs that were sent before it on the connection;
  /// the bytes of `values` need not stay. False, with nothing sent, where the driver or these values do not allow that.
  /// Throws `value_error` as `start` does.
  [[nodiscard]] virtual bool send_ahead(std::span<const cell> /*values*/) { return false; }

  /// Opens the run of the connection that was sent ahead first, which must be one of this statement, as `start` opens
  /// one. Where a run before it has failed, it fails as well.
  virtual void open_ahead(std::span<const kind> /*expected*/) {}

  /// Rows changed by the last run that came to its end, for INSERT, UPDATE and DELETE; 0 for others.
  [[nodiscard]] virtual std::int64_t affected() const = 0;

  /// Ends the run and lets go of locks and of the bound bytes. Does nothing when no run is open.
  virtual void finish() noexcept = 0;

  /// How many columns the result has; 0 for a statement without one.
  [[nodiscard]] virtual std::size_t columns() const = 0;

  /// The name of a result column, as the server gives it.
  [[nodiscard]] virtual std::string column_name(std::size_t column) const = 0;
};

/// Takes rows into one table, without a statement for each. What else runs on the connection meanwhile finds the rows
/// there that were taken before it. One that goes before `end` gives up the rows that are still on their way: in a
/// transaction that has to be undone.
class row_sink {
 public:
  virtual ~row_sink() = default;

  /// What an observer is told of.
  [[nodiscard]] virtual const std::string& text() const = 0;

  /// One value for each column; bytes are copied. False, and nothing taken, where a value is not to be told in the
  /// column's own form: then such a row has to go by INSERT, after `end`. Throws what INSERT throws, for this row or
  /// any before it.
  [[nodiscard]] virtual bool take(std::span<const cell> values) = 0;

  /// All rows that were taken are in the table. Throws as `take`. More may be taken afterwards.
  virtual void end() = 0;
};

enum class transaction_mode : std::uint8_t {
  read,   ///< may become a writing one, and then may fail with `serialization_failure`
  write,  ///< takes what a writer needs at once
};

/// How far a transaction is kept from what others do meanwhile. A server may give more than is asked: SQLite's
/// transactions are always serializable.
enum class isolation : std::uint8_t { by_default, read_committed, repeatable_read, serializable };

struct transaction_options {
  transaction_mode mode = transaction_mode::read;
  driver::isolation isolation = isolation::by_default;
  bool read_only = false;   ///< the server refuses what would change a row
  bool deferrable = false;  ///< serializable and read only: waits for a state of the data with which it cannot fail
};

/// A connection to one database; one thread at a time. Errors are those of core/error.hpp.
class connection {
 public:
  virtual ~connection() = default;

  [[nodiscard]] virtual const sql::dialect& dialect() const = 0;

  /// Prepares one statement. Throws `statement_error` where the server refuses it, or where `text` has more than one.
  [[nodiscard]] virtual std::unique_ptr<prepared> prepare(std::string_view text) = 0;

  /// Runs statements without values or result, one after the other: DDL, scripts.
  virtual void run(std::string_view script) = 0;

  virtual void begin(const transaction_options& how) = 0;
  void begin(transaction_mode mode) { begin(transaction_options{.mode = mode}); }

  /// A commit that fails may leave the transaction open (`in_transaction`): it can then be tried again or rolled back.
  virtual void commit() = 0;

  /// Does nothing without a transaction.
  virtual void rollback() = 0;
  [[nodiscard]] virtual bool in_transaction() const = 0;

  /// The key that the last INSERT of this connection got from the database.
  [[nodiscard]] virtual std::int64_t generated_key() const = 0;

  /// Whether an INSERT of `rows` rows into the table, none of which names its key, is sure to give them consecutive
  /// keys in their order, the last of which `generated_key` tells: nothing in the database adds rows or leaves some
  /// out, neither triggers nor rules for conflicts. Where it is not, such rows go one by one.
  [[nodiscard]] virtual bool keys_will_be_consecutive(std::string_view /*table*/, std::string_view /*key*/,
                                                      std::int64_t /*rows*/) {
    return false;
  }

  /// A way into a table for many rows at once, which does all that INSERT of these columns does; null where the server
  /// has none that is faster, or not for this table. `table` is as in statements, quoted; the columns are not quoted.
  /// The sink must not outlive the connection.
  [[nodiscard]] virtual std::unique_ptr<row_sink> rows_into(std::string_view /*table*/,
                                                            std::span<const std::string_view> /*columns*/) {
    return nullptr;
  }

  /// Whether statements of this connection may be sent ahead (`prepared::send_ahead`).
  [[nodiscard]] virtual bool sends_ahead() const { return false; }

  /// The results of runs that were sent ahead are not wanted any more. What they did is done.
  virtual void drop_ahead() noexcept {}

  /// Whether the server still answers. Used when the pool hands the connection out.
  [[nodiscard]] virtual bool healthy() noexcept = 0;

  /// Back to the state after opening: no transaction, no locks. False when that fails and the connection must go.
  [[nodiscard]] virtual bool reset() noexcept = 0;

  /// Whether the server is known to be gone, or to have ended this connection.
  [[nodiscard]] virtual bool lost() const noexcept { return false; }

  /// Stops the statement that is running, which then fails. The only member that another thread may call meanwhile.
  virtual void cancel() noexcept {}
};

/// Opens connections to one database: what an engine is made of. Thread-safe.
class connector {
 public:
  virtual ~connector() = default;

  [[nodiscard]] virtual const sql::dialect& dialect() const = 0;

  /// Throws `connection_error` where the database cannot be opened or its settings are not in force.
  [[nodiscard]] virtual std::unique_ptr<connection> connect() = 0;

  /// An empty database of the same kind that is nobody else's and goes with its connector: to try statements out. Null
  /// where the server has none.
  [[nodiscard]] virtual std::unique_ptr<connector> scratch() const { return nullptr; }
};

}  // namespace plinth::driver
