// SPDX-License-Identifier: MIT
// Tutorial, page 1: the engine, its connections, and a session.

#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [model]
struct Note {
  std::int64_t id = 0;
  std::string text{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key));
};

using Base = plinth::metadata<Note>;
// [/model]

static void open_and_close() {
  // [engine]
  plinth::engine engine{"sqlite:///notes.db"};
  // [/engine]

  // [options]
  plinth::engine small{"sqlite:///notes.db?busy_timeout=2000",
                       {.pool = {.max_connections = 2, .wait_at_most = std::chrono::seconds(1)},
                        .kept_statements = 64,
                        .observer = std::make_shared<sql_printer>()}};
  // [/options]
}

static void without_session(plinth::engine& engine) {
  step("a connection:");
  // [connection]
  plinth::connection connection = engine.connect();
  connection.begin(plinth::transaction_mode::write);
  connection.execute("PRAGMA user_version = 1");
  connection.commit();
  // [/connection]
}

static void raw_sql(plinth::engine& engine) {
  step("SQL of your own:");
  // [raw]
  struct Line {
    std::string text{};
    std::int64_t characters = 0;
  };
  plinth::session session{engine};
  const auto lines = session.raw<Line>("SELECT text, length(text) AS characters FROM notes WHERE id = ?", 1).all();
  for (const Line& line : lines) std::cout << line.text << ": " << line.characters << '\n';
  // [/raw]
}

static void rolled_back(plinth::engine& engine) {
  step("a session that is not committed:");
  // [rollback]
  {
    plinth::session session{engine};
    plinth::ref<Note> note = session.get<Note>(1);
    note->text = "never mind";
    session.flush();
  }  // no commit: rolled back
  // [/rollback]
}

static void transaction(plinth::engine& engine) {
  step("transact:");
  // [transact]
  const std::int64_t id = plinth::transact(engine, [](plinth::session& session) {
    plinth::ref<Note> note = session.add(Note{.text = "milk"});
    session.flush();
    return note->id;
  });
  std::cout << "note " << id << '\n';
  // [/transact]
}

static void failure() {
  step("an error:");
  // [error]
  try {
    plinth::engine engine{"sqlite:///no/such/folder/notes.db"};
    plinth::connection to = engine.connect();
  } catch (const plinth::connection_error& e) {
    std::cout << e.what() << '\n';
  }
  // [/error]
}

int main() {
  open_and_close();
  plinth::engine engine{"sqlite:///notes.db", printing()};
  step("create_all:");
  // [create]
  Base::create_all(engine);
  // [/create]

  {
    step("a session:");
    // [session]
    plinth::session session{engine};
    plinth::ref<Note> note = session.add(Note{.text = "bread"});
    session.commit();
    std::cout << "note " << note->id << '\n';

    note->text = "bread and butter";
    session.commit();
    // [/session]
  }
  without_session(engine);
  raw_sql(engine);
  rolled_back(engine);
  transaction(engine);
  failure();
}
