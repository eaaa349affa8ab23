// SPDX-License-Identifier: MIT
#pragma once

// What SQLite reports, as the library's errors. Its messages name tables and columns and never a bound value, so they
// may be passed on.

#include <string_view>

#include <sqlite3.h>

namespace plinth::sqlite::detail {

/// The numbers of what SQLite reports without a class of its own.
enum reported : int {
  refused = 2200,
  not_understood = 2209,
  damaged = 2210,
  only_readable = 2211,
  not_openable = 2212,
  disk_full = 2213,
  io_failed = 2214,
  interrupted = 2215,
  too_big = 2217,
  not_in_schema = 2218,
  out_of_memory = 2219,
};

[[nodiscard]] reported number_of(int status, std::string_view message) noexcept;

[[nodiscard]] std::string_view advice_for(reported number) noexcept;

/// Throws what `status` means. `db` still has the message that belongs to it; `sql` is the statement's text.
[[noreturn]] void raise(sqlite3* db, int status, std::string_view sql);

}  // namespace plinth::sqlite::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/sqlite/impl/errors.hpp>
#endif
