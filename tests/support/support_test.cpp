// SPDX-License-Identifier: MIT
// The helpers of the tests themselves.
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

TEST_CASE("a temporary folder is removed with what is in it") {
  std::filesystem::path kept;
  {
    plinth_test::temp_dir dir;
    kept = dir.path();
    std::ofstream(dir.file("a.txt")) << "text";
    REQUIRE(exists(kept / "a.txt"));
  }
  REQUIRE_FALSE(exists(kept));
}

TEST_CASE("two temporary folders are different") {
  plinth_test::temp_dir first;
  plinth_test::temp_dir second;
  REQUIRE(first.path() != second.path());
}

TEST_CASE("matchers, with [brackets], commas and \"quotes\" in a name, work in both versions of Catch") {
  REQUIRE_THAT(std::string("SELECT 1"), plinth_test::contains("ELECT"));
  REQUIRE_THROWS_MATCHES(throw std::runtime_error("why"), std::runtime_error, plinth_test::message_is("why"));
}

TEST_CASE("a test without its data set is skipped") {
  const auto missing = plinth_test::data_file("there/is/no/such/file");
  if (!exists(missing)) PLINTH_SKIP("no data set there/is/no/such/file");
  FAIL("a file that cannot exist was found");
}
