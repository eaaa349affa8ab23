// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/connection.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/engine/cursor.hpp>
#include <plinth/engine/link.hpp>
#include <plinth/engine/observer.hpp>
#include <plinth/engine/pool.hpp>
#include <plinth/engine/watch.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth {

PLINTH_INLINE connection::connection(connection&& other) noexcept = default;

PLINTH_INLINE connection::~connection() {
  if (link_ != nullptr) pool_->give_back(std::move(link_));
}

PLINTH_INLINE const sql::dialect& connection::dialect() const { return link_->driver().dialect(); }

PLINTH_INLINE cursor connection::open(std::span<const sql::token> shape, std::span<const cell> values,
                                      std::span<const kind> expected, fetch how) {
  return link_->open({shape, {}}, values, expected, how);
}

PLINTH_INLINE cursor connection::open(std::string_view sql, std::span<const cell> values,
                                      std::span<const kind> expected, fetch how) {
  return link_->open({{}, sql}, values, expected, how);
}

PLINTH_INLINE std::int64_t connection::execute(std::span<const sql::token> shape, std::span<const cell> values) {
  return link_->execute({shape, {}}, values);
}

PLINTH_INLINE std::int64_t connection::execute(std::string_view sql, std::span<const cell> values) {
  return link_->execute({{}, sql}, values);
}

/// Tells the observer of a step of the transaction, if there is one.
template <class Work>
void connection::step(transaction_step what, std::string_view name, const Work& work) {
  if (link_->observer() == nullptr) return work();
  const auto from = std::chrono::steady_clock::now();
  work();
  link_->observer()->on_transaction({what, name, std::chrono::steady_clock::now() - from});
}

PLINTH_INLINE std::int64_t connection::generated_key() const { return link_->driver().generated_key(); }

PLINTH_INLINE void connection::run(std::string_view script) {
  if (link_->observer() == nullptr) return link_->driver().run(script);
  detail::watch watched{link_->observer(), {.sql = script}};
  try {
    watched.timed([&] { link_->driver().run(script); });
    watched.tell(nullptr);
  } catch (const error& failure) {
    watched.tell(&failure);
    throw;
  }
}

PLINTH_INLINE void connection::begin(const transaction_options& how) {
  transaction_options asked = how;
  if (asked.isolation == isolation::by_default) asked.isolation = pool_->options().isolation;
  step(transaction_step::begin, {}, [&] { link_->driver().begin(asked); });
}

PLINTH_INLINE void connection::commit() {
  step(transaction_step::commit, {}, [&] { link_->driver().commit(); });
}

PLINTH_INLINE void connection::rollback() {
  if (in_transaction()) step(transaction_step::rollback, {}, [&] { link_->driver().rollback(); });
}

PLINTH_INLINE bool connection::in_transaction() const { return link_->driver().in_transaction(); }

PLINTH_INLINE void connection::savepoint(std::string_view name) {
  if (!in_transaction()) throw session_error(2226, "a savepoint needs a transaction around it; call begin first");
  step_to(transaction_step::savepoint, "SAVEPOINT ", name);
}

PLINTH_INLINE void connection::release(std::string_view name) {
  step_to(transaction_step::release, "RELEASE SAVEPOINT ", name);
}

PLINTH_INLINE void connection::rollback_to(std::string_view name) {
  step_to(transaction_step::rollback_to, "ROLLBACK TO SAVEPOINT ", name);
}

PLINTH_INLINE std::size_t connection::kept_statements() const noexcept { return link_->kept_statements(); }

PLINTH_INLINE void connection::cancel() noexcept { link_->driver().cancel(); }

PLINTH_INLINE driver::connection& connection::driver() noexcept { return link_->driver(); }

PLINTH_INLINE connection::connection(std::shared_ptr<detail::pool> from)
    : pool_(std::move(from)), link_(pool_->take()) {}

PLINTH_INLINE void connection::step_to(transaction_step what, std::string_view verb, std::string_view name) {
  const std::string text = sql::text_of(dialect(), [&](sql::writer& out) { (out << verb).name(name); });
  step(what, name, [&] { link_->execute_quietly(text); });
}

}  // namespace plinth
