// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/postgresql/channel.hpp>

namespace plinth::postgresql::detail {

PLINTH_INLINE void channel::require(int sent) {
  if (sent != 0) return;
  if (dead()) raise_lost(moment::statement, PQerrorMessage(handle()));
  throw statement_error(2200, joined({"libpq does not send the statement: ", PQerrorMessage(handle())}), "");
}

PLINTH_INLINE void channel::fail(const PGresult* result, std::string_view sql, moment when) {
  const server_report report = report_of(result);
  const bool broken = dead() || ends_connection(report.state);
  dead_ = dead_ || broken;
  if (report.state.empty()) raise_lost(when, PQresultErrorMessage(result));
  const bool cancelled = report.state == "57014" && cancelled_.exchange(false);
  raise(report, sql, {.when = when, .connection_is_dead = broken, .cancelled_by_us = cancelled});
}

PLINTH_INLINE void channel::cancel() noexcept {
  char reason[256];  // of a failure, which the statement's own end will show
  cancelled_ = true;
  PQcancel(cancel_.get(), reason, sizeof reason);
}

// ---- reading --------------------------------------------------------------------------------------------------------

PLINTH_INLINE void channel::settle() noexcept {
  if (reading_ == nullptr) return;
  reading_->take_rest();
  reading_ = nullptr;
}

PLINTH_INLINE result_handle channel::receive() {
  result_handle result(PQgetResult(handle()));
  if (result == nullptr) {
    reading_ = nullptr;
    if (std::exchange(piped_, false)) leave_pipeline();
    return nullptr;
  }
  end_copy(result.get());
  return result;
}

/// COPY from and to the program has no place among statements: it is ended as it begins.
PLINTH_INLINE void channel::end_copy(const PGresult* result) noexcept {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COPY_IN) PQputCopyEnd(handle(), "COPY FROM STDIN is not a statement of this interface");
  if (status != PGRES_COPY_OUT) return;
  char* line = nullptr;
  while (PQgetCopyData(handle(), &line, 0) > 0) PQfreemem(line);
}

/// Reads what a pipeline still has, without looking at it.
PLINTH_INLINE void channel::drain_pipeline() noexcept {
  int empty = 0;
  while (empty < 2 && !dead()) {  // one null ends a statement, two in a row the pipeline
    const result_handle result(PQgetResult(handle()));
    empty = result == nullptr ? empty + 1 : 0;
  }
}

PLINTH_INLINE void channel::leave_pipeline() noexcept {
  drain_pipeline();
  PQexitPipelineMode(handle());
}

// ---- sending --------------------------------------------------------------------------------------------------------

PLINTH_INLINE void channel::begin(std::string begin, const std::vector<std::string>& behind) {
  settle();
  cancelled_ = false;
  due_begin_ = behind;
  due_begin_.insert(due_begin_.begin(), std::move(begin));
}

PLINTH_INLINE bool channel::in_transaction() const noexcept {
  if (begin_is_due()) return true;
  const PGTransactionStatusType status = PQtransactionStatus(handle());
  return status == PQTRANS_ACTIVE ? sent_in_transaction_ : status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

PLINTH_INLINE void channel::begin_now() {
  for (const std::string& text : std::exchange(due_begin_, {})) command(text.c_str());
}

/// BEGIN and the statement behind it are one message to the server and one answer.
PLINTH_INLINE void channel::send_due_begin() {
  require(PQenterPipelineMode(handle()));
  for (const std::string& text : due_begin_)
    require(PQsendQueryParams(handle(), text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1));
}

PLINTH_INLINE void channel::receive_begin(std::size_t commands) {
  for (; commands > 0; --commands) {
    const result_handle begun(PQgetResult(handle()));
    if (begun == nullptr || is_error(begun.get())) {
      leave_pipeline();
      piped_ = false;
      fail(begun.get(), "BEGIN");
    }
    const result_handle end(PQgetResult(handle()));
  }
}

/// For `in_transaction` while something is on the way.
PLINTH_INLINE void channel::note_transaction(bool begins) noexcept {
  const PGTransactionStatusType before = PQtransactionStatus(handle());
  sent_in_transaction_ = begins || before == PQTRANS_INTRANS || before == PQTRANS_INERROR;
}

PLINTH_INLINE void channel::send_run(const statement_call& call) {
  const parameters& v = call.values;
  require(call.name.empty()
              ? PQsendQueryParams(handle(), call.text.c_str(), v.size(), call.types.data(), v.data(), v.sizes(),
                                  v.formats(), 1)
              : PQsendQueryPrepared(handle(), call.name.c_str(), v.size(), v.data(), v.sizes(), v.formats(), 1));
}

PLINTH_INLINE void channel::send(reading& by, const statement_call& call, bool by_row) {
  settle();
  piped_ = begin_is_due();
  note_transaction(piped_);
  if (piped_) send_due_begin();
  send_run(call);
  if (piped_) {
    require(PQpipelineSync(handle()));
    receive_begin(std::exchange(due_begin_, {}).size());
  }
  if (by_row) PQsetSingleRowMode(handle());
  reading_ = &by;
}

PLINTH_INLINE void channel::send_ahead(reading& by, const statement_call& call) {
  if (reading_ != &by) {
    settle();
    note_transaction(begin_is_due());
    if (begin_is_due())
      send_due_begin();
    else
      require(PQenterPipelineMode(handle()));
    begins_ahead_ = std::exchange(due_begin_, {}).size();
    reading_ = &by;
  }
  send_run(call);
}

/// Each run has one result and a null behind it. A BEGIN that failed is the failure of the first run.
PLINTH_INLINE void channel::gather(std::size_t runs, std::vector<result_handle>& into) noexcept {
  reading_ = nullptr;
  PQpipelineSync(handle());
  result_handle failed;
  for (std::size_t i = std::exchange(begins_ahead_, 0) + runs; i > 0; --i) {
    result_handle result(PQgetResult(handle()));
    if (result == nullptr) break;
    const result_handle end(PQgetResult(handle()));
    if (i > runs && failed == nullptr && is_error(result.get()))
      failed = std::move(result);
    else if (i <= runs)
      into.push_back(failed != nullptr ? std::move(failed) : std::move(result));
  }
  leave_pipeline();
}

PLINTH_INLINE result_handle channel::command(const char* text, moment when) {
  settle();
  result_handle last;
  require(PQsendQuery(handle(), text));
  while (result_handle result{PQgetResult(handle())}) {
    end_copy(result.get());
    if (last == nullptr || !is_error(last.get())) last = std::move(result);
  }
  if (last == nullptr || is_error(last.get())) fail(last.get(), text, when);
  return last;
}

// ---- copying --------------------------------------------------------------------------------------------------------

PLINTH_INLINE void channel::copy(reading& by, const std::string& text) {
  settle();
  begin_now();
  note_transaction(false);
  require(PQsendQuery(handle(), text.c_str()));
  const result_handle answer(PQgetResult(handle()));
  if (PQresultStatus(answer.get()) != PGRES_COPY_IN) {
    while (const result_handle rest{PQgetResult(handle())}) {
    }
    fail(answer.get(), text);
  }
  reading_ = &by;
}

/// libpq keeps what the socket does not take: pieces keep that small.
PLINTH_INLINE void channel::copy_bytes(std::string_view bytes) {
  constexpr std::size_t most = std::size_t{1} << 20;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(most, bytes.size())))
    require(PQputCopyData(handle(), bytes.data(), static_cast<int>(std::min(most, bytes.size()))) == 1);
}

PLINTH_INLINE void channel::copy_end(std::string_view text) {
  reading_ = nullptr;
  require(PQputCopyEnd(handle(), nullptr) == 1);
  result_handle failed;
  while (result_handle result{PQgetResult(handle())})
    if (failed == nullptr && is_error(result.get())) failed = std::move(result);
  if (failed != nullptr) fail(failed.get(), text);
}

PLINTH_INLINE void channel::copy_give_up() noexcept {
  reading_ = nullptr;
  PQputCopyEnd(handle(), "the program gave up");
  while (const result_handle rest{PQgetResult(handle())}) {
  }
}

// ---- what nobody needs any more -------------------------------------------------------------------------------------

PLINTH_INLINE void channel::forget(std::string name) {
  if (!name.empty()) forgotten_.push_back(std::move(name));
}

/// Statements that nobody needs any more go with the next that is prepared.
PLINTH_INLINE void channel::send_forgotten() {
  if (PQtransactionStatus(handle()) == PQTRANS_INERROR) return;
  for (const std::string& name : std::exchange(forgotten_, {})) {
    const std::string text = "DEALLOCATE " + name;
    require(PQsendQueryParams(handle(), text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1));
    require(PQpipelineSync(handle()));
    const result_handle done(PQgetResult(handle()));  // a failure means that it was gone
    const result_handle end(PQgetResult(handle()));
    const result_handle synced(PQgetResult(handle()));
  }
}

PLINTH_INLINE result_handle channel::describe(const std::string& name, const std::string& text,
                                              std::span<const Oid> types) {
  settle();
  require(PQenterPipelineMode(handle()));
  send_forgotten();
  require(PQsendPrepare(handle(), name.c_str(), text.c_str(), static_cast<int>(types.size()), types.data()));
  require(PQsendDescribePrepared(handle(), name.c_str()));
  require(PQpipelineSync(handle()));
  const result_handle parsed(PQgetResult(handle()));
  const result_handle end(PQgetResult(handle()));
  result_handle described(PQgetResult(handle()));
  leave_pipeline();
  if (is_error(parsed.get())) fail(parsed.get(), text);
  if (is_error(described.get())) fail(described.get(), text);
  return described;
}

}  // namespace plinth::postgresql::detail
