// SPDX-License-Identifier: MIT
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>
#include <plinth/version.hpp>

bool uses(plinth::engine& engine) {
  const plinth::connection connection = engine.connect();
  return engine.stats().in_use == 1;
}
