// SPDX-License-Identifier: MIT
#pragma once

// One connection to a server, and the order in which things are sent and read on it. Results come in the order of the
// statements: before anything new is sent, whoever still has results on the way takes them into memory.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include <plinth/core/inline.hpp>
#include <plinth/driver/postgresql/errors.hpp>
#include <plinth/driver/postgresql/handles.hpp>
#include <plinth/driver/postgresql/write_value.hpp>

namespace plinth::postgresql::detail {

/// Somebody who has sent a statement and not read all of its results.
class reading {
 public:
  /// Takes everything that `channel::receive` still gives. What fails is kept for the reader's own next call.
  virtual void take_rest() noexcept = 0;

 protected:
  ~reading() = default;
};

/// What a run of a statement sends. A statement without a name is sent as text each time.
struct statement_call {
  const std::string& name;
  const std::string& text;
  std::span<const Oid> types;
  const parameters& values;
};

class channel {
 public:
  explicit channel(connection_handle connection)
      : connection_(std::move(connection)), cancel_(PQgetCancel(connection_.get())) {}
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;

  [[nodiscard]] PGconn* handle() const noexcept { return connection_.get(); }

  // ---- statements ----

  /// Has the server parse a statement, under a name or without, and tell its types. Throws what the server refuses.
  [[nodiscard]] result_handle describe(const std::string& name, const std::string& text, std::span<const Oid> types);

  /// Sends a run of a statement, with the BEGIN that is due in front of it. `by` then calls `receive` until that gives
  /// null. With `by_row` rows come one at a time.
  void send(reading& by, const statement_call& call, bool by_row);

  /// The next result of the statement that was sent last; null at its end. An error is a result as well.
  [[nodiscard]] result_handle receive();

  /// Runs one or more statements without parameters to their end. The last result, or throws.
  result_handle command(const char* text, moment when = moment::statement);

  /// Sends a run behind others of the same reader, without waiting for their results: all of them are to be gathered.
  void send_ahead(reading& by, const statement_call& call);

  /// The results of so many runs that were sent ahead, in their order. Where the connection broke they are fewer.
  void gather(std::size_t runs, std::vector<result_handle>& into) noexcept;

  /// Starts a COPY from the program. `by` then calls `copy_bytes`, and `copy_end` last; it is told of others who want
  /// to send as if it were reading.
  void copy(reading& by, const std::string& text);
  void copy_bytes(std::string_view bytes);
  /// Throws what the rows ran into.
  void copy_end(std::string_view text);
  /// None of its rows remain; the transaction can only be rolled back.
  void copy_give_up() noexcept;

  /// Whoever is reading takes the rest for himself. Afterwards anything can be sent.
  void settle() noexcept;

  /// The prepared statement of this name is not needed any more. Sends nothing at once.
  void forget(std::string name);

  // ---- transactions ----

  /// The transaction begins with the next statement: BEGIN, and what is to be said behind it, goes in front of that.
  void begin(std::string begin, const std::vector<std::string>& behind);
  [[nodiscard]] bool begin_is_due() const noexcept { return !due_begin_.empty(); }
  /// Sends the BEGIN that is due by itself.
  void begin_now();
  void drop_due_begin() noexcept { due_begin_.clear(); }
  [[nodiscard]] bool in_transaction() const noexcept;

  // ---- faults ----

  /// Throws what the result, which is an error, means.
  [[noreturn]] void fail(const PGresult* result, std::string_view sql, moment when = moment::statement);

  /// Throws where libpq could not send, because the connection is broken.
  void require(int sent);

  /// Asks the server to stop what is running. Another thread may call it.
  void cancel() noexcept;

  [[nodiscard]] bool dead() const noexcept { return dead_ || PQstatus(connection_.get()) != CONNECTION_OK; }

 private:
  void send_due_begin();
  void note_transaction(bool begins) noexcept;
  void send_run(const statement_call& call);
  void receive_begin(std::size_t commands);
  void leave_pipeline() noexcept;
  void drain_pipeline() noexcept;
  void send_forgotten();
  void end_copy(const PGresult* result) noexcept;

  connection_handle connection_;
  cancel_handle cancel_;
  std::atomic<bool> cancelled_ = false;
  reading* reading_ = nullptr;
  std::vector<std::string> due_begin_;
  std::size_t begins_ahead_ = 0;  ///< commands that were sent in front of the runs that are on their way
  std::vector<std::string> forgotten_;
  bool piped_ = false;  ///< the statement on the way was sent behind a BEGIN
  bool sent_in_transaction_ = false;
  bool dead_ = false;
};

/// Whether a result is an error.
[[nodiscard]] inline bool is_error(const PGresult* result) noexcept {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_PIPELINE_ABORTED;
}

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/channel.hpp>
#endif
