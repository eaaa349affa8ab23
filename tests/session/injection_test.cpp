// SPDX-License-Identifier: MIT
// Text that looks like SQL, in every place where a name or a value stands: it stays a name or a value.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <plinth/plinth.hpp>

#include "support/catch.hpp"
#include "support/code_of.hpp"
#include "support/recorder.hpp"

using plinth::col;
using plinth_test::capability;

namespace {

struct owner {
  std::int64_t id = 0;
  std::string text{};
  std::optional<std::string> note{};
  std::string standing{};

  static constexpr auto table = plinth::table(
      R"(own"ers"; DROP TABLE victims; --)",
      plinth::column<&owner::id>(plinth::primary_key, plinth::name(R"(i"d' /*)")),
      plinth::column<&owner::text>(plinth::unique, plinth::name(R"($1 ? :x \" text)")),
      plinth::column<&owner::note>(plinth::index, plinth::name(R"(*/ no""te)")),
      plinth::column<&owner::standing>(plinth::name("select"), plinth::server_default(R"(it's \' "; --)")));
};

struct part {
  std::int64_t id = 0;
  std::int64_t owner_id = 0;

  static constexpr auto table =
      plinth::table("Parts\\", plinth::column<&part::id>(plinth::primary_key),
                    plinth::column<&part::owner_id>(plinth::name("owner\"\"id"), plinth::foreign_key<&owner::id>()));
};

struct victim {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("victims", plinth::column<&victim::id>(plinth::primary_key));
};

using base = plinth::metadata<owner, part, victim>;

struct database : plinth_test::database<base> {
  plinth::session session{engine};

  database() {
    session.add(victim{});
    session.commit();
  }

  /// The table that all the texts are after.
  [[nodiscard]] bool is_whole() { return session.query<victim>().count() == 1; }
};

std::vector<std::string> texts() {
  std::vector<std::string> result = {
      "'",
      "''",
      "\"",
      "\\",
      "\\'",
      "\\\\'; --",
      "'; DROP TABLE victims; --",
      "/* */",
      "*/",
      "--",
      "\n--\n",
      ";",
      "$1",
      "?",
      ":name",
      "@name",
      "$tag$",
      "E'\\x27'",
      "%",
      "_",
      "\r\n\t\b\x1a",
      "NULL",
      "\xC2\xBF\x27",
      "\u02bc",
      "\uff07",
      "{}",
      "[1]",
      "1; SELECT pg_sleep(10)",
      "') OR 1=1 --",
      "\" OR 1=1 --",
      "x' AND 'x",
      "||version()",
      "U&'\\0027'",
      "",
      " ",
  };
  if (plinth_test::has(capability::nul_in_text)) result.emplace_back("a\0'; DROP TABLE victims; --", 27);
  return result;
}

using plinth_test::code_of;

}  // namespace

TEST_CASE("a text that looks like SQL is written, found, changed and removed as it is") {
  database d;
  for (const std::string& text : texts()) {
    INFO(text);
    const auto added = d.session.add(owner{.text = text, .note = text, .standing = text});
    d.session.commit();
    CHECK(d.session.query<owner>().filter(col<&owner::text> == text).one()->id == added->id);
    CHECK(d.session.query<owner>().filter(col<&owner::note> == text, col<&owner::standing> == text).count() == 1);
    d.session.rollback();

    plinth::session other(d.engine);
    const auto again = other.get_one<owner>(added->id);
    CHECK(again->text == text);
    CHECK(again->note == text);
    again->note = text + text;
    other.commit();
    d.session.refresh(added);
    CHECK(added->note == text + text);
    d.session.commit();
  }
  CHECK(d.session.query<owner>().filter(col<&owner::text>.in(texts())).count() ==
        static_cast<std::int64_t>(texts().size()));
  for (const std::string& text : texts())
    CHECK(d.session.remove<owner>().where(col<&owner::text> == text).execute() == 1);
  CHECK(d.session.query<owner>().count() == 0);
  CHECK(d.is_whole());
}

TEST_CASE("such a text is itself in LIKE, in SQL text with bound values, and in a changed value of many rows") {
  database d;
  for (const std::string& text : texts()) {
    INFO(text);
    d.session.add(owner{.text = "<" + text + ">"});
    d.session.commit();
    CHECK(d.session.query<owner>().filter(col<&owner::text>.contains(text)).count() >= 1);
    CHECK(d.session.raw<std::string>("SELECT CAST($1 AS text)", text).scalar() == text);
    const auto same = col<&owner::text> == "<" + text + ">";
    CHECK(d.session.update<owner>().set(col<& owner::note> = text).where(same).execute() == 1);
    CHECK(d.session.query<owner>().filter(col<&owner::note> == text).count() == 1);
    d.session.rollback();
  }
  CHECK(d.is_whole());
}

TEST_CASE("names that look like SQL are names in every clause") {
  database d;
  const auto first = d.session.add(owner{.text = "a"});
  d.session.flush();
  d.session.add(part{.owner_id = first->id});
  d.session.commit();
  CHECK(d.session.query<part>().join<owner>(col<&part::owner_id> == col<&owner::id>).count() == 1);
  CHECK(d.session.query<owner>()
            .select(col<&owner::text>, plinth::count())
            .group_by(col<&owner::text>)
            .having(plinth::count() == 1)
            .order_by(col<&owner::text>.desc())
            .all()
            .size() == 1);
  CHECK(code_of([&] {
          d.session.add(owner{.text = "a"});
          d.session.commit();
        }) == 2201);
  d.session.rollback();
  CHECK(code_of([&] {
          d.session.add(part{.owner_id = 77});
          d.session.commit();
        }) == 2204);
  d.session.rollback();
  CHECK(d.is_whole());
  d.session.rollback();
  base::drop_all(d.engine);
  base::create_all(d.engine);
}

TEST_CASE("an error about such names gives them back as they are") {
  database d;
  d.session.add(owner{.text = "a"});
  d.session.add(owner{.text = "a"});
  try {
    d.session.commit();
    FAIL("two equal texts in a unique column");
  } catch (const plinth::unique_violation& e) {
    CHECK(e.table() == R"(own"ers"; DROP TABLE victims; --)");
    CHECK(e.columns() == std::vector<std::string>{R"($1 ? :x \" text)"});
  }
}

TEST_CASE("a default that looks like SQL is the text that it says") {
  database d;
  d.session.execute_sql(R"(INSERT INTO "own""ers""; DROP TABLE victims; --" ("$1 ? :x \"" text") VALUES ($1))", "a");
  CHECK(d.session.query<owner>().one()->standing == R"(it's \' "; --)");
  CHECK(d.is_whole());
}

TEST_CASE("savepoints may have any name") {
  database d;
  plinth::connection c = d.engine.connect();
  c.begin(plinth::transaction_mode::write);
  for (const std::string& text : texts()) {
    if (text.empty() || text.find('\0') != std::string::npos) continue;
    INFO(text);
    c.savepoint(text);
    c.rollback_to(text);
    c.release(text);
  }
  c.rollback();
  CHECK(d.is_whole());
}

TEST_CASE("a text with a NUL byte is refused where the server cannot store it, and nothing is written") {
  if (plinth_test::has(capability::nul_in_text)) return;
  database d;
  const std::string text("a\0'; DROP TABLE victims; --", 27);
  d.session.add(owner{.text = text});
  CHECK(code_of([&] { d.session.commit(); }) == 2423);
  d.session.rollback();
  CHECK(code_of([&] { static_cast<void>(d.session.query<owner>().filter(col<&owner::text> == text).count()); }) ==
        2423);
  d.session.rollback();
  CHECK(d.session.query<owner>().count() == 0);
  CHECK(d.is_whole());
}
