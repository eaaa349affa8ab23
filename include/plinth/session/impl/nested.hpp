// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/nested.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/store.hpp>

namespace plinth {

PLINTH_INLINE nested::nested(detail::session_core& session, detail::store& objects, std::uint64_t savepoint) noexcept
    : session_(&session), objects_(&objects), savepoint_(savepoint) {
  objects.retain();
}

PLINTH_INLINE nested::~nested() {
  if (!objects_) return;
  if (is_open()) session_->abandon_nested(savepoint_);
  objects_->release();
}

PLINTH_INLINE bool nested::is_open() const noexcept {
  return objects_ && objects_->is_open() && objects_->changes().find(savepoint_) < objects_->changes().depth();
}

PLINTH_INLINE void nested::commit() {
  if (!is_open())
    throw session_error(3007,
                        "this part of a transaction has ended already, by itself or with what surrounds it; begin a "
                        "new one with session.begin_nested()");
  session_->commit_nested(savepoint_);
}

PLINTH_INLINE void nested::rollback() {
  if (is_open()) session_->rollback_nested(savepoint_);
}

namespace detail {

/// Of the savepoint that so many others enclose.
[[nodiscard]] PLINTH_INLINE std::string savepoint_name(std::size_t enclosing) {
  return "plinth_" + std::to_string(enclosing + 1);
}

PLINTH_INLINE nested session_core::begin_nested() {
  flush();
  write_connection().savepoint(savepoint_name(nested_depth()));
  return nested(*this, *store_, store_->open_savepoint());
}

PLINTH_INLINE void session_core::commit_nested(std::uint64_t savepoint) {
  flush();
  const std::size_t enclosing = store_->changes().find(savepoint);
  try {
    connection_->release(savepoint_name(enclosing));
  } catch (...) {
    abandon(store::undo::keep_values);
    throw;
  }
  while (nested_depth() > enclosing) store_->release_savepoint();
}

PLINTH_INLINE void session_core::rollback_nested(std::uint64_t savepoint) {
  refuse_in_hook();
  const std::size_t enclosing = store_->changes().find(savepoint);
  while (nested_depth() > enclosing + 1) store_->release_savepoint();
  try {
    return_to_savepoint(store::undo::restore_values);
    connection_->release(savepoint_name(enclosing));
  } catch (...) {
    abandon(store::undo::restore_values);
    throw;
  }
  store_->close_savepoint();
}

PLINTH_INLINE void session_core::abandon_nested(std::uint64_t savepoint) noexcept {
  try {
    rollback_nested(savepoint);
  } catch (const error&) {
    // The whole transaction has been given up.
  }
}

PLINTH_INLINE void session_core::return_to_savepoint(store::undo how) {
  connection_->rollback_to(savepoint_name(nested_depth() - 1));
  store_->rolled_back_to_savepoint(how);
}

PLINTH_INLINE void session_core::abandon_flush() {
  if (nested_depth() == 0 || !connection_ || !connection_->in_transaction()) return abandon(store::undo::keep_values);
  try {
    return_to_savepoint(store::undo::keep_values);
  } catch (const error&) {
    abandon(store::undo::keep_values);  // without a savepoint to return to, nothing of the transaction is left
  }
}

}  // namespace detail
}  // namespace plinth
