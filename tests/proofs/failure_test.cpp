// SPDX-License-Identifier: MIT
// Each call into the driver fails once, before and after its effect: the database then has the old state or the new one
// and nothing between, and the session works on.

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "proofs/models.hpp"
#include "support/backend.hpp"
#include "support/catch.hpp"
#include "support/failing_driver.hpp"

using bank::account;
using bank::entry;
using bank::label;
using plinth_test::fault;

namespace bank {

int number_from(const char* variable, int usual) {
  const char* const text = std::getenv(variable);
  return text != nullptr ? std::atoi(text) : usual;
}

}  // namespace bank

namespace {

using work = std::function<void(plinth::session&)>;

/// Everything that the tables have, as text.
std::string state_of(plinth::engine& engine) {
  plinth::session session(engine);
  std::string text;
  for (const auto& a : session.query<account>().order_by(plinth::col<&account::name>).as_values().all())
    text += a.name + ' ' + std::to_string(a.balance) + '\n';
  for (const auto& [amount, name] : session.query<entry>()
                                        .join<&entry::of>()
                                        .order_by(plinth::col<&account::name>, plinth::col<&entry::amount>)
                                        .select(plinth::col<&entry::amount>, plinth::col<&account::name>)
                                        .all())
    text += std::to_string(amount) + " of " + name + '\n';
  struct pair {
    std::string account{};
    std::string label{};
  };
  for (const pair& p : session
                           .raw<pair>(R"(SELECT "name" AS "account", "text" AS "label" FROM "account_labels"
                                         JOIN "accounts" ON "accounts"."id" = "account_id"
                                         JOIN "labels" ON "labels"."id" = "label_id" ORDER BY 1, 2)")
                           .all())
    text += p.account + " is " + p.label + '\n';
  return text;
}

/// The same state of the tables at the beginning of each run.
void fill(plinth::engine& engine) {
  engine.connect().run(R"(DELETE FROM "account_labels"; DELETE FROM "labels"; DELETE FROM "accounts")");
  plinth::session session(engine);
  auto ada = session.add(account{.name = "ada", .balance = 10});
  ada->entries.push_back(entry{.amount = 10});
  ada->labels.push_back(label{.text = "old"});
  session.add(account{.name = "bob"});
  session.commit();
}

/// Runs `what` once for each call that it makes into the driver, which then fails.
void fails_at_every_step(const work& what) {
  const plinth_test::test_database here(plinth_test::test_database::where::file);
  plinth::engine healthy(here.connector());
  bank::base::create_all(healthy);
  fill(healthy);
  const std::string before = state_of(healthy);
  {
    plinth::session session(healthy);
    what(session);
    session.commit();
  }
  const std::string after = state_of(healthy);
  REQUIRE(before != after);

  for (const auto moment : {fault::moment::before, fault::moment::after}) {
    std::int64_t calls = 0;
    for (bool failed = true; failed; ++calls) {
      fill(healthy);
      const auto fault = std::make_shared<plinth_test::fault>();
      plinth::engine engine(std::make_unique<plinth_test::failing_connector>(here.connector(), fault));
      plinth::session session(engine);
      fault->set(calls + 1, moment);
      bool thrown = false;
      try {
        what(session);
        session.commit();
      } catch (const plinth::error& e) {
        thrown = true;
      }
      failed = fault->has_failed();
      fault->set(0, moment);
      CAPTURE(calls, moment == fault::moment::before);
      const std::string found = state_of(healthy);
      if (!thrown) {
        CHECK(found == after);
        continue;
      }
      CHECK((found == before || found == after));
      session.rollback();
      session.add(account{.name = "eve"});
      session.commit();
      plinth::session other(healthy);
      CHECK(other.query<account>().filter(plinth::col<&account::name> == "eve").count() == 1);
    }
    CHECK(calls > 5);
  }
}

plinth::ref<account> named(plinth::session& session, const char* name) {
  return session.query<account>().filter(plinth::col<&account::name> == name).one();
}

}  // namespace

TEST_CASE("new objects with children and pairs are written whole or not at all", "[proofs]") {
  fails_at_every_step([](plinth::session& session) {
    auto cy = session.add(account{.name = "cy", .balance = 3});
    for (int i = 1; i <= 3; ++i) cy->entries.push_back(entry{.amount = i});
    cy->labels.push_back(label{.text = "new"});
    cy->labels.push_back(session.query<label>().filter(plinth::col<&label::text> == "old").one());
  });
}

TEST_CASE("changes of several rows are written whole or not at all", "[proofs]") {
  fails_at_every_step([](plinth::session& session) {
    bank::transfer(session, named(session, "ada")->id, named(session, "bob")->id, 4);
  });
}

TEST_CASE("an owner and all that goes with it are removed whole or not at all", "[proofs]") {
  fails_at_every_step([](plinth::session& session) { session.remove(named(session, "ada")); });
}

TEST_CASE("children that move, and pairs that end, do so whole or not at all", "[proofs]") {
  fails_at_every_step([](plinth::session& session) {
    auto ada = named(session, "ada");
    auto bob = named(session, "bob");
    session.load<&account::entries>(ada);
    session.load<&account::labels>(ada);
    session.load<&account::entries>(bob);
    bob->entries.push_back(ada->entries[0]);
    ada->labels.clear();
  });
}

TEST_CASE("a part of a transaction is written with the whole, or nothing is", "[proofs]") {
  fails_at_every_step([](plinth::session& session) {
    named(session, "ada")->balance = 1;
    auto part = session.begin_nested();
    session.add(account{.name = "dan"});
    part.commit();
    auto undone = session.begin_nested();
    session.add(account{.name = "nobody"});
    session.flush();
    undone.rollback();
  });
}
