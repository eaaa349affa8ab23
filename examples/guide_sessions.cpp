// SPDX-License-Identifier: MIT
// Guide: sessions, what they know of an object and what they write.

#include <cstdint>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [models]
struct Author {
  std::int64_t id = 0;
  std::string name{};
  std::int64_t version = 0;

  static constexpr auto table = plinth::table("authors", plinth::column<&Author::id>(plinth::primary_key),
                                              plinth::column<&Author::name>(plinth::unique),
                                              plinth::column<&Author::version>(plinth::row_version));
};

using Base = plinth::metadata<Author>;
// [/models]

static void states(plinth::engine& engine) {
  step("states:");
  // [states]
  plinth::session session{engine};
  plinth::ref<Author> ada = session.add(Author{.name = "Ada"});
  std::cout << plinth::model::name_of(ada.state()) << ", key " << ada->id << '\n';
  session.flush();
  std::cout << plinth::model::name_of(ada.state()) << ", key " << ada->id << '\n';
  session.remove(ada);
  std::cout << plinth::model::name_of(ada.state()) << '\n';
  session.rollback();
  std::cout << plinth::model::name_of(ada.state()) << '\n';
  session.add(ada);
  session.commit();
  // [/states]
}

static void identity(plinth::engine& engine) {
  step("one object for one row:");
  // [identity]
  plinth::session session{engine};
  plinth::ref<Author> by_key = session.get<Author>(1);
  plinth::ref<Author> by_query = session.query<Author>().filter(plinth::col<&Author::name> == "Ada").one();
  plinth::ref<Author> again = session.get<Author>(1);  // sends nothing
  std::cout << (by_key.get() == by_query.get() && by_key.get() == again.get()) << '\n';
  // [/identity]
}

static void changes(plinth::engine& engine) {
  step("what is written:");
  // [changes]
  plinth::session session{engine};
  plinth::ref<Author> ada = session.get<Author>(1);
  ada->name = "Countess";
  ada->name = "Ada";
  std::cout << session.is_changed(ada) << '\n';
  session.flush();  // nothing differs: nothing is sent
  ada->name = "Ada Lovelace";
  session.commit();
  // [/changes]
}

static void stale(plinth::engine& engine) {
  step("changed by two:");
  // [stale]
  plinth::session mine{engine};
  plinth::ref<Author> ada = mine.get<Author>(1);
  mine.rollback();  // the transaction ends; the object stays, as it was read
  {
    plinth::session theirs{engine};
    theirs.get<Author>(1)->name = "A. Lovelace";
    theirs.commit();
  }
  ada->name = "Ada King";
  try {
    mine.commit();
  } catch (const plinth::stale_row& e) {
    std::cout << e.what() << '\n';
  }
  mine.refresh(ada);
  std::cout << ada->name << '\n';
  // [/stale]
}

static void bulk(plinth::engine& engine) {
  step("many rows:");
  // [bulk]
  std::vector<Author> rows;
  for (const char* name : {"Charles", "Mary", "Grace"}) rows.push_back(Author{.name = name});
  plinth::session session{engine};
  std::cout << session.bulk_insert(rows) << " rows\n";
  session.update<Author>()
      .where(plinth::col<&Author::name> == "Mary")
      .set(plinth::col<& Author::name> = "Mary Somerville")
      .execute();
  session.commit();
  // [/bulk]
}

int main() {
  plinth::engine engine{"sqlite://", printing()};
  Base::create_all(engine);
  states(engine);
  identity(engine);
  changes(engine);
  stale(engine);
  bulk(engine);
}
