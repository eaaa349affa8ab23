// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/drivers.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/driver.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::driver {

PLINTH_INLINE void refuse_scheme(const std::string& scheme, bool known) {
  if (known)
    throw connection_error(
        2005, joined({"no driver for ", scheme, ":// is included where this engine is made: include <", "plinth/",
                      scheme, ".hpp> there"}));
  throw connection_error(
      2005, joined({"plinth has no driver for the scheme \"", scheme, "\"; it knows sqlite, postgresql and mariadb"}));
}

}  // namespace plinth::driver
