// SPDX-License-Identifier: MIT
// The real data: imported from JSON by the example's code, and compared with the same data in a database that others
// made, row by row.

#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/plinth.hpp>

#include "compare.hpp"
#include "imported.hpp"
#include "original.hpp"
#include "support/catch.hpp"

using plinth::col;

namespace {

/// All rows of a table, in the order of their keys.
template <class Model>
auto rows_of(plinth::session& session) {
  if constexpr (requires { &Model::id; })
    return session.query<Model>().order_by(col<&Model::id>).as_values().all();
  else
    return session.query<Model>().order_by(col<&Model::playlist_id>, col<&Model::track_id>).as_values().all();
}

/// Compares all rows of two tables and returns how many there are.
template <class Imported, class Original>
std::size_t compare(chinook_test::databases& both) {
  const auto imported = rows_of<Imported>(both.imported);
  const auto original = rows_of<Original>(both.original);
  INFO(plinth::model::table_of<Original>.name);
  REQUIRE(imported.size() == original.size());
  for (std::size_t i = 0; i < imported.size(); ++i) {
    const std::string difference = chinook_test::first_difference(imported[i], original[i]);
    if (!difference.empty()) FAIL("row " << i << " differs in " << difference);
  }
  return imported.size();
}

}  // namespace

TEST_CASE("every row of the imported Chinook data is as in chinook.sqlite", "[chinook]") {
  CHINOOK_NEEDED();
  chinook_test::databases both;
  CHECK(both.rows == 15'607);
  CHECK(compare<chinook::Genre, original::Genre>(both) == 25);
  CHECK(compare<chinook::MediaType, original::MediaType>(both) == 5);
  CHECK(compare<chinook::Artist, original::Artist>(both) == 275);
  CHECK(compare<chinook::Album, original::Album>(both) == 347);
  CHECK(compare<chinook::Track, original::Track>(both) == 3'503);
  CHECK(compare<chinook::Employee, original::Employee>(both) == 8);
  CHECK(compare<chinook::Customer, original::Customer>(both) == 59);
  CHECK(compare<chinook::Invoice, original::Invoice>(both) == 412);
  CHECK(compare<chinook::InvoiceLine, original::InvoiceLine>(both) == 2'240);
  CHECK(compare<chinook::Playlist, original::Playlist>(both) == 18);
  CHECK(compare<chinook::PlaylistTrack, original::PlaylistTrack>(both) == 8'715);
}

TEST_CASE("a database that was opened read-only keeps its data", "[chinook]") {
  CHINOOK_NEEDED();
  plinth::engine engine{chinook::url_of(chinook_test::original_file(), "ro")};
  plinth::session session{engine};
  session.add(original::Genre{.id = 26, .name = "Polka"});
  CHECK_THROWS_AS(session.commit(), plinth::error);
  session.rollback();  // the genre would be written again before the next query
  CHECK(session.query<original::Genre>().count() == 25);
}

// Not run by ctest, for a machine may be busy. All of it is to take less than half a second in the release preset:
// plinth-test-chinook "[time]"
TEST_CASE("how long each step of the import takes", "[.][time]") {
  CHINOOK_NEEDED();
  const plinth_test::temp_dir dir;
  const auto start = std::chrono::steady_clock::now();
  auto from = start;
  const auto step = [&](std::string_view what) {
    const auto to = std::chrono::steady_clock::now();
    std::cout << what << ' ' << std::chrono::duration<double, std::milli>(to - from).count() << " ms\n";
    from = to;
  };
  const std::string json = chinook::read_file(chinook_test::json_file());
  step("read the file  ");
  auto shop = plinth::from_json<chinook::ShopCreate>(json);
  step("parse          ");
  {
    plinth::engine engine{chinook::url_of(dir.file("music.db"), "rwc")};
    chinook::Base::create_all(engine);
    step("create tables  ");
    {
      plinth::session session{engine};
      CHECK(chinook::add_all(session, std::move(shop)) == 15'607);
      step("to_model, add  ");
      session.flush();
      step("flush          ");
      session.commit();
      step("commit         ");
    }
    step("close session  ");
  }
  step("close database ");
  from = start;
  step("all            ");
}
