// SPDX-License-Identifier: MIT
// A music shop's data: from JSON to a database, and reports from there as JSON.
//
//   chinook import chinook.json music.db
//   chinook report music.db "90’s Music"

#include <iostream>
#include <string_view>
#include <vector>

#include "commands.hpp"

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return chinook::run(arguments, std::cout, std::cerr);
}
