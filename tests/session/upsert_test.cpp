// SPDX-License-Identifier: MIT
// INSERT of rows that may be there already.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/session/bulk_insert.hpp>
#include <plinth/session/query.hpp>
#include <plinth/session/upsert.hpp>

using plinth::col;
using plinth::row_outcome;
using plinth_test::contains;
using plinth_test::statements;

namespace {

struct word {
  std::int64_t id = 0;
  std::string text{};
  std::optional<std::string> note{};
  std::int64_t uses = 0;

  static constexpr auto table = plinth::table("words", plinth::column<&word::id>(plinth::primary_key),
                                              plinth::column<&word::text>(plinth::unique));
};

/// A key of the program's own, a version, a default of the database's.
struct setting {
  std::string owner{};
  std::string name{};
  std::string value{};
  std::int64_t version = 0;
  std::optional<std::string> kind{};

  static constexpr auto table =
      plinth::table("settings", plinth::primary_key_of<&setting::owner, &setting::name>(),
                    plinth::column<&setting::version>(plinth::row_version),
                    plinth::column<&setting::kind>(plinth::unique, plinth::server_default("usual")));
};

struct seat {
  std::int64_t id = 0;
  std::optional<std::string> label{};

  static constexpr auto table = plinth::table("seats", plinth::column<&seat::id>(plinth::primary_key),
                                              plinth::column<&seat::label>(plinth::unique));
};

using base = plinth::metadata<word, setting, seat>;
using words_database = plinth_test::database<base>;

constexpr const char* all_of_word = R"("id", "text", "note", "uses")";

/// What the server is asked besides the columns: whether the row is new.
std::string returning(const std::string& columns) {
  const bool asked = plinth_test::backend_here() == plinth_test::backend::postgresql;
  return plinth_test::as_on_every_server(" RETURNING " + columns + (asked ? R"(, "xmax" = 0)" : ""));
}

std::string insert_of_word(const std::string& rule) {
  return R"(INSERT INTO "words" ("text", "note", "uses") VALUES (?, ?, ?) ON CONFLICT ("text") DO )" + rule +
         returning(all_of_word);
}

/// Where the server does not tell, a SELECT finds out.
const std::string look = R"(SELECT "words"."id", "words"."text", "words"."note", "words"."uses" FROM "words" )"
                         R"(WHERE "text" = ?)";

statements with_look(statements log, std::size_t at) {
  if (plinth_test::backend_here() == plinth_test::backend::sqlite)
    log.insert(log.begin() + static_cast<std::ptrdiff_t>(at), look);
  return log;
}

}  // namespace

TEST_CASE("a row that is not there is inserted, one that is there is updated, and which of them is said", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  const auto save = [&](word w) {
    return session.insert(std::move(w)).on_conflict(col<&word::text>).do_update(col<&word::note>).one();
  };
  const auto first = save({.text = "stone", .note = "hard", .uses = 3});
  CHECK(first.outcome == row_outcome::inserted);
  CHECK(first.row.id == 1);
  CHECK(db.log->taken() == with_look({"BEGIN", insert_of_word(R"(UPDATE SET "note" = "excluded"."note")")}, 1));

  const auto second = save({.text = "stone", .note = "grey", .uses = 9});
  CHECK(second.outcome == row_outcome::updated);
  CHECK(second.row.id == 1);
  CHECK(second.row.note == "grey");
  CHECK(second.row.uses == 3);
  CHECK(save({.text = "wood"}).outcome == row_outcome::inserted);
  session.commit();

  plinth::session later(db.engine);
  CHECK(later.insert(word{.text = "wood"}).on_conflict(col<&word::text>).do_update(col<&word::uses>).one().outcome ==
        row_outcome::updated);
  CHECK(later.query<word>().count() == 2);
}

TEST_CASE("do_nothing leaves the row as it is, and one() reads it", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  session.add(word{.text = "stone", .note = "hard"});
  const auto get_or_make = [&](const char* text) {
    return session.insert(word{.text = text, .note = "new"}).on_conflict(col<&word::text>).do_nothing().one();
  };
  const auto there = get_or_make("stone");
  CHECK(there.outcome == row_outcome::unchanged);
  CHECK(there.row.id == 1);
  CHECK(there.row.note == "hard");
  const statements heard = db.log->taken();
  REQUIRE(heard.size() == 4);
  CHECK(heard[2] == insert_of_word("NOTHING"));
  CHECK(heard[3] == look);

  const auto made = get_or_make("wood");
  CHECK(made.outcome == row_outcome::inserted);
  CHECK(made.row.note == "new");
  CHECK(db.log->taken() == statements{insert_of_word("NOTHING")});
}

TEST_CASE("assignments reach the row that is there and the one that was given", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  const auto more = [&](std::int64_t uses) {
    return session.insert(word{.text = "stone", .uses = uses})
        .on_conflict(col<&word::text>)
        .do_update(col<&word::note>, col<&word::uses> = col<&word::uses> + plinth::excluded<&word::uses> + 100)
        .one();
  };
  CHECK(more(1).row.uses == 1);
  static_cast<void>(db.log->taken());
  CHECK(more(2).row.uses == 103);
  CHECK(db.log->taken() == with_look({insert_of_word(R"(UPDATE SET "note" = "excluded"."note", )"
                                                     R"("uses" = "words"."uses" + "excluded"."uses" + ?)")},
                                     0));
}

TEST_CASE("rows of a range are counted by what became of them, a repeated one included", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  session.add(word{.text = "b"});
  const std::vector<word> rows{{.text = "a"}, {.text = "b"}, {.text = "c"}, {.text = "a"}};
  CHECK(session.insert(rows).on_conflict(col<&word::text>).do_nothing().execute() ==
        plinth::upsert_counts{.inserted = 2, .updated = 0, .unchanged = 2});
  CHECK(session.insert(rows).on_conflict(col<&word::text>).do_update(col<& word::uses> = 7).execute() ==
        plinth::upsert_counts{.inserted = 0, .updated = 4, .unchanged = 0});
  CHECK(session.query<word>().filter(col<&word::uses> == 7).count() == 3);
}

TEST_CASE("a range of rows that fails leaves none of them, and the transaction goes on", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  session.add(word{.text = "there"});
  session.flush();
  const std::vector<word> rows{{.text = "a"}, {.id = 1, .text = "b"}};
  CHECK_THROWS_AS(session.insert(rows).on_conflict(col<&word::text>).do_nothing().execute(), plinth::unique_violation);
  CHECK(session.query<word>().count() == 1);
  session.commit();
  plinth::session other(db.engine);
  CHECK(other.query<word>().count() == 1);
}

TEST_CASE("an object that is loaded has the new values of its row, and a rollback takes them back", "[upsert]") {
  words_database db;
  {
    plinth::session session(db.engine);
    session.add(word{.text = "stone", .note = "hard"});
    session.commit();
  }
  plinth::session session(db.engine);
  const auto stone = session.get<word>(1);
  const std::string& text = std::as_const(*stone).text;
  const auto counts = session.insert(word{.text = "stone", .note = "grey", .uses = 5})
                          .on_conflict(col<&word::text>)
                          .do_update(col<&word::note>, col<&word::uses>)
                          .execute();
  CHECK(counts.updated == 1);
  CHECK(text == "stone");
  CHECK(std::as_const(*stone).note == "grey");
  CHECK(std::as_const(*stone).uses == 5);
  CHECK_FALSE(session.is_changed(stone));
  session.rollback();
  CHECK(std::as_const(*stone).note == "hard");
  CHECK(std::as_const(*stone).uses == 0);
  CHECK_FALSE(session.is_changed(stone));
}

TEST_CASE("what the program changed is written before, with autoflush or without", "[upsert]") {
  words_database db;
  plinth::session session(db.engine, {.autoflush = false});
  const auto stone = session.add(word{.text = "stone"});
  session.flush();
  stone->uses = 4;
  session.insert(word{.text = "stone", .note = "x"})
      .on_conflict(col<&word::text>)
      .do_update(col<&word::note>)
      .execute();
  CHECK(stone->uses == 4);
  CHECK(stone->note == "x");
  session.commit();
  plinth::session other(db.engine);
  CHECK(other.get<word>(1)->uses == 4);
}

TEST_CASE("a row is found by its key as well, and one whose key is left to the database is new", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  const auto save = [&](word w) {
    return session.insert(std::move(w)).on_conflict(col<&word::id>).do_update(col<&word::text>).one();
  };
  CHECK(save({.text = "a"}).outcome == row_outcome::inserted);
  CHECK(save({.id = 1, .text = "b"}).outcome == row_outcome::updated);
  CHECK(save({.id = 9, .text = "c"}).row.id == 9);
  CHECK(session.get<word>(1)->text == "b");
}

TEST_CASE("a key of several columns, a version that is counted, a value of the database's", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  const auto save = [&](const char* value) {
    return session.insert(setting{.owner = "ada", .name = "colour", .value = value})
        .on_conflict(col<&setting::name>, col<&setting::owner>)
        .do_update(col<&setting::value>)
        .one();
  };
  const auto made = save("red");
  CHECK(made.outcome == row_outcome::inserted);
  CHECK(made.row.version == 1);
  CHECK(made.row.kind == "usual");
  const auto loaded = session.get<setting>("ada", "colour");
  static_cast<void>(db.log->taken());
  CHECK(save("blue").row.version == 2);
  CHECK(db.log->taken().back() == R"(INSERT INTO "settings" ("owner", "name", "value", "version") VALUES (?, ?, ?, ?) )"
                                  R"(ON CONFLICT ("owner", "name") DO UPDATE SET "value" = "excluded"."value", )"
                                  R"("version" = "settings"."version" + 1)" +
                                      returning(R"("owner", "name", "value", "version", "kind")"));
  loaded->value = "green";  // with the version that the statement counted
  session.commit();
}

TEST_CASE("a row that leaves the value to compare by to the database is refused", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  const auto insert =
      session.insert(setting{.owner = "ada", .name = "n"}).on_conflict(col<&setting::kind>).do_nothing();
  try {
    insert.execute();
    FAIL("nothing was thrown");
  } catch (const plinth::query_error& e) {
    CHECK(e.code() == 3307);
    CHECK_THAT(e.what(), contains(R"(compares rows by "settings"."kind")"));
  }
}

TEST_CASE("NULL equals nothing: such rows are always new", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  for (int i = 0; i < 2; ++i)
    CHECK(session.insert(seat{}).on_conflict(col<&seat::label>).do_update(col<&seat::label>).execute().inserted == 1);
  CHECK(session.query<seat>().count() == 2);
}

TEST_CASE("a row inserted in the same transaction is updated, not new again", "[upsert]") {
  words_database db;
  plinth::session session(db.engine);
  session.add(word{.text = "stone"});
  session.flush();
  session.get<word>(1)->uses = 2;
  session.flush();
  CHECK(session.insert(word{.text = "stone"}).on_conflict(col<&word::text>).do_update(col<&word::uses>).one().outcome ==
        row_outcome::updated);
  session.remove(session.get<word>(1));
  CHECK(session.insert(word{.text = "stone"}).on_conflict(col<&word::text>).do_update(col<&word::uses>).one().outcome ==
        row_outcome::inserted);
}

namespace {

std::chrono::sys_time<std::chrono::microseconds> upsert_clock() {
  return std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);
}

struct page {
  std::int64_t id = 0;
  std::string path{};
  std::string text{};
  std::chrono::sys_seconds made{};
  std::chrono::sys_seconds changed{};

  static constexpr auto table = plinth::table(
      "pages", plinth::column<&page::id>(plinth::primary_key), plinth::column<&page::path>(plinth::unique),
      plinth::column<&page::made>(plinth::created_at), plinth::column<&page::changed>(plinth::updated_at));
};

}  // namespace

TEST_CASE("a row that an upsert changes gets the time of the change and keeps that of its creation", "[upsert]") {
  plinth_test::database<plinth::metadata<page>> db;
  plinth::session session(db.engine, {.clock = &upsert_clock});
  const std::chrono::sys_seconds old = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
  session.bulk_insert(std::vector<page>{{.path = "/", .text = "old", .made = old, .changed = old}});

  const auto counts = session.insert(page{.path = "/", .text = "new"})
                          .on_conflict(col<&page::path>)
                          .do_update(col<&page::text>)
                          .execute();

  CHECK(counts.updated == 1);
  const page row = session.query<page>().as_values().one();
  CHECK(row.text == "new");
  CHECK(row.made == old);
  CHECK(row.changed == upsert_clock());
}

TEST_CASE("an upsert whose rows another writer has changed in between is refused, and finds them when it is repeated",
          "[upsert][sqlite]") {
  words_database db(plinth_test::test_database::where::file);
  plinth::session session(db.engine);
  CHECK(session.query<word>().count() == 0);
  {
    plinth::session other(db.engine);
    other.add(word{.text = "stone"});
    other.commit();
  }
  const auto save = [&] {
    return session.insert(word{.text = "stone"}).on_conflict(col<&word::text>).do_update(col<&word::uses>).one();
  };
  CHECK_THROWS_AS(save(), plinth::serialization_failure);
  session.rollback();
  CHECK(save().outcome == row_outcome::updated);
}
