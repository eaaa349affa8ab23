// SPDX-License-Identifier: MIT
#pragma once

// The two databases that the tests compare: what the example made of chinook.json, and chinook.sqlite.

#include <cstddef>
#include <filesystem>

#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "../../examples/chinook/commands.hpp"
#include "support/data.hpp"
#include "support/temp_dir.hpp"

namespace chinook_test {

[[nodiscard]] inline std::filesystem::path json_file() { return plinth_test::data_file("chinook/chinook.json"); }
[[nodiscard]] inline std::filesystem::path original_file() { return plinth_test::data_file("chinook/chinook.sqlite"); }

/// A session on each.
struct databases {
  plinth_test::temp_dir folder{};
  plinth::engine imported_engine{chinook::url_of(folder.file("music.db"), "rwc")};
  std::size_t rows =
      chinook::import_shop(imported_engine, plinth::from_json<chinook::ShopCreate>(chinook::read_file(json_file())));
  plinth::engine original_engine{chinook::url_of(original_file(), "ro")};
  plinth::session imported{imported_engine};
  plinth::session original{original_engine};
};

}  // namespace chinook_test

/// Ends the test case here where there is no data set.
#define CHINOOK_NEEDED()                                                                      \
  do {                                                                                        \
    if (!exists(chinook_test::json_file()) || !exists(chinook_test::original_file()))         \
      PLINTH_SKIP("no data set " + chinook_test::json_file().string() + " with its .sqlite"); \
  } while (false)
