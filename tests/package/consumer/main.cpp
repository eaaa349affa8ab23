// SPDX-License-Identifier: MIT
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>
#include <plinth/version.hpp>

int other();

int main() { return other(); }
