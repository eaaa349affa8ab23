// SPDX-License-Identifier: MIT
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>
#include <plinth/version.hpp>

bool uses(plinth::engine& engine);

int main() {
  plinth::engine engine("sqlite://");
  return uses(engine) ? 0 : 1;
}
