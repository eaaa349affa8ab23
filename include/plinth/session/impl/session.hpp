// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/session.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/model/info.hpp>
#include <plinth/model/ref.hpp>
#include <plinth/session/cascades.hpp>
#include <plinth/session/flush.hpp>
#include <plinth/session/hooked_flush.hpp>
#include <plinth/session/loading.hpp>
#include <plinth/session/make_plan.hpp>
#include <plinth/session/next_object.hpp>
#include <plinth/session/overwrite.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/store.hpp>
#include <plinth/sql/key.hpp>

namespace plinth::detail {

PLINTH_INLINE session_core::session_core(engine& on, session_options options)
    : engine_(&on), options_(std::move(options)), store_(new detail::store(this, on.number_session())) {
  if (options_.hooks || engine_->options().hooks) store_->note_loads();
}

PLINTH_INLINE session_core::~session_core() {
  if (connection_) try {
      connection_->rollback();
    } catch (const error&) {
      // Giving the connection back rolls back as well, or finds it dead.
    }
  give_back();
  store_->close();
  store_->release();
}

PLINTH_INLINE void session_core::flush() {
  refuse_in_hook();
  try {
    carry_out_flush();
  } catch (...) {
    abandon_flush();
    throw;
  }
}

PLINTH_INLINE void session_core::carry_out_flush() {
  if (store_->has_model_hooks() || options_.hooks || engine_->options().hooks) {
    hooked_flush(*this).run();
  } else if (const flush_plan plan = plan_flush(); !plan.empty()) {
    carry_out_plan(plan, nullptr);
  }
}

PLINTH_INLINE flush_plan session_core::plan_flush() {
  std::vector<pair_purge> purges = settle_relationships(*this);
  store_->refuse_doubles();
  return make_plan(store_->pending(), store_->watched(), store_->removed(), store_->links(), std::move(purges));
}

PLINTH_INLINE void session_core::carry_out_plan(const flush_plan& plan, std::vector<written_row>* written) {
  carry_out(plan, *store_, write_connection(), options_.clock, written);
  std::erase_if(store_->pending(), [](const model::node* n) { return n->state != model::object_state::pending; });
  store_->removed().clear();
  store_->links().written();
  std::erase_if(store_->watched(), [](const model::node* n) { return n->state != model::object_state::persistent; });
}

PLINTH_INLINE void session_core::commit() {
  refuse_in_hook();
  try {
    carry_out_flush();
    if (!connection_) return;
    connection_->commit();
  } catch (...) {
    abandon(store::undo::keep_values);
    throw;
  }
  give_back();
  store_->committed();
}

PLINTH_INLINE void session_core::rollback() {
  refuse_in_hook();
  abandon(store::undo::restore_values);
}

PLINTH_INLINE void session_core::autoflush() {
  if (options_.autoflush && !in_hooked_flush_) flush();
}

PLINTH_INLINE void session_core::load_relation(std::span<model::node* const> owners,
                                               const model::relationship_info& relation,
                                               const sql::select_parts* targets) {
  detail::load_relation(*store_, read_connection(), relation, owners, targets);
  call_load_hooks();
}

PLINTH_INLINE void session_core::add_node(model::node& n) {
  if (n.store != store_) refuse_stranger(n);
  store_->add_again(n);
}

PLINTH_INLINE bool session_core::is_changed(const model::node& n) const {
  if (n.state == model::object_state::persistent) return says_any_key(n) || columns_to_write(n) != 0;
  return n.state != model::object_state::detached;
}

PLINTH_INLINE void session_core::remove_node(model::node& n) {
  if (n.store != store_ || !may(n.state, model::object_event::remove))
    refuse(3004, "an object of ", n, " that this session does not hold cannot be removed; get it first");
  remove_object(*store_, n);
}

PLINTH_INLINE void session_core::refresh_node(model::node& n) {
  if (n.store != store_ || n.state != model::object_state::persistent)
    refuse(3005, "an object of ", n, " that has no row in this session cannot be refreshed; flush it first");
  scratch keep;
  std::array<cell, 8> key;
  for (std::size_t i = 0; i < n.model->key.size(); ++i)
    key[i] = n.snapshot ? n.snapshot[n.model->key[i]] : read_column(n, n.model->key[i], keep);
  const fixed_shape statement = get_statement(*n.model);
  cursor rows = read_connection().open(statement.view(), std::span(key).first(n.model->key.size()), n.model->kinds);
  if (!rows.next())
    throw stale_row(3105, joined({"the row of ", identity_text(n), " is gone; expunge the object or roll back"}));
  overwrite(*store_, n, rows.row());
  rows.finish();
  call_load_hooks();
  settle_overwritten(*store_, n);
}

PLINTH_INLINE model::node* session_core::get_node(const model::model_info& m, std::span<const cell> key) {
  if (model::node* present = store_->find(m, key))
    return present->state == model::object_state::removed || is_kept_removed(*present) ? nullptr : present;
  if (!store_->pending().empty()) autoflush();
  const fixed_shape statement = get_statement(m);
  model::node* n = nullptr;
  {
    cursor rows = read_connection().open(statement.view(), key, m.kinds);
    n = next_object(rows, *store_, m);
  }
  call_load_hooks();
  return n && n->state != model::object_state::removed ? n : nullptr;
}

PLINTH_INLINE model::node& session_core::node_of(const void* object, const model::model_info& m) {
  if (model::node* n = store_->find_node(object, m)) return *n;
  throw session_error(3003, joined({"an object of ", m.name,
                                    " that is not this session's was passed by reference; add() it and use what that "
                                    "returns, or get it from the session"}));
}

PLINTH_INLINE void session_core::refuse_stranger(const model::node& n) const { model::refuse_stranger(n, *store_); }

PLINTH_INLINE connection& session_core::begun(transaction_mode mode) {
  if (connection_) return *connection_;
  connection fresh = engine_->connect();
  fresh.begin({.mode = mode,
               .isolation = options_.isolation,
               .read_only = options_.read_only,
               .deferrable = options_.deferrable});
  const std::lock_guard lock(connection_mutex_);
  return connection_.emplace(std::move(fresh));
}

PLINTH_INLINE void session_core::give_back() noexcept {
  if (!connection_) return;
  std::unique_lock lock(connection_mutex_);
  const connection gone(std::move(*connection_));
  connection_.reset();
  lock.unlock();  // what follows may wait for the server
}

PLINTH_INLINE void session_core::cancel() noexcept {
  const std::lock_guard lock(connection_mutex_);
  if (connection_) connection_->cancel();
}

PLINTH_INLINE void session_core::refuse(int code, std::string_view before, const model::node& n,
                                        std::string_view after) {
  throw session_error(code, joined({before, n.model->name, after}));
}

PLINTH_INLINE void session_core::abandon(store::undo how) {
  if (connection_) {
    try {
      connection_->rollback();
    } catch (const error&) {
      // The connection is of no use; giving it back lets the pool find that out. The transaction is gone either way.
    }
    give_back();
  }
  store_->rolled_back(how);
}

PLINTH_INLINE bool session_core::load_on_access(model::node& n, const model::relationship_info& relation,
                                                const std::source_location&) {
  if (options_.relationships != loading::lazy && !relation.lazy) return false;
  model::node* owner = &n;
  load_relation(std::span(&owner, 1), relation);
  return true;
}

}  // namespace plinth::detail
