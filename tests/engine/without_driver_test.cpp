// SPDX-License-Identifier: MIT
// The half of engine_test.cpp that includes no driver.
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>

#include <plinth/engine/engine.hpp>

namespace {

/// A driver of this file's own, in the place of PostgreSQL's.
struct refusing_driver {
  static constexpr bool here = true;
  static std::unique_ptr<plinth::driver::connector> open(const plinth::url&) { return nullptr; }
};

}  // namespace

namespace plinth_engine_test {

std::int64_t rows_in_t(plinth::engine& engine);
bool is_refused_without_driver(std::string_view url);

std::int64_t rows_in_t(plinth::engine& engine) {
  plinth::connection connection = engine.connect();
  plinth::cursor rows = connection.open("SELECT count(*) FROM t");
  rows.next();
  return rows.row()[0].integer;
}

// Here sqlite has no driver, in engine_test.cpp it has: the two must be different functions.
static_assert(std::is_same_v<plinth::driver::found<plinth::driver::scheme::sqlite, std::string_view>,
                             plinth::driver::not_included>);

bool is_refused_without_driver(std::string_view url) {
  try {
    static_cast<void>(
        plinth::driver::connector_for<plinth::driver::not_included, refusing_driver, plinth::driver::not_included>(
            plinth::url(url)));
    return false;
  } catch (const plinth::connection_error& refused) {
    return refused.code() == 2005;
  }
}

}  // namespace plinth_engine_test
