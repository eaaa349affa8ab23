// SPDX-License-Identifier: MIT
#pragma once

// Functions that are called as sessions write and read objects. Those of one model stand in the model
// (model/hooks.hpp); those of a program are registered here, and given to an engine or to one session:
//
//   auto hooks = std::make_shared<plinth::hooks>();
//   hooks->on<User>(plinth::hook::after_insert, [](User& user, plinth::session& session) {
//     session.add(Entry{.text = "new: " + user.email});
//   });
//   plinth::engine engine("sqlite:app.db", {.hooks = hooks});
//
// For each object those of the engine are called first, then the session's, then the model's own.
//
// A flush with hooks goes in rounds. Each calls `before_…` for every object that it is going to write, before it sends
// anything: what they change in their object is part of what is written (an UPDATE that comes to nothing is none), and
// so is what they add, change and remove elsewhere, for which hooks are called likewise. Then it writes, and calls
// `after_…` for every row that was written: the object has its key and what the database computed, and relationships
// are as after a flush. What these change or add is written by the next round; there is one for as long as something
// is to be written. Hooks that never come to an end are an error (E3160).
//
// Hooks may read through the session; a query then does not flush and sees the database as it is. They may not flush,
// commit, roll back or begin a part of the transaction (E3161). What a hook throws makes the flush one that failed: the
// transaction is rolled back, the objects keep what the program and the hooks set.
//
// `after_load` is called for an object that was read, after the last row of its statement, and after `refresh`. What it
// changes counts as read, so it is written by no flush. It must not change the key.
//
// Bulk statements, `raw` and rows that are values call no hooks, and neither do rows that the database itself deletes
// (ON DELETE) without the session having their objects.

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/fwd.hpp>
#include <plinth/model/hooks.hpp>
#include <plinth/model/info.hpp>

namespace plinth {

/// To be filled before an engine or session gets it; after that, threads may share it.
class hooks {
 public:
  /// For objects of one model, in the order of registration. `call` takes `T&`, or `T&, session&`; a function object is
  /// called as const, for several threads may do so at once.
  template <entity T, class Call>
  hooks& on(hook when, Call call) {
    constexpr bool with_session = std::is_invocable_v<const Call&, T&, session&>;
    constexpr bool fits = with_session || std::is_invocable_v<const Call&, T&>;
    static_assert(fits,
                  "plinth[E1081]: a hook (Call) is called with an object of its model (T), `T&`, and may take the "
                  "session besides, `plinth::session&`; it must not be mutable");
    if constexpr (with_session)
      add(when, model::info_of<T>(), [call](void* o, session& s) { call(*static_cast<T*>(o), s); });
    else if constexpr (fits)
      add(when, model::info_of<T>(), [call](void* o, session&) { call(*static_cast<T*>(o)); });
    return *this;
  }

  /// Before a flush of a session that may have something to write, once. What it adds and changes is written by it.
  hooks& before_flush(std::function<void(session&)> call) {
    before_flush_.push_back(std::move(call));
    return *this;
  }

  /// After a flush that has written something, once. What it adds and changes is left to the next flush.
  hooks& after_flush(std::function<void(session&)> call) {
    after_flush_.push_back(std::move(call));
    return *this;
  }

  // ---- for the session ----

  void call(hook when, const model::model_info& m, void* object, session& s) const;
  void call_before_flush(session& s) const;
  void call_after_flush(session& s) const;

 private:
  struct entry {
    hook when;
    const model::model_info* model;
    std::function<void(void*, session&)> call;
  };

  void add(hook when, const model::model_info& m, std::function<void(void*, session&)> call) {
    entries_.push_back({when, &m, std::move(call)});
  }

  std::vector<entry> entries_;
  std::vector<std::function<void(session&)>> before_flush_;
  std::vector<std::function<void(session&)>> after_flush_;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/hooks.hpp>
#endif
