// SPDX-License-Identifier: MIT
// A program that has SQLite and a second driver: each URL goes to its own.
#include "support/catch.hpp"

#include <memory>
#include <string>

#include <plinth/sqlite.hpp>

namespace plinth_two_drivers {

/// Says that it was asked.
struct asked_postgresql : plinth::connection_error {
  asked_postgresql() : connection_error(2002, "asked") {}
};

struct second_driver {
  static constexpr bool here = true;
  static std::unique_ptr<plinth::driver::connector> open(const plinth::url&) { throw asked_postgresql(); }
};

/// Stands for the file's own text type, so that its engines are no one else's.
struct own_text : std::string {
  using std::string::string;
};

// Found for own_text only: what a driver's header does for every text. Every other test file is left alone.
second_driver driver_of(plinth::driver::scheme_tag<plinth::driver::scheme::postgresql>,
                        plinth::driver::asked_with<own_text>);

}  // namespace plinth_two_drivers

using plinth_two_drivers::asked_postgresql;
using plinth_two_drivers::own_text;

TEST_CASE("with two drivers in one file each URL goes to its own", "[sqlite]") {
  plinth::engine engine{own_text("sqlite://")};
  CHECK(engine.dialect().name() == "sqlite");
  CHECK_THROWS_AS(plinth::engine{own_text("postgresql://h/n")}, asked_postgresql);
  CHECK_THROWS_AS(plinth::engine{own_text("postgres://h/n")}, asked_postgresql);
  CHECK_THROWS_AS(plinth::engine{own_text("mysql://h/n")}, plinth::connection_error);
  CHECK_THROWS_AS(plinth::engine{"postgresql://h/n"}, plinth::connection_error);
}
