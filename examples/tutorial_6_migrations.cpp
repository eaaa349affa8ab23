// SPDX-License-Identifier: MIT
// Tutorial, page 6: the migration tool of an application, before and after its models change.

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/migrate.hpp>
#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

namespace first {

// [first]
struct Note {
  std::int64_t id = 0;
  std::string text{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key));
};

using Base = plinth::metadata<Note>;
// [/first]

}  // namespace first

namespace second {

// [second]
struct Note {
  std::int64_t id = 0;
  std::string body{};
  std::optional<std::string> author{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::body>(plinth::renamed_from("text")),
                                              plinth::column<&Note::author>(plinth::index));
};

using Base = plinth::metadata<Note>;
// [/second]

}  // namespace second

/// The first word says which of the two states the models are in. An application has one, its URL stands in plinth.ini,
/// and the whole program is the line in the region "main".
int main(int argc, char** argv) {
  std::string url = "url=sqlite:///notes.db";
  std::string option = "-x";
  std::vector<char*> words{argv[0], option.data(), url.data()};
  std::cout << "$ ./migrate";
  for (int i = 2; i < argc; ++i) {
    const bool one_word = std::string_view(argv[i]).find(' ') == std::string_view::npos;
    std::cout << (one_word ? " " : " \"") << argv[i] << (one_word ? "" : "\"");
    words.push_back(argv[i]);
  }
  std::cout << std::endl;
  argc = static_cast<int>(words.size());
  if (std::string_view(argv[1]) == "second") return plinth::migrate::main<second::Base>(argc, words.data());
  using first::Base;
  argv = words.data();
  // [main]
  return plinth::migrate::main<Base>(argc, argv);
  // [/main]
}
