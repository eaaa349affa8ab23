// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <chrono>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/postgresql/connection.hpp>
#include <plinth/driver/postgresql/copy.hpp>
#include <plinth/driver/postgresql/open.hpp>
#include <plinth/driver/postgresql/sql_text.hpp>

namespace plinth::postgresql {

PLINTH_INLINE connection::connection(const settings& target, detail::type_book& types)
    : channel_(detail::open(target)), home_{channel_, types, ahead_, target.pooler == pooler::none} {
  PQsetNoticeReceiver(channel_.handle(), &detail::pass_notice, &hear_notice_);
  if (target.pooler == pooler::none) return;
  for (const auto& [name, limit] :
       {std::pair("statement_timeout", target.statement_timeout_ms), std::pair("lock_timeout", target.lock_timeout_ms)})
    if (limit > 0) local_settings_.push_back(joined({"SET LOCAL ", name, " = ", std::to_string(limit)}));
}

PLINTH_INLINE std::unique_ptr<driver::prepared> connection::prepare(std::string_view text) {
  detail::refuse_nul_in_statement(text);
  detail::refuse_too_many_places(text);
  if (detail::is_blank(text)) throw statement_error(2222, "the text has no statement", text);
  return std::make_unique<prepared>(home_, text);
}

PLINTH_INLINE void connection::run(std::string_view script) {
  detail::refuse_nul_in_statement(script);
  if (detail::is_blank(script)) return;
  channel_.begin_now();
  home_.leaves_state = true;
  home_.ends_connection = home_.ends_connection || detail::mentions(script, "prepare");
  channel_.command(std::string(script).c_str());
}

// ---- transactions ---------------------------------------------------------------------------------------------------

PLINTH_INLINE void connection::begin(const driver::transaction_options& how) {
  if (in_transaction()) throw session_error(2417, "a transaction is open already; commit it or roll it back first");
  std::string text = "BEGIN";
  switch (how.isolation) {
    case driver::isolation::by_default: break;
    case driver::isolation::read_committed: text += " ISOLATION LEVEL READ COMMITTED"; break;
    case driver::isolation::repeatable_read: text += " ISOLATION LEVEL REPEATABLE READ"; break;
    case driver::isolation::serializable: text += " ISOLATION LEVEL SERIALIZABLE"; break;
  }
  if (how.read_only) text += " READ ONLY";
  if (how.deferrable) text += " DEFERRABLE";
  channel_.begin(std::move(text), local_settings_);
}

PLINTH_INLINE void connection::commit() {
  if (channel_.begin_is_due()) return channel_.drop_due_begin();
  const detail::result_handle done = channel_.command("COMMIT", detail::moment::commit);
  if (std::string_view(PQcmdStatus(done.get())) == "ROLLBACK")
    throw statement_error(2414,
                          "a statement of this transaction had failed, so the server has rolled back where COMMIT was "
                          "asked; run the transaction again without the statement that fails",
                          "COMMIT");
}

PLINTH_INLINE void connection::rollback() {
  if (channel_.begin_is_due()) return channel_.drop_due_begin();
  channel_.settle();
  if (channel_.in_transaction()) channel_.command("ROLLBACK");
}

PLINTH_INLINE std::int64_t connection::generated_key() const {
  const detail::result_handle answer = channel_.command("SELECT lastval()");
  const std::string_view text = PQgetvalue(answer.get(), 0, 0);
  std::int64_t key = 0;
  std::from_chars(text.data(), text.data() + text.size(), key);
  return key;
}

PLINTH_INLINE std::unique_ptr<driver::row_sink> connection::rows_into(std::string_view table,
                                                                      std::span<const std::string_view> columns) {
  std::vector<detail::form> forms = detail::forms_for_copy(channel_, home_.types, table, columns);
  if (forms.empty()) return nullptr;
  return std::make_unique<detail::copy_sink>(channel_, detail::copy_text(table, columns), std::move(forms));
}

// ---- in the pool ----------------------------------------------------------------------------------------------------

PLINTH_INLINE bool connection::healthy() noexcept {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  PGconn* c = channel_.handle();
  if (channel_.dead() || PQsendQuery(c, "") == 0) return false;
  while (PQisBusy(c) != 0)
    if (!detail::wait_for(PQsocket(c), false, until) || PQconsumeInput(c) == 0) return false;
  bool answered = false;
  while (const detail::result_handle result{PQgetResult(c)})
    answered = PQresultStatus(result.get()) == PGRES_EMPTY_QUERY;
  return answered && !channel_.dead();
}

/// What a user may have left is undone by name, because DISCARD ALL would take the prepared statements as well.
PLINTH_INLINE bool connection::reset() noexcept {
  try {
    ahead_.drop();
    rollback();
    if (channel_.dead() || home_.ends_connection) return false;
    if (home_.leaves_state)
      channel_.command(
          "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); "
          "DISCARD TEMP; DISCARD SEQUENCES");
    home_.leaves_state = false;
    hear_notice_ = nullptr;
    return true;
  } catch (const error&) {
    return false;
  }
}

}  // namespace plinth::postgresql
