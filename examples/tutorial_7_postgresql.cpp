// SPDX-License-Identifier: MIT
// Tutorial, page 7: the same program on SQLite and on PostgreSQL, and rows that move from one to the other.

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

#include <plinth/plinth.hpp>
#include <plinth/postgresql.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [models]
struct Note {
  std::int64_t id = 0;
  std::string text{};
  bool done = false;
  std::optional<std::string> author{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::column<&Note::text>(plinth::unique));
};

using Base = plinth::metadata<Note>;
// [/models]

// [use]
static void use(plinth::engine& engine) {
  Base::create_all(engine);
  plinth::session session{engine};
  plinth::ref<Note> bread = session.add(Note{.text = "bread"});
  session.flush();
  bread->done = true;
  session.commit();
  const auto left = session.query<Note>().filter(!plinth::col<&Note::done>).count();
  std::cout << "note " << bread->id << ", " << left << " left\n";
}
// [/use]

static void move_rows(plinth::engine& sqlite, plinth::engine& postgresql) {
  step("rows of SQLite to PostgreSQL:");
  // [move]
  plinth::session from{sqlite};
  plinth::session to{postgresql};
  to.remove<Note>().where(plinth::col<&Note::id> > 0).execute();
  std::cout << to.bulk_insert(from.query<Note>().as_values().all()) << " rows\n";
  // Rows brought their keys along; the next one that PostgreSQL chooses has to come after them.
  const auto last =
      to.raw<std::int64_t>("SELECT setval(pg_get_serial_sequence('notes', 'id'), max(id)) FROM notes").one();
  to.commit();
  // [/move]
  std::cout << "keys up to " << last << '\n';
}

static void refused(plinth::engine& engine) {
  step("what a server refuses:");
  // [refused]
  plinth::session session{engine};
  session.add(Note{.text = "bread"});
  try {
    session.commit();
  } catch (const plinth::unique_violation& e) {
    std::cout << e.table() << '.' << e.columns()[0] << '\n';
  }
  // [/refused]
}

int main(int, char** argv) {
  step("SQLite:");
  // [sqlite]
  plinth::engine sqlite{"sqlite://", printing()};
  use(sqlite);
  // [/sqlite]
  step("PostgreSQL:");
  // [postgresql]
  plinth::engine postgresql{argv[1], printing()};  // such as postgresql://notes@db.example.org/notes
  use(postgresql);
  // [/postgresql]
  move_rows(sqlite, postgresql);
  refused(sqlite);
  refused(postgresql);
}
