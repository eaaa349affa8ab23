// SPDX-License-Identifier: MIT
// The words of a command line, as the tool reads them.

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

#include <plinth/migrate/tool_words.hpp>

namespace migrate = plinth::migrate;

namespace {

using texts = std::vector<std::string>;

migrate::arguments read(const texts& words) {
  return migrate::read_arguments(words, migrate::detail::tool_commands, migrate::detail::options_of_all);
}

}  // namespace

TEST_CASE("steps back are operands, with and without -- before them", "[migrate]") {
  CHECK(read({"downgrade", "-1"}).operands == texts{"-1"});
  CHECK(read({"downgrade", "--", "-1"}).operands == texts{"-1"});
  CHECK(read({"downgrade", "--sql", "--", "a1:-1"}).has("--sql"));
}

TEST_CASE("behind -- there are no options, and a second -- is a word like others", "[migrate]") {
  CHECK(read({"merge", "--", "-m", "a1"}).operands == texts{"-m", "a1"});
  CHECK(read({"merge", "--", "a1", "--"}).operands == texts{"a1", "--"});
  CHECK_THROWS_AS(read({"downgrade", "-m", "-1"}), migrate::usage_error);
}

TEST_CASE("every option of every command has a help of one line, and no two are called the same", "[migrate]") {
  for (const migrate::command_words& command : migrate::detail::tool_commands) {
    INFO(command.name);
    texts names;
    for (const auto list : {command.options, std::span<const migrate::option_words>(migrate::detail::options_of_all)})
      for (const migrate::option_words& o : list) {
        CHECK_FALSE(o.help.empty());
        CHECK(o.help.find('\n') == std::string_view::npos);
        names.emplace_back(o.name);
        if (!o.short_name.empty()) names.emplace_back(o.short_name);
      }
    const std::size_t all = names.size();
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    CHECK(names.size() == all);
  }
}
