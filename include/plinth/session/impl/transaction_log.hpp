// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/transaction_log.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE logged_change& transaction_log::of(model::node& n) {
  if (n.log_position > first()) return entries_[n.log_position - 1];
  // What is marked as removed had a row until now.
  const auto before = n.state == model::object_state::removed ? model::object_state::persistent : n.state;
  entries_.push_back({.n = &n, .before = before, .outer = n.log_position});
  n.log_position = static_cast<std::uint32_t>(entries_.size());
  return entries_.back();
}

PLINTH_INLINE void transaction_log::renew_snapshot(model::node& n, logged_change& change) {
  replace_snapshot(n, change, take_snapshot(n, pool_));
}

PLINTH_INLINE void transaction_log::renew_snapshot(model::node& n, logged_change& change, std::span<const cell> row) {
  replace_snapshot(n, change, keep_cells(row, pool_));
}

PLINTH_INLINE void transaction_log::replace_snapshot(model::node& n, logged_change& change,
                                                     const cell* fresh) noexcept {
  if (!change.snapshot && change.before == model::object_state::persistent)
    change.snapshot = n.snapshot;
  else
    give_snapshot(*n.model, n.snapshot, pool_);
  n.snapshot = fresh;
}

PLINTH_INLINE void transaction_log::restore_snapshot(logged_change& change) noexcept {
  if (!change.snapshot) return;
  give_snapshot(*change.n->model, change.n->snapshot, pool_);
  change.n->snapshot = std::exchange(change.snapshot, nullptr);
}

PLINTH_INLINE void transaction_log::drop_snapshot(logged_change& change) noexcept {
  give_snapshot(*change.n->model, std::exchange(change.snapshot, nullptr), pool_);
}

PLINTH_INLINE std::uint64_t transaction_log::open() {
  savepoints_.push_back({next_number_, entries_.size(), {}});
  return next_number_++;
}

PLINTH_INLINE std::size_t transaction_log::find(std::uint64_t number) const noexcept {
  std::size_t at = 0;
  while (at < savepoints_.size() && savepoints_[at].number != number) ++at;
  return at;
}

PLINTH_INLINE void transaction_log::touch(model::node& n) {
  if (savepoints_.empty()) return;
  savepoints_.back().touched.push_back(&n);
  n.links_depth = static_cast<std::uint16_t>(savepoints_.size());
}

PLINTH_INLINE void transaction_log::release() {
  std::size_t kept = first();
  for (std::size_t i = kept; i < entries_.size(); ++i) {
    logged_change& c = entries_[i];
    if (c.outer == 0) {  // what surrounds the savepoint had not written it
      c.n->log_position = static_cast<std::uint32_t>(kept + 1);
      if (kept != i) entries_[kept] = c;
      ++kept;
      continue;
    }
    logged_change& outer = entries_[c.outer - 1];
    if (!outer.snapshot && outer.before == model::object_state::persistent)
      outer.snapshot = std::exchange(c.snapshot, nullptr);
    drop_snapshot(c);
    outer.filled |= c.filled;
    outer.queued |= c.queued;
    outer.raised_version = outer.raised_version || c.raised_version;
    c.n->log_position = c.outer;
  }
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(kept), entries_.end());
  savepoint ended = std::move(savepoints_.back());
  savepoints_.pop_back();
  for (model::node* n : ended.touched) n->links_depth = 0;
  for (model::node* n : ended.touched)
    if (n->links_depth == 0) touch(*n);
}

PLINTH_INLINE std::span<logged_change> transaction_log::changes() noexcept {
  return std::span(entries_).subspan(first());
}

PLINTH_INLINE std::span<model::node* const> transaction_log::touched() const noexcept {
  if (savepoints_.empty()) return {};
  return savepoints_.back().touched;
}

PLINTH_INLINE void transaction_log::forget() noexcept {
  for (logged_change& c : changes()) {
    c.n->log_position = c.outer;
    drop_snapshot(c);
  }
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(first()), entries_.end());
  if (savepoints_.empty()) return;
  for (model::node* n : savepoints_.back().touched) n->links_depth = 0;
  savepoints_.back().touched.clear();
}

PLINTH_INLINE void transaction_log::close() noexcept { savepoints_.pop_back(); }

PLINTH_INLINE void transaction_log::clear() noexcept {
  while (!savepoints_.empty()) {
    for (model::node* n : savepoints_.back().touched) n->links_depth = 0;
    savepoints_.pop_back();
  }
  for (logged_change& c : entries_) {
    c.n->log_position = 0;
    drop_snapshot(c);
  }
  entries_.clear();
}

}  // namespace plinth::detail
