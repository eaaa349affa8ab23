// SPDX-License-Identifier: MIT
// Words of relations that metadata understands and no session carries out: refused, so that nothing is lost.

#include <cstdint>
#include <vector>

#include "support/catch.hpp"

#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

namespace {

struct Label {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("labels", plinth::column<&Label::id>(plinth::primary_key));
};

struct Note {
  std::int64_t id = 0;
  plinth::relationship<std::vector<Label>> labels{};

  static constexpr auto table = plinth::table("notes", plinth::column<&Note::id>(plinth::primary_key),
                                              plinth::relation<&Note::labels>(plinth::secondary("note_labels")));
};

}  // namespace

TEST_CASE("a model with a table of pairs is refused by a session before anything is sent", "[session]") {
  plinth::engine engine{"sqlite://"};
  plinth::metadata<Note, Label>::create_all(engine);
  plinth::session session{engine};

  int code = 0;
  try {
    static_cast<void>(session.add(Note{}));
  } catch (const plinth::session_error& refused) {
    code = refused.code();
  }
  CHECK(code == 3113);
  CHECK_FALSE(session.in_transaction());

  static_cast<void>(session.add(Label{}));
  session.commit();
  CHECK(session.query<Label>().count() == 1);
}
