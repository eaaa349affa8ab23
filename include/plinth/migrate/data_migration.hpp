// SPDX-License-Identifier: MIT
#pragma once

// Functions of the program that a revision calls: `-- run: name`.

#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/engine/engine.hpp>
#include <plinth/fwd.hpp>

namespace plinth::migrate {

/// A function `void(session&)` or `void(engine&)`. What it does is a part of the revision's transaction: it is
/// committed with it, and undone with it. A session is committed when the function returns; an engine gives one
/// connection.
class data_migration {
 public:
  template <class Function, class Session = session>
  requires std::is_invocable_v<const Function&, Session&> data_migration(
      Function function)  // NOLINT: meant to be written as {"name", function}
      : run_([function = std::move(function)](engine& on) {
          Session unit(on);
          function(unit);
          unit.commit();
        }) {}

  template <class Function>
  requires(!std::is_invocable_v<const Function&, session&> && std::is_invocable_v<const Function&, engine&>)
      data_migration(Function function)
      : run_(std::move(function)) {}  // NOLINT

  void operator()(engine& on) const { run_(on); }

 private:
  std::function<void(engine&)> run_;
};

struct named_function {
  std::string name;
  data_migration function;
};

using named_functions = std::vector<named_function>;

}  // namespace plinth::migrate
