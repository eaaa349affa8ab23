// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/driver.hpp>

#include <memory>

#include <plinth/core/inline.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/drivers.hpp>
#include <plinth/driver/sqlite/connector.hpp>
#include <plinth/driver/sqlite/settings.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::sqlite {

PLINTH_INLINE std::unique_ptr<plinth::driver::connector> driver_here::open(const url& where) {
  return std::make_unique<connector>(settings_of(where));
}

}  // namespace plinth::sqlite
