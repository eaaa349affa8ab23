// SPDX-License-Identifier: MIT
#pragma once

// What the client library gives out, and who gives it back.

#include <memory>

#include <sqlite3.h>

namespace plinth::sqlite::detail {

template <auto Function>
struct calls {
  void operator()(auto* handle) const noexcept { Function(handle); }
};

using database_handle = std::unique_ptr<sqlite3, calls<sqlite3_close_v2>>;
using statement_handle = std::unique_ptr<sqlite3_stmt, calls<sqlite3_finalize>>;

}  // namespace plinth::sqlite::detail
