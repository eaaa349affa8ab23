// SPDX-License-Identifier: MIT
// The blog on PostgreSQL: one more header where the engine is made, and the URL, which is the program's argument.

#include <plinth/postgresql.hpp>

#include "../blog/main.cpp"
