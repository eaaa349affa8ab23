// SPDX-License-Identifier: MIT
#pragma once

// Which drivers a source file has: those whose headers it includes. Without registration or static state. Each driver's
// header declares one function, `driver_of`, for its scheme; the fallback here says that there is none. Which one is
// meant is decided by overload resolution at the place where an engine is constructed, and becomes a part of the
// constructor's type: files with different drivers call different functions.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <plinth/driver/driver.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::driver {

/// The schemes that plinth knows, whether or not their drivers are included.
enum class scheme : std::uint8_t { sqlite, postgresql, mariadb };

template <scheme Scheme>
struct scheme_tag {};

/// A name that is looked up only where an engine is constructed.
template <class Text>
struct asked_with {};

struct not_included {
  static constexpr bool here = false;
};

/// The fallback, worse than any driver's own overload.
template <scheme Scheme>
not_included driver_of(scheme_tag<Scheme>, ...);

/// The driver for a scheme at the place of the call: a class with `static std::unique_ptr<connector> open(const url&)`.
template <scheme Scheme, class Text>
using found = decltype(driver_of(scheme_tag<Scheme>{}, asked_with<Text>{}));

[[noreturn]] void refuse_scheme(const std::string& scheme, bool known);

template <class Driver>
[[nodiscard]] std::unique_ptr<connector> open_with(const url& where) {
  if constexpr (Driver::here)
    return Driver::open(where);
  else
    refuse_scheme(where.scheme(), true);
}

/// A connector of the driver that the URL names.
template <class Sqlite, class Postgresql, class Mariadb>
[[nodiscard]] std::unique_ptr<connector> connector_for(const url& where) {
  constexpr bool some = Sqlite::here || Postgresql::here || Mariadb::here;
  static_assert(some, "plinth[E2006]: an engine is made where no driver is included: include <plinth/sqlite.hpp>");
  if constexpr (some) {
    if (where.scheme() == "sqlite") return open_with<Sqlite>(where);
    if (where.scheme() == "postgresql" || where.scheme() == "postgres") return open_with<Postgresql>(where);
    if (where.scheme() == "mariadb" || where.scheme() == "mysql") return open_with<Mariadb>(where);
    refuse_scheme(where.scheme(), false);
  }
}

}  // namespace plinth::driver

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/impl/drivers.hpp>
#endif
