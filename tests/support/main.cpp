// SPDX-License-Identifier: MIT
// The main function of every test executable, for either version of Catch.
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

#include <iostream>
#include <string>

namespace plinth_test {
std::string reason_to_skip();  // support/backend.hpp, which is too much to include for this
}

int main(int argc, char** argv) {
  const std::string reason = plinth_test::reason_to_skip();
  if (reason.empty()) return Catch::Session().run(argc, argv);
  std::cout << "plinth test skipped: " << reason << std::endl;
  return 0;
}
