// SPDX-License-Identifier: MIT
// A column that counts how often its row was written, and what becomes of changes to an outdated object.

#include <cstdint>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/session/bulk.hpp>
#include <plinth/session/session.hpp>

namespace bank {

struct account {
  std::int64_t id = 0;
  std::string owner{};
  std::int64_t balance = 0;
  std::int64_t version = 0;

  static constexpr auto table = plinth::table(
      "accounts", plinth::column<&account::id>(plinth::primary_key), plinth::column<&account::owner>(plinth::unique),
      plinth::column<&account::version>(plinth::name("revision"), plinth::row_version));
};

}  // namespace bank

namespace {

using plinth::col;
using plinth_test::statements;
using database = plinth_test::database<plinth::metadata<bank::account>>;

const std::string update_balance =
    R"(UPDATE "accounts" SET "balance" = ?, "revision" = ? WHERE "id" = ? AND "revision" = ?)";

/// A database with one account of version 1 and balance 100.
struct with_account : database {
  with_account() {
    plinth::session session(engine);
    session.add(bank::account{.owner = "ada", .balance = 100});
    session.commit();
    static_cast<void>(log->taken());
  }

  void spend_elsewhere(std::int64_t amount) {
    plinth::session other(engine);
    other.get<bank::account>(1)->balance -= amount;
    other.commit();
  }

  [[nodiscard]] bank::account row() {
    plinth::session other(engine);
    return *other.get<bank::account>(1);
  }
};

}  // namespace

TEST_CASE("a new row has version 1, whatever the struct said, and each update raises it", "[session][version]") {
  database db;
  plinth::session session(db.engine);
  auto ada = session.add(bank::account{.owner = "ada", .balance = 100, .version = 7});
  session.commit();
  CHECK(ada->version == 1);
  ada->balance = 90;
  session.flush();
  CHECK(ada->version == 2);
  ada->balance = 80;
  session.commit();
  CHECK(ada->version == 3);
  CHECK(db.log->taken() == statements{"BEGIN",
                                      R"(INSERT INTO "accounts" ("owner", "balance", "revision") VALUES (?, ?, ?))",
                                      "COMMIT", "BEGIN", update_balance, update_balance, "COMMIT"});
  plinth::session other(db.engine);
  CHECK(other.get<bank::account>(1)->version == 3);
}

TEST_CASE("rows inserted together have version 1", "[session][version]") {
  database db;
  plinth::session session(db.engine);
  std::vector<plinth::ref<bank::account>> accounts;
  for (int i = 0; i < 40; ++i) accounts.push_back(session.add(bank::account{.owner = std::to_string(i)}));
  session.commit();
  for (const auto& account : accounts) REQUIRE(account->version == 1);
  accounts[39]->balance = 5;
  session.commit();
  CHECK(accounts[39]->version == 2);
}

TEST_CASE("an update of an object that another transaction has changed is stale, and writes nothing",
          "[session][version]") {
  with_account db;
  plinth::session session(db.engine);
  auto mine = session.get<bank::account>(1);
  session.commit();
  db.spend_elsewhere(30);
  mine->balance -= 50;
  try {
    session.commit();
    FAIL("the commit went through");
  } catch (const plinth::stale_row& e) {
    CHECK(e.code() == 3120);
    CHECK(std::string(e.what()).find("from version 1") != std::string::npos);
  }
  CHECK(db.row().balance == 70);
  CHECK(mine->balance == 50);
  CHECK(mine->version == 1);
  CHECK_THROWS_AS(session.commit(), plinth::stale_row);

  session.refresh(mine);
  CHECK(mine->version == 2);
  mine->balance -= 50;
  session.commit();
  CHECK(db.row().balance == 20);
  CHECK(db.row().version == 3);
}

TEST_CASE("an object that another transaction has changed is not removed", "[session][version]") {
  with_account db;
  plinth::session session(db.engine);
  auto mine = session.get<bank::account>(1);
  session.commit();
  db.spend_elsewhere(30);
  static_cast<void>(db.log->taken());
  session.remove(mine);
  CHECK_THROWS_AS(session.commit(), plinth::stale_row);
  session.rollback();
  CHECK(db.row().balance == 70);
  session.refresh(mine);
  static_cast<void>(db.log->taken());
  session.remove(mine);
  session.commit();
  const auto heard = db.log->taken();
  REQUIRE(heard.size() >= 2);
  CHECK(heard[heard.size() - 2] == R"(DELETE FROM "accounts" WHERE "id" = ? AND "revision" = ?)");
}

TEST_CASE("a program that sets the version says what its changes are made from", "[session][version]") {
  with_account db;
  db.spend_elsewhere(30);
  plinth::session session(db.engine);
  auto account = session.get<bank::account>(1);
  account->version = 1;  // of the form that the user saw
  session.commit();      // says nothing by itself
  account->balance = 500;
  CHECK_THROWS_AS(session.commit(), plinth::stale_row);
  CHECK(account->version == 1);
  CHECK(db.row().balance == 70);
  account->version = 2;
  session.commit();
  CHECK(account->version == 3);
  CHECK(db.row().balance == 500);
}

TEST_CASE("rollback gives an object the version of its row back", "[session][version]") {
  with_account db;
  plinth::session session(db.engine);
  auto account = session.get<bank::account>(1);
  auto bob = session.add(bank::account{.owner = "bob"});
  account->balance = 1;
  session.flush();
  account->balance = 2;
  session.flush();
  CHECK(account->version == 3);
  CHECK(bob->version == 1);
  session.rollback();
  CHECK(account->version == 1);
  CHECK(bob->version == 0);
  account->balance = 3;
  session.commit();
  CHECK(account->version == 2);
  CHECK(db.row().version == 2);
}

TEST_CASE("rollback to a savepoint gives an object the version from before it back", "[session][version]") {
  with_account db;
  plinth::session session(db.engine);
  auto account = session.get<bank::account>(1);
  account->balance = 1;
  session.flush();
  {
    plinth::nested inner = session.begin_nested();
    account->balance = 2;
    session.flush();
    CHECK(account->version == 3);
    inner.rollback();
  }
  CHECK(account->version == 2);
  {
    plinth::nested inner = session.begin_nested();
    account->balance = 4;
    inner.commit();
  }
  CHECK(account->version == 3);
  session.rollback();
  CHECK(account->version == 1);
}

TEST_CASE("a flush that fails leaves the versions that the rows have", "[session][version]") {
  with_account db;
  plinth::session session(db.engine);
  session.add(bank::account{.owner = "bob"});
  session.commit();
  auto ada = session.get<bank::account>(1);
  auto bob = session.get<bank::account>(2);
  session.commit();
  {
    plinth::session other(db.engine);
    other.get<bank::account>(2)->balance = 11;
    other.commit();
  }
  ada->balance = 1;  // is written first, and undone
  bob->balance = 2;
  CHECK_THROWS_AS(session.commit(), plinth::stale_row);
  CHECK(ada->balance == 1);
  CHECK(ada->version == 1);
  session.refresh(bob);
  session.commit();
  CHECK(ada->version == 2);
  CHECK(bob->version == 2);
  CHECK(db.row().version == 2);
}

TEST_CASE("an object that takes over the row of a removed one goes on counting", "[session][version]") {
  with_account db;
  plinth::session session(db.engine);
  session.remove(session.get<bank::account>(1));
  auto fresh = session.add(bank::account{.id = 1, .owner = "eve", .balance = 9});
  session.commit();
  CHECK(fresh->version == 2);
  CHECK(db.row().owner == "eve");
  CHECK(db.row().version == 2);
}

TEST_CASE("two objects that exchange a unique value each end with a version of their row", "[session][version]") {
  with_account db;
  plinth::session session(db.engine);
  auto bob = session.add(bank::account{.owner = "bob"});
  session.commit();
  auto ada = session.get<bank::account>(1);
  ada->owner = "bob";
  bob->owner = "ada";
  session.commit();
  plinth::session other(db.engine);
  CHECK(other.get<bank::account>(1)->owner == "bob");
  CHECK(other.get<bank::account>(1)->version == ada->version);
  CHECK(other.get<bank::account>(2)->version == bob->version);
  CHECK(ada->version == 2);
}

TEST_CASE("an UPDATE of many rows at once neither asks for versions nor raises them", "[session][version]") {
  with_account db;
  plinth::session session(db.engine);
  CHECK(session.update<bank::account>()
            .where(col<&bank::account::balance> > 0)
            .set(col<& bank::account::balance> = 1)
            .execute() == 1);
  session.commit();
  CHECK(db.row().version == 1);
}
