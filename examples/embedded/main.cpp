// SPDX-License-Identifier: MIT
// A program that has its migrations in itself and brings its database up to date when it starts. The revisions are
// those of page 6 of the tutorial.

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

// [include]
#include <plinth/migrate/embedded.hpp>
#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "migrations.hpp"  // made by plinth_embed_migrations
// [/include]

struct Note {
  std::int64_t id = 0;
  std::string body{};
  std::optional<std::string> author{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::author>(plinth::index));
};

// [start]
static void start(plinth::engine& engine) {
  for (const auto& done : plinth::migrate::upgrade(engine, notes::migrations))
    std::cout << "applied " << done.id << ", " << done.message << '\n';
}
// [/start]

int main() {
  plinth::engine engine{"sqlite:///notes.db"};
  std::cout << "the first start:\n";
  start(engine);
  {
    plinth::session session{engine};
    session.add(Note{.body = "bread", .author = "ada"});
    session.commit();
  }
  std::cout << "the next one:\n";
  start(engine);
  plinth::session session{engine};
  std::cout << session.query<Note>().count() << " note\n";
}
