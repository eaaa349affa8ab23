// SPDX-License-Identifier: MIT
// Tutorial, page 2: structs that are tables.

#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [author]
struct Author {
  std::int64_t id = 0;
  std::string name{};

  static constexpr auto table = plinth::table("authors", plinth::column<&Author::id>(plinth::primary_key));
};
// [/author]

// [own_type]
struct Money {
  std::int64_t cents = 0;
};

template <>
struct plinth::column_type<Money> {
  using stored = std::int64_t;
  static stored to_stored(const Money& m) { return m.cents; }
  static Money from_stored(stored cents) { return Money{cents}; }
};
// [/own_type]

// [book]
enum class Genre { novel, poetry, science };

struct Book {
  std::int64_t id = 0;
  std::string title{};
  std::optional<std::string> subtitle{};
  std::string isbn{};
  Genre genre = Genre::novel;
  Money price{};
  std::chrono::sys_seconds added{};
  std::int64_t author_id = 0;
  int copies_in_cart = 0;

  static constexpr auto table =
      plinth::table("books", plinth::column<&Book::id>(plinth::primary_key),
                    plinth::column<&Book::title>(plinth::length(200), plinth::index),
                    plinth::column<&Book::isbn>(plinth::length(13), plinth::unique),
                    plinth::column<&Book::price>(plinth::name("price_cents"), plinth::check("price_cents >= 0")),
                    plinth::column<&Book::author_id>(plinth::foreign_key<&Author::id>(plinth::on_delete::cascade)),
                    plinth::column<&Book::copies_in_cart>(plinth::unmapped),
                    plinth::unique_together<&Book::author_id, &Book::title>());
};
// [/book]

// [composite]
struct Placement {
  std::string shelf{};
  int position = 0;
  std::int64_t book_id = 0;

  static constexpr auto table =
      plinth::table("placements", plinth::primary_key_of<&Placement::shelf, &Placement::position>(),
                    plinth::column<&Placement::book_id>(plinth::foreign_key<&Book::id>()));
};
// [/composite]

// [bases]
struct Dated {
  std::chrono::sys_seconds created{};
};

struct Loan : Dated {
  std::int64_t id = 0;
  std::int64_t book_id = 0;

  static constexpr auto table =
      plinth::table("loans", plinth::bases<Dated>(), plinth::column<&Loan::id>(plinth::primary_key),
                    plinth::column<&Loan::book_id>(plinth::foreign_key<&Book::id>()));
};
// [/bases]

// [metadata]
using Base = plinth::metadata<Author, Book, Placement, Loan>;
// [/metadata]

int main() {
  plinth::engine engine{"sqlite:///books.db", printing()};
  step("create_all:");
  // [create]
  Base::create_all(engine);
  // [/create]

  step("insert:");
  // [insert]
  plinth::session session{engine};
  auto woolf = session.add(Author{.name = "Virginia Woolf"});
  session.flush();
  session.add(Book{.title = "The Waves",
                   .isbn = "9780156949606",
                   .price = {.cents = 1499},
                   .added = std::chrono::sys_days{std::chrono::January / 31 / 2026},
                   .author_id = woolf->id});
  session.commit();
  // [/insert]

  step("stored as:");
  plinth::connection to = engine.connect();
  plinth::cursor rows = to.open("SELECT genre, price_cents, added, subtitle IS NULL FROM books");
  while (rows.next())
    std::cout << "  " << rows.row()[0].bytes() << " | " << rows.row()[1].integer << " | " << rows.row()[2].bytes()
              << " | " << rows.row()[3].integer << '\n';
  rows.finish();

  step("a constraint says no:");
  // [refused]
  session.add(Book{.title = "Orlando", .isbn = "9780156949606", .author_id = 1});
  try {
    session.commit();
  } catch (const plinth::unique_violation& e) {
    std::cout << e.what() << '\n' << e.table() << ": " << e.columns()[0] << '\n';
  }
  // [/refused]

  step("drop_all:");
  Base::drop_all(engine);
}
