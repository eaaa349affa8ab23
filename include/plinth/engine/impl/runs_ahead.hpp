// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/engine/runs_ahead.hpp>

#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/engine/link.hpp>
#include <plinth/engine/observer.hpp>
#include <plinth/engine/statement_cache.hpp>

namespace plinth::detail {

PLINTH_INLINE runs_ahead::runs_ahead(connection& to) noexcept : to_(to), possible_(to.driver().sends_ahead()) {
  const plinth::observer* o = to.link_->observer();
  possible_ = possible_ && (o == nullptr || !o->observes_values());
}

PLINTH_INLINE runs_ahead::~runs_ahead() {
  if (size() == 0) return;
  while (size() > 0) static_cast<void>(take_first());
  to_.driver().drop_ahead();
}

PLINTH_INLINE runs_ahead::run runs_ahead::take_first() noexcept {
  run first = std::move(runs_[next_++]);
  --first.of->ahead;
  if (next_ == runs_.size()) {
    runs_.clear();
    next_ = 0;
  }
  return first;
}

/// What is thrown here would be ahead of what the runs before it have to say: the ordinary run throws it again.
PLINTH_INLINE bool runs_ahead::send(std::span<const sql::token> shape, std::span<const cell> values) {
  if (!possible_) return false;
  link& l = *to_.link_;
  statement* found = l.statements_.find({shape, {}});
  if (found == nullptr || found->in_use) return false;
  run& sent = runs_.emplace_back(run{found, nullptr});
  ++found->ahead;
  if (l.observer() != nullptr) sent.watched = std::make_unique<watch>(watch{l.observer(), {.sql = found->text}});
  const auto send = [&] { return found->prepared->send_ahead(values); };
  try {
    if (sent.watched != nullptr ? sent.watched->timed(send) : send()) return true;
  } catch (const error&) {
  }
  --found->ahead;
  runs_.pop_back();
  return false;
}

PLINTH_INLINE cursor runs_ahead::open(std::span<const kind> expected) {
  run first = take_first();
  statement& of = *first.of;
  const auto open = [&] { of.prepared->open_ahead(expected); };
  if (first.watched == nullptr) {
    open();
  } else {
    try {
      first.watched->timed(open);
    } catch (const error& failure) {
      first.watched->tell(&failure);
      throw;
    }
  }
  const std::size_t columns = expected.empty() ? of.prepared->columns() : expected.size();
  if (of.row.size() != columns) of.row.resize(columns);
  cursor rows(to_.link_->first_open_, of, nullptr);
  rows.watch_ = std::move(first.watched);
  return rows;
}

PLINTH_INLINE std::int64_t runs_ahead::execute() { return open({}).run(); }

}  // namespace plinth::detail
