// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/workspace.hpp>

#include <memory>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/folder.hpp>

namespace plinth::migrate {

PLINTH_INLINE std::unique_ptr<engine> workspace::open() const {
  if (settings.url.empty())
    throw migration_error(5403,
                          "no database is named: write url = ... into plinth.ini, set PLINTH_URL, or say "
                          "-x url=...");
  return std::make_unique<engine>(connect(url(settings.url)));
}

PLINTH_INLINE std::vector<revision> workspace::revisions() const { return read_folder(settings.versions()); }

}  // namespace plinth::migrate
