// SPDX-License-Identifier: MIT
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>

int other() { return 0; }
