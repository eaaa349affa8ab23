// SPDX-License-Identifier: MIT
#pragma once

// Makes PostgreSQL known to the engines that are constructed where this header is included.

#include <memory>

#include <plinth/driver/driver.hpp>
#include <plinth/driver/drivers.hpp>
#include <plinth/driver/postgresql/connector.hpp>
#include <plinth/driver/postgresql/settings.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::postgresql {

struct driver_here {
  static constexpr bool here = true;

  [[nodiscard]] static std::unique_ptr<plinth::driver::connector> open(const url& where) {
    return std::make_unique<connector>(settings_of(where));
  }
};

}  // namespace plinth::postgresql

namespace plinth::driver {

template <class Text>
postgresql::driver_here driver_of(scheme_tag<scheme::postgresql>, asked_with<Text>);

}  // namespace plinth::driver
