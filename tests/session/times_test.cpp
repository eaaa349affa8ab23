// SPDX-License-Identifier: MIT
// Columns that a session sets to the time at which it wrote the row.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/session/bulk.hpp>
#include <plinth/session/bulk_insert.hpp>
#include <plinth/session/query.hpp>

using plinth::col;
using plinth_test::statements;
using namespace std::chrono_literals;

namespace {

using instant = std::chrono::sys_time<std::chrono::microseconds>;

struct Note {
  std::int64_t id = 0;
  std::string text{};
  instant created_at{};
  std::optional<std::chrono::sys_seconds> updated_at{};

  static constexpr auto table = plinth::table(
      "notes", plinth::column<&Note::id>(plinth::primary_key), plinth::column<&Note::text>(plinth::unique),
      plinth::column<&Note::created_at>(plinth::created_at), plinth::column<&Note::updated_at>(plinth::updated_at));
};

using notes = plinth::metadata<Note>;
using note_database = plinth_test::database<notes>;

constexpr instant noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

constexpr std::chrono::sys_seconds whole(instant t) { return std::chrono::floor<std::chrono::seconds>(t); }

instant time_now = noon;
int times_asked = 0;

instant test_clock() {
  ++times_asked;
  return time_now;
}

plinth::session_options with_clock() {
  time_now = noon + 250us;
  times_asked = 0;
  return {.clock = &test_clock};
}

struct with_note {
  note_database db;
  plinth::session session{db.engine, with_clock()};
  plinth::ref<Note> note = session.add(Note{.text = "one"});

  with_note() {
    session.commit();
    static_cast<void>(db.log->taken());
    time_now = noon + 1h;
  }

  [[nodiscard]] Note stored() {
    plinth::session other(db.engine);
    return *other.get<Note>(note->id);
  }
};

constexpr auto update_both = R"(UPDATE "notes" SET "text" = ?, "updated_at" = ? WHERE "id" = ?)";

}  // namespace

TEST_CASE("a new row gets one time for both columns, in the units of each member", "[session][times]") {
  with_note here;
  CHECK(here.note->created_at == noon + 250us);
  CHECK(here.note->updated_at == whole(noon));
  CHECK(here.stored().created_at == noon + 250us);
  CHECK(here.stored().updated_at == here.note->updated_at);
}

TEST_CASE("all rows of a flush get the same time, and the clock is asked once", "[session][times]") {
  note_database db;
  plinth::session session(db.engine, with_clock());
  for (int i = 0; i < 40; ++i) session.add(Note{.text = std::to_string(i)});
  session.flush();
  CHECK(times_asked == 1);
  CHECK(session.query<Note>().filter(col<&Note::created_at> == noon + 250us).count() == 40);
}

TEST_CASE("a time that the program has set for a new row stays", "[session][times]") {
  note_database db;
  plinth::session session(db.engine, with_clock());
  auto note = session.add(Note{.text = "old", .created_at = noon - 24h});
  session.commit();
  CHECK(note->created_at == noon - 24h);
  CHECK(note->updated_at == noon);
}

TEST_CASE("a change sets the time of the last change in the same statement", "[session][times]") {
  with_note here;
  here.note->text = "two";
  here.session.commit();
  CHECK(here.db.log->taken() == statements{"BEGIN", update_both, "COMMIT"});
  CHECK(here.note->updated_at == noon + 1h);
  CHECK(here.note->created_at == noon + 250us);
  CHECK(here.stored().updated_at == noon + 1h);
}

TEST_CASE("an object without a net change keeps its time and sends no statement", "[session][times]") {
  with_note here;
  here.note->text = "two";
  here.note->text = "one";
  here.session.commit();
  CHECK(here.db.log->taken().empty());
  CHECK(here.note->updated_at == noon);
}

TEST_CASE("a time of the last change that the program sets is its own", "[session][times]") {
  with_note here;
  here.note->text = "two";
  here.note->updated_at = whole(noon - 1h);
  here.session.commit();
  CHECK(here.stored().updated_at == noon - 1h);
}

TEST_CASE("a rollback takes the times back with the rest", "[session][times]") {
  with_note here;
  here.note->text = "two";
  auto fresh = here.session.add(Note{.text = "three"});
  here.session.flush();
  here.session.rollback();
  CHECK(here.note->updated_at == noon);
  CHECK(here.note->text == "one");
  CHECK(fresh->created_at == instant{});
  CHECK_FALSE(fresh->updated_at.has_value());
}

TEST_CASE("after a flush that failed the times are set anew", "[session][times]") {
  with_note here;
  here.note->text = "two";
  auto fresh = here.session.add(Note{.text = "three"});
  here.session.flush();
  auto bad = here.session.add(Note{.text = "three"});
  CHECK_THROWS_AS(here.session.flush(), plinth::unique_violation);
  CHECK(here.note->text == "two");
  CHECK(here.note->updated_at == noon);
  CHECK(fresh->created_at == instant{});
  bad->text = "four";
  time_now = noon + 2h;
  here.session.commit();
  CHECK(here.note->updated_at == noon + 2h);
  CHECK(fresh->created_at == noon + 2h);
  CHECK(here.stored().updated_at == noon + 2h);
}

TEST_CASE("a new object that takes over a row gets its own times", "[session][times]") {
  with_note here;
  const auto id = here.note->id;
  here.session.remove(here.note);
  auto fresh = here.session.add(Note{.id = id, .text = "again"});
  here.session.commit();
  CHECK(fresh->created_at == noon + 1h);
  CHECK(plinth::session(here.db.engine).get<Note>(id)->created_at == noon + 1h);
}

TEST_CASE("bulk_insert sets times in the rows and not in the structs", "[session][times]") {
  note_database db;
  plinth::session session(db.engine, with_clock());
  std::vector<Note> rows{{.text = "one"}, {.text = "two", .created_at = noon - 1h}};
  session.bulk_insert(rows);
  session.commit();
  CHECK(rows[0].created_at == instant{});
  CHECK(session.query<Note>().filter(col<&Note::text> == "one").one()->created_at == noon + 250us);
  CHECK(session.query<Note>().filter(col<&Note::text> == "two").one()->created_at == noon - 1h);
  CHECK(session.query<Note>().filter(col<&Note::updated_at> == whole(noon)).count() == 2);
}

TEST_CASE("a bulk UPDATE sets the time of the last change unless it assigns it", "[session][times]") {
  with_note here;
  here.session.update<Note>().where(plinth::all_rows).set(col<& Note::text> = "all").execute();
  CHECK(here.db.log->taken().back() == R"(UPDATE "notes" SET "text" = ?, "updated_at" = ?)");
  CHECK(here.session.query<Note>().as_values().one().updated_at == noon + 1h);
  here.session.update<Note>()
      .set(col<& Note::updated_at> = std::optional<std::chrono::sys_seconds>{})
      .where(plinth::all_rows)
      .execute();
  CHECK(here.db.log->taken().back() == R"(UPDATE "notes" SET "updated_at" = ?)");
}

TEST_CASE("without a clock of the program it is the system's", "[session][times]") {
  note_database db;
  plinth::session session(db.engine);
  const auto before = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  auto note = session.add(Note{.text = "now"});
  session.commit();
  CHECK(note->created_at >= before);
  CHECK(note->created_at <= std::chrono::system_clock::now());
}
