// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/embedded.hpp>

#include <span>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>

namespace plinth::migrate {

PLINTH_INLINE std::vector<finished_revision> upgrade(engine& on, std::span<const embedded_file> revisions,
                                                     std::string_view target, const run_options& options) {
  return upgrade(on, read_embedded(revisions), target, options);
}

}  // namespace plinth::migrate
