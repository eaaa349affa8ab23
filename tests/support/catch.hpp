// SPDX-License-Identifier: MIT
#pragma once

// Catch2, version 3 or 2.13, whichever is there. Tests include this header and use what both versions have;
// where the two differ, the names below are the ones to use.

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_approx.hpp>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <iostream>
#include <string>

namespace plinth_test {

using Catch::Approx;

/// Matches a string that contains `text`: `REQUIRE_THAT(sql, contains("WHERE"))`.
[[nodiscard]] inline auto contains(const std::string& text) {
#if __has_include(<catch2/catch_test_macros.hpp>)
  return Catch::Matchers::ContainsSubstring(text);
#else
  return Catch::Matchers::Contains(text);
#endif
}

/// Matches an exception by its whole what(): `REQUIRE_THROWS_MATCHES(f(), plinth::error, message_is("..."))`.
[[nodiscard]] inline auto message_is(const std::string& text) { return Catch::Matchers::Message(text); }

}  // namespace plinth_test

/// Ends the test case here and has ctest report it as skipped. Catch 2 has no word for that, so ctest reads the line.
#define PLINTH_SKIP(reason)                                            \
  do {                                                                 \
    std::cout << "plinth test skipped: " << (reason) << std::endl;     \
    return;                                                            \
  } while (false)
