// expect-error: plinth[E1020]
// expect-text: Shelf
// expect-text: "books"
// SPDX-License-Identifier: MIT

#include <cstdint>
#include <vector>

#include <plinth/model/metadata.hpp>

struct User {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

constexpr bool accepted = plinth::metadata<User>::is_sound;

#ifdef PLINTH_EXPECT_ERROR
struct Book;

struct Shelf {
  std::int64_t id = 0;
  plinth::relationship<std::vector<Book>> books;

  static constexpr auto table = plinth::table("shelves", plinth::column<&Shelf::id>(plinth::primary_key),
                                              plinth::relation<&Shelf::books>(plinth::back_populates("shelf_id")));
};

struct Book {
  std::int64_t id = 0;
  std::int64_t shelf_id = 0;
  plinth::relationship<Shelf> shelf;

  static constexpr auto table = plinth::table("books", plinth::column<&Book::id>(plinth::primary_key),
                                              plinth::column<&Book::shelf_id>(plinth::foreign_key<&Shelf::id>()));
};

constexpr bool refused = plinth::metadata<Shelf, Book>::is_sound;
#endif
