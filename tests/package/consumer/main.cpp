// SPDX-License-Identifier: MIT
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>
#include <plinth/version.hpp>

#if defined(WANTS_PRECOMPILED) && !defined(PLINTH_PRECOMPILED)
#error "the targets of a compiled plinth do not say that it is one"
#endif

bool uses(plinth::engine& engine);

int main() {
  plinth::engine engine("sqlite://");
  return uses(engine) ? 0 : 1;
}
