// SPDX-License-Identifier: MIT
// Columns that the database computes: read like others, never written.

#include <cstdint>
#include <string>

#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sqlite.hpp>

namespace shop {

struct line {
  std::int64_t id = 0;
  std::int64_t price = 0;
  std::int64_t count = 0;
  std::int64_t total = 0;
  std::int64_t twice = 0;

  static constexpr auto table = plinth::table("lines", plinth::column<&line::id>(plinth::primary_key),
                                              plinth::column<&line::total>(plinth::computed("price * count")),
                                              plinth::column<&line::twice>(plinth::computed_stored("2 * count")));
};

}  // namespace shop

using database = plinth_test::database<plinth::metadata<shop::line>>;

TEST_CASE("an INSERT leaves computed columns out and fetches what the database made of them", "[session]") {
  database db;
  plinth::session session(db.engine);
  auto line = session.add(shop::line{.price = 3, .count = 4, .total = 1'000});
  session.commit();
  CHECK(line->total == 12);
  CHECK(line->twice == 8);
  CHECK(db.log->taken() ==
        plinth_test::statements{
            "BEGIN", "INSERT INTO \"lines\" (\"price\", \"count\") VALUES (?, ?) RETURNING \"total\", \"twice\"",
            "COMMIT"});
}

TEST_CASE("an UPDATE names no computed column, whatever the program put into it", "[session]") {
  database db;
  plinth::session session(db.engine);
  auto line = session.add(shop::line{.price = 3, .count = 4});
  session.commit();
  static_cast<void>(db.log->taken());
  line->count = 5;
  line->total = 1;
  session.commit();
  CHECK(db.log->taken() ==
        plinth_test::statements{
            "BEGIN", "UPDATE \"lines\" SET \"count\" = ? WHERE \"id\" = ? RETURNING \"total\", \"twice\"", "COMMIT"});
  CHECK(line->total == 15);
}
