// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/hooked_flush.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/session/flush.hpp>
#include <plinth/session/hooks.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

PLINTH_INLINE hooked_flush::hooked_flush(session_core& s) : session_(s) { s.in_hooked_flush_ = true; }

PLINTH_INLINE hooked_flush::~hooked_flush() { session_.in_hooked_flush_ = false; }

PLINTH_INLINE void hooked_flush::run() {
  if (!has_work()) return;
  for (const hooks* h : session_.registered_hooks())
    if (h) h->call_before_flush(session_.whole());
  flush_plan plan = announced_plan();
  if (plan.empty()) return;
  for (int round = 0; !plan.empty(); ++round) {
    if (round == most_rounds) refuse_endless(plan);
    carry_out(plan);
    plan = announced_plan();
  }
  for (const hooks* h : session_.registered_hooks())
    if (h) h->call_after_flush(session_.whole());
}

PLINTH_INLINE bool hooked_flush::has_work() const {
  store& objects = session_.store();
  return !objects.pending().empty() || !objects.watched().empty() || !objects.removed().empty() ||
         !objects.orphans().empty() || !objects.formers().empty() || !objects.links().waiting().empty();
}

PLINTH_INLINE flush_plan hooked_flush::announced_plan() {
  called done;
  for (int round = 0;; ++round) {
    flush_plan plan = session_.plan_flush();
    session_.call_load_hooks();  // of objects that were read to make it
    if (round == most_rounds) refuse_endless(plan);
    if (!announce(plan, done)) return plan;
  }
}

PLINTH_INLINE bool hooked_flush::announce(const flush_plan& plan, called& done) {
  bool any = false;
  for (const flush_step& step : plan.steps) {
    const auto rows = plan.rows_of(step);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      hook when = hook::before_insert;
      if (step.verb == flush_verb::update) when = hook::before_update;
      if (step.verb == flush_verb::remove || (step.verb == flush_verb::replace && i % 2 == 1))
        when = hook::before_remove;
      if (step.verb != flush_verb::put_aside) any = announce(when, *rows[i], done) || any;
    }
  }
  return any;
}

PLINTH_INLINE bool hooked_flush::announce(hook when, model::node& n, called& done) {
  const std::pair<const model::node*, hook> call{&n, when};
  const auto place = std::lower_bound(done.begin(), done.end(), call);
  if (place != done.end() && *place == call) return false;
  done.insert(place, call);
  const bool staying = n.state == model::object_state::pending || n.state == model::object_state::persistent;
  if (staying == (when == hook::before_remove)) return true;  // another hook has removed it, or taken it back
  if (when == hook::before_update) session_.store().watch(n);
  call_hooks(session_, when, n);
  return true;
}

PLINTH_INLINE void hooked_flush::carry_out(const flush_plan& plan) {
  std::vector<written_row> written;
  session_.carry_out_plan(plan, &written);
  for (const written_row& row : written) {
    if (row.verb == flush_verb::remove) {
      call_hooks(session_, hook::after_remove, *row.n);
      continue;
    }
    session_.store().watch(*row.n);  // what the hook changes is written by the next round
    call_hooks(session_, row.verb == flush_verb::insert ? hook::after_insert : hook::after_update, *row.n);
  }
}

PLINTH_INLINE void hooked_flush::refuse_endless(const flush_plan& plan) {
  const std::string_view name = plan.rows.empty() ? "relationships" : plan.rows.front()->model->name;
  throw session_error(
      3160, joined({"the hooks of a flush have changed something ", std::to_string(most_rounds), " times over, ", name,
                    " the last time, and do not come to an end; let a hook change only what is not "
                    "yet as it wants it"}));
}

PLINTH_INLINE void call_hooks(session_core& s, hook when, model::node& n) {
  for (const hooks* h : s.registered_hooks())
    if (h) h->call(when, *n.model, n.object(), s.whole());
  if (const auto own = n.model->hooks ? n.model->hooks->call(when) : nullptr) own(n.object(), s.whole());
}

PLINTH_INLINE std::array<const hooks*, 2> session_core::registered_hooks() const noexcept {
  return {engine_->options().hooks.get(), options_.hooks.get()};
}

PLINTH_INLINE session& session_core::whole() noexcept { return static_cast<session&>(*this); }

PLINTH_INLINE void session_core::call_hooks_of_loaded() {
  std::vector<model::node*> loaded = std::exchange(store_->loaded(), {});
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    try {
      call_hooks(*this, hook::after_load, *loaded[i]);
    } catch (...) {
      const auto rest = loaded.begin() + static_cast<std::ptrdiff_t>(i) + 1;
      store_->loaded().insert(store_->loaded().end(), rest, loaded.end());
      throw;
    }
  }
}

PLINTH_INLINE void session_core::refuse_in_hook() const {
  if (!in_hooked_flush_) return;
  throw session_error(3161,
                      "a hook of a flush asked its session to flush, commit, roll back or begin a part of the "
                      "transaction, which are under way; let the hook change objects, and the flush writes them");
}

}  // namespace plinth::detail
