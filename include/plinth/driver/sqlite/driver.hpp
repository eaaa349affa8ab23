// SPDX-License-Identifier: MIT
#pragma once

// Makes SQLite known to the engines that are constructed where this header is included.

#include <memory>

#include <plinth/driver/driver.hpp>
#include <plinth/driver/drivers.hpp>
#include <plinth/driver/sqlite/connector.hpp>
#include <plinth/driver/sqlite/settings.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::sqlite {

struct driver_here {
  static constexpr bool here = true;

  [[nodiscard]] static std::unique_ptr<plinth::driver::connector> open(const url& where);
};

}  // namespace plinth::sqlite

namespace plinth::driver {

template <class Text>
sqlite::driver_here driver_of(scheme_tag<scheme::sqlite>, asked_with<Text>);

}  // namespace plinth::driver

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/sqlite/impl/driver.hpp>
#endif
