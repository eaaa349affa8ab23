// SPDX-License-Identifier: MIT
// One to one: two relationships to one, of which one holds the key.

#include "relationships/models.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using kinds::passport;
using kinds::person;
using plinth_test::database;
using plinth_test::statements;

namespace {

const std::string set_holder = R"(UPDATE "passports" SET "holder_id" = ? WHERE "id" = ?)";
const std::string select_document =
    R"(SELECT "passports"."id", "passports"."number", "passports"."holder_id" FROM "passports" )"
    R"(WHERE "passports"."holder_id" IN (?) ORDER BY "passports"."id")";

/// Ada has passport 1, Bob passport 2, and nobody passport 3.
struct filled : database<kinds::office> {
  filled() {
    plinth::session session(engine);
    session.add(person{.name = "ada"})->document = passport{.number = "A"};
    session.add(person{.name = "bob"})->document = passport{.number = "B"};
    session.add(passport{.number = "C"});
    session.commit();
    static_cast<void>(log->taken());
  }

  std::optional<std::int64_t> holder_of(std::int64_t id) {
    plinth::session session(engine);
    return session.get<passport>(id)->holder_id;
  }
};

}  // namespace

TEST_CASE("both sides of one to one know each other at once, whichever was set", "[one_to_one]") {
  database<kinds::office> db;
  plinth::session session(db.engine);
  auto ada = session.add(person{.name = "ada"});
  auto a = session.add(passport{.number = "A"});
  ada->document = a;
  CHECK(a->holder.get() == ada.get());
  auto b = session.add(passport{.number = "B"});
  b->holder = ada;
  CHECK(ada->document.get() == b.get());
  CHECK_FALSE(a->holder);
  session.commit();
  CHECK(b->holder_id == ada->id);
  CHECK(a->holder_id == std::nullopt);
}

TEST_CASE("the side without the key writes the other's key", "[one_to_one]") {
  filled db;
  plinth::session session(db.engine);
  auto ada = session.get<person>(1);
  auto c = session.get<passport>(3);
  session.load<&person::document>(ada);
  static_cast<void>(db.log->taken());
  ada->document = nullptr;
  session.flush();
  CHECK(db.log->taken() == statements{set_holder});
  ada->document = c;
  session.commit();
  CHECK(db.log->taken() == statements{set_holder, "COMMIT"});
  CHECK(db.holder_of(1) == std::nullopt);
  CHECK(db.holder_of(3) == 1);
}

TEST_CASE("who had it before is looked up at the flush where nobody knew", "[one_to_one]") {
  filled db;
  plinth::session session(db.engine);
  auto ada = session.get<person>(1);
  auto c = session.get<passport>(3);
  static_cast<void>(db.log->taken());
  ada->document = c;
  CHECK(db.log->taken().empty());
  session.commit();
  CHECK(db.log->taken() == statements{select_document, set_holder, set_holder, "COMMIT"});
  CHECK(db.holder_of(1) == std::nullopt);
  CHECK(db.holder_of(3) == 1);
}

TEST_CASE("taking it from somebody leaves that one without", "[one_to_one]") {
  filled db;
  plinth::session session(db.engine);
  auto ada = session.get<person>(1);
  auto bob = session.get<person>(2);
  session.load<&person::document>(ada);
  session.load<&person::document>(bob);
  auto b = bob->document.ref();
  ada->document = b;
  CHECK_FALSE(bob->document);
  CHECK(b->holder.get() == ada.get());
  session.commit();
  CHECK(db.holder_of(1) == std::nullopt);
  CHECK(db.holder_of(2) == 1);
}

TEST_CASE("removing one of the two leaves the other alone", "[one_to_one]") {
  filled db;
  plinth::session session(db.engine);
  auto ada = session.get<person>(1);
  session.load<&person::document>(ada);
  session.remove(ada->document.ref());
  CHECK_FALSE(ada->document);
  session.commit();
  auto bob = session.get<person>(2);
  session.remove(bob);
  session.commit();
  CHECK(db.holder_of(2) == std::nullopt);
}

TEST_CASE("a raw key shows on both sides after the flush", "[one_to_one]") {
  filled db;
  plinth::session session(db.engine);
  auto ada = session.get<person>(1);
  session.load<&person::document>(ada);
  auto a = ada->document.ref();
  auto c = session.get<passport>(3);
  a->holder_id = std::nullopt;
  session.flush();
  CHECK_FALSE(ada->document);
  c->holder_id = 1;
  session.flush();
  CHECK(ada->document.get() == c.get());
  CHECK(c->holder.get() == ada.get());
}

TEST_CASE("an owner that is given another target and then removed leaves both behind", "[one_to_one]") {
  database<kinds::office> db;
  {
    plinth::session session(db.engine);
    session.add(person{.name = "ada"})->document = passport{.number = "former"};
    session.commit();
  }
  plinth::session session(db.engine);
  auto ada = session.query<person>().one();
  ada->document = passport{.number = "new"};  // what was there is not loaded
  session.remove(ada);
  session.commit();
  plinth::session other(db.engine);
  CHECK(other.query<person>().count() == 0);
  for (const passport& one : other.query<passport>().as_values().all()) {
    CAPTURE(one.number);
    CHECK_FALSE(one.holder_id);
  }
  CHECK(other.query<passport>().filter(plinth::col<&passport::number> == "former").count() == 1);
}
