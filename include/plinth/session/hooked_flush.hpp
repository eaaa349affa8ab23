// SPDX-License-Identifier: MIT
#pragma once

// A flush that calls hooks (session/hooks.hpp): rounds of calling, writing and calling, until nothing is left.

#include <cstddef>
#include <utility>
#include <vector>

#include <plinth/model/hooks.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/plan.hpp>

namespace plinth::detail {

class session_core;

class hooked_flush {
 public:
  static constexpr int most_rounds = 100;

  explicit hooked_flush(session_core& s);
  hooked_flush(const hooked_flush&) = delete;
  hooked_flush& operator=(const hooked_flush&) = delete;
  ~hooked_flush();

  void run();

 private:
  /// In the order of `std::pair`.
  using called = std::vector<std::pair<const model::node*, hook>>;

  /// Whether the session has new, removed or possibly changed objects.
  [[nodiscard]] bool has_work() const;

  /// A plan of whose objects all have been called, as they are after that.
  [[nodiscard]] flush_plan announced_plan();

  /// Calls what comes before the plan's steps, for those objects that have not been called yet. Whether there were any.
  bool announce(const flush_plan& plan, called& done);
  bool announce(hook when, model::node& n, called& done);

  /// Writes, and calls what comes after.
  void carry_out(const flush_plan& plan);

  [[noreturn]] static void refuse_endless(const flush_plan& plan);

  session_core& session_;
};

/// Calls an object's hooks: the engine's, the session's, its model's.
void call_hooks(session_core& s, hook when, model::node& n);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/hooked_flush.hpp>
#endif
