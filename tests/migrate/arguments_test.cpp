// SPDX-License-Identifier: MIT
// The words of a command line, as the tool reads them.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

#include <plinth/migrate/tool_words.hpp>

namespace migrate = plinth::migrate;

namespace {

using texts = std::vector<std::string>;

migrate::arguments read(const texts& words) {
  return migrate::read_arguments(words, migrate::detail::tool_commands, migrate::detail::tool_options);
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
    for (const migrate::option_words& o : migrate::detail::tool_options) {
      if (!o.commands.empty() && !o.is_for(command.name)) continue;
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

TEST_CASE("every option is of all commands, or of some that there are", "[migrate]") {
  texts commands;
  for (const migrate::command_words& command : migrate::detail::tool_commands) commands.emplace_back(command.name);
  for (const migrate::option_words& o : migrate::detail::tool_options) {
    std::string_view rest = o.commands;
    while (!rest.empty()) {
      const std::string name(rest.substr(0, rest.find(' ')));
      INFO(o.name << " of " << name);
      CHECK(std::count(commands.begin(), commands.end(), name) == 1);
      CHECK(o.is_for(name));
      rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    }
    CHECK_FALSE(o.is_for("upgrad"));
    CHECK_FALSE(o.is_for(""));
  }
}

TEST_CASE("help fits a terminal of 80 columns, and says every option", "[migrate]") {
  const auto check_width = [](const std::string& help) {
    for (std::size_t at = 0; at < help.size();) {
      const std::size_t end = std::min(help.find('\n', at), help.size());
      INFO(help.substr(at, end - at));
      CHECK(end - at < 80);
      CHECK((end == at || help[end - 1] != ' '));
      at = end + 1;
    }
  };
  check_width(migrate::help_for_all("migrate", migrate::detail::tool_commands, migrate::detail::tool_options));
  for (const migrate::command_words& command : migrate::detail::tool_commands) {
    const std::string help = migrate::help_for("migrate", command, migrate::detail::tool_options);
    check_width(help);
    for (const migrate::option_words& o : migrate::detail::tool_options)
      if (o.commands.empty() || o.is_for(command.name)) CHECK(help.find(o.name) != std::string::npos);
  }
}
