// SPDX-License-Identifier: MIT
#pragma once

// Owners of what libpq hands out.

#include <memory>

#include <libpq-fe.h>

namespace plinth::postgresql::detail {

template <auto Function>
struct calls {
  void operator()(auto* handle) const noexcept { Function(handle); }
};

using connection_handle = std::unique_ptr<PGconn, calls<PQfinish>>;
using result_handle = std::unique_ptr<PGresult, calls<PQclear>>;
using cancel_handle = std::unique_ptr<PGcancel, calls<PQfreeCancel>>;

}  // namespace plinth::postgresql::detail
