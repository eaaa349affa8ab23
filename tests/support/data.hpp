// SPDX-License-Identifier: MIT
#pragma once

// Data sets that are not part of the repository.

#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace plinth_test {

/// Where `name` of the data sets lies: under the folder in the environment's PLINTH_TEST_DATA, else under the one
/// that CMake was given. Nothing promises that it exists:
///
///     const auto chinook = plinth_test::data_file("chinook/chinook.sqlite");
///     if (!exists(chinook)) PLINTH_SKIP("no data set " + chinook.string());
[[nodiscard]] inline std::filesystem::path data_file(std::string_view name) {
  const char* folder = std::getenv("PLINTH_TEST_DATA");
  return std::filesystem::path(folder != nullptr ? folder : PLINTH_TEST_DATA) / name;
}

}  // namespace plinth_test
