// SPDX-License-Identifier: MIT
// Functions that a session calls as it writes and reads objects.

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/session/bulk.hpp>
#include <plinth/session/bulk_insert.hpp>
#include <plinth/session/hooks.hpp>
#include <plinth/session/query.hpp>

using plinth::col;
using plinth_test::statements;

namespace {

/// What the model's own hooks heard, in order.
std::vector<std::string> heard;

std::vector<std::string> taken() { return std::exchange(heard, {}); }

struct Entry {
  std::int64_t id = 0;
  std::string text{};

  static constexpr auto table = plinth::table("entries", plinth::column<&Entry::id>(plinth::primary_key));
};

struct Account {
  std::int64_t id = 0;
  std::string name{};
  std::int64_t balance = 0;
  std::string shown{};

  static void before_insert(Account& a) {
    heard.push_back("before_insert " + a.name);
    if (a.name == "refused") throw std::runtime_error("refused");
    if (a.name.empty()) a.name = "nobody";
  }
  static void after_insert(Account& a) { heard.push_back("after_insert " + std::to_string(a.id)); }
  static void before_update(Account& a, plinth::session& s);
  static void after_update(Account& a) { heard.push_back("after_update " + a.name); }
  static void before_remove(Account& a) { heard.push_back("before_remove " + a.name); }
  static void after_remove(Account& a, plinth::session& s) {
    heard.push_back("after_remove " + a.name);
    s.add(Entry{.text = "removed " + a.name});
  }
  static void after_load(Account& a) {
    heard.push_back("after_load " + a.name);
    a.shown = "<" + a.name + ">";
  }

  static constexpr auto table =
      plinth::table("accounts", plinth::column<&Account::id>(plinth::primary_key),
                    plinth::column<&Account::name>(plinth::unique), plinth::column<&Account::shown>(plinth::unmapped));
};

void Account::before_update(Account& a, plinth::session& s) {
  heard.push_back("before_update " + a.name);
  if (a.balance < 0) a.balance = 0;
  if (a.balance > 1000) s.add(Entry{.text = a.name + " is rich"});
}

using bank = plinth::metadata<Account, Entry>;
using bank_database = plinth_test::database<bank>;

/// A database with one account, and a session that has it.
struct with_account {
  bank_database db;
  plinth::session session{db.engine};
  plinth::ref<Account> ada = session.add(Account{.name = "Ada", .balance = 10});

  with_account() {
    session.commit();
    taken();
    static_cast<void>(db.log->taken());
  }
};

std::shared_ptr<plinth::hooks> make_hooks() { return std::make_shared<plinth::hooks>(); }

plinth::engine_options options_with(std::shared_ptr<const plinth::hooks> hooks) {
  plinth::engine_options options;
  options.hooks = std::move(hooks);
  return options;
}

}  // namespace

TEST_CASE("a model's hooks are called before and after its row is inserted, and write in the same statement",
          "[session][hooks]") {
  bank_database db;
  plinth::session session(db.engine);
  auto nobody = session.add(Account{});
  session.commit();
  CHECK(nobody->name == "nobody");
  CHECK(taken() == std::vector<std::string>{"before_insert ", "after_insert " + std::to_string(nobody->id)});
  CHECK(db.log->taken() ==
        statements{"BEGIN", R"(INSERT INTO "accounts" ("name", "balance") VALUES (?, ?))", "COMMIT"});
  plinth::session other(db.engine);
  CHECK(other.query<Account>().one()->name == "nobody");
}

TEST_CASE("a hook before an update changes what is written, and what it adds is written with it", "[session][hooks]") {
  with_account bank;
  bank.ada->balance = 2000;
  bank.session.commit();
  CHECK(taken() == std::vector<std::string>{"before_update Ada", "after_update Ada"});
  CHECK(bank.db.log->taken() == statements{"BEGIN", R"(INSERT INTO "entries" ("text") VALUES (?))",
                                           R"(UPDATE "accounts" SET "balance" = ? WHERE "id" = ?)", "COMMIT"});
}

TEST_CASE("a hook that takes a change back leaves nothing to write", "[session][hooks]") {
  with_account bank;
  bank.ada->balance = 0;
  bank.session.commit();
  taken();
  static_cast<void>(bank.db.log->taken());
  bank.ada->balance = -5;
  bank.session.commit();
  CHECK(bank.ada->balance == 0);
  CHECK(taken() == std::vector<std::string>{"before_update Ada"});
  CHECK(bank.db.log->taken().empty());
}

TEST_CASE("no hook is called for an object that did not change", "[session][hooks]") {
  with_account bank;
  bank.ada->balance = 10;
  bank.session.commit();
  CHECK(taken().empty());
  CHECK(bank.db.log->taken().empty());
}

TEST_CASE("what a hook adds after a removal is written by the same flush", "[session][hooks]") {
  with_account bank;
  bank.session.remove(bank.ada);
  bank.session.commit();
  CHECK(taken() == std::vector<std::string>{"before_remove Ada", "after_remove Ada"});
  CHECK(bank.db.log->taken() == statements{"BEGIN", R"(DELETE FROM "accounts" WHERE "id" = ?)",
                                           R"(INSERT INTO "entries" ("text") VALUES (?))", "COMMIT"});
}

TEST_CASE("after_load is called once for an object however often its row is read, and what it changes is not written",
          "[session][hooks]") {
  with_account bank;
  plinth::session session(bank.db.engine);
  auto found = session.get<Account>(bank.ada->id);
  CHECK(found->shown == "<Ada>");
  CHECK(session.query<Account>().all().size() == 1);
  CHECK(taken() == std::vector<std::string>{"after_load Ada"});
  session.refresh(found);
  CHECK(taken() == std::vector<std::string>{"after_load Ada"});
  static_cast<void>(bank.db.log->taken());
  session.commit();
  CHECK(taken().empty());
  CHECK(bank.db.log->taken() == statements{"COMMIT"});
}

TEST_CASE("a column that after_load sets counts as read", "[session][hooks]") {
  with_account bank;
  auto hooks = make_hooks();
  hooks->on<Account>(plinth::hook::after_load, [](Account& a) { a.balance += 1; });
  plinth::session session(bank.db.engine, {.hooks = hooks});
  auto found = session.query<Account>().one();
  CHECK(found->balance == 11);
  CHECK_FALSE(session.is_changed(found));
  found->balance += 1;
  static_cast<void>(bank.db.log->taken());
  session.commit();
  CHECK(bank.db.log->taken() == statements{R"(UPDATE "accounts" SET "balance" = ? WHERE "id" = ?)", "COMMIT"});
}

TEST_CASE("a hook that throws leaves the session as a flush that failed: nothing written, the objects as they are set",
          "[session][hooks]") {
  with_account bank;
  bank.ada->balance = 99;
  auto bad = bank.session.add(Account{.name = "refused"});
  CHECK_THROWS_WITH(bank.session.commit(), "refused");
  CHECK_FALSE(bank.session.in_transaction());
  CHECK(bad.state() == plinth::object_state::pending);
  CHECK(bank.ada->balance == 99);
  bad->name = "accepted";
  bank.session.commit();
  plinth::session other(bank.db.engine);
  CHECK(other.query<Account>().filter(col<&Account::balance> == 99).one()->name == "Ada");
  CHECK(other.query<Account>().count() == 2);
}

TEST_CASE("a hook after a write that throws has its rows rolled back", "[session][hooks]") {
  with_account bank;
  auto hooks = make_hooks();
  bool fails = true;
  hooks->on<Account>(plinth::hook::after_insert, [&](Account&) {
    if (fails) throw std::runtime_error("not now");
  });
  plinth::session session(bank.db.engine, {.hooks = hooks});
  auto bob = session.add(Account{.name = "Bob"});
  CHECK_THROWS_WITH(session.flush(), "not now");
  CHECK(bob.state() == plinth::object_state::pending);
  CHECK(bob->id == 0);
  fails = false;
  session.commit();
  CHECK(session.query<Account>().count() == 2);
}

TEST_CASE("inside a part of a transaction a hook that throws undoes that part only", "[session][hooks]") {
  with_account bank;
  auto one = bank.session.add(Account{.name = "one"});
  auto part = bank.session.begin_nested();
  bank.session.add(Account{.name = "refused"});
  CHECK_THROWS_WITH(bank.session.flush(), "refused");
  part.rollback();
  bank.session.commit();
  plinth::session other(bank.db.engine);
  CHECK(other.query<Account>().count() == 2);
}

TEST_CASE("hooks of the engine are called before the session's, and those before the model's", "[session][hooks]") {
  std::vector<std::string> order;
  auto of_engine = make_hooks();
  of_engine->on<Account>(plinth::hook::before_insert, [&](Account& a) {
    order.emplace_back("engine");
    a.name = "renamed";
  });
  auto of_session = make_hooks();
  of_session->on<Account>(plinth::hook::before_insert, [&](Account& a) { order.push_back("session " + a.name); });
  plinth_test::test_database here;
  plinth::engine engine(here.connector(), options_with(of_engine));
  bank::create_all(engine);
  plinth::session session(engine, {.hooks = of_session});
  taken();
  session.add(Account{.name = "Ada"});
  session.commit();
  CHECK(order == std::vector<std::string>{"engine", "session renamed"});
  CHECK(taken().front() == "before_insert renamed");
}

TEST_CASE("before_flush may add and change, and is not called where nothing can have changed", "[session][hooks]") {
  with_account bank;
  int before = 0;
  int after = 0;
  auto hooks = make_hooks();
  hooks->before_flush([&](plinth::session& s) {
    ++before;
    s.add(Entry{.text = "flush"});
  });
  hooks->after_flush([&](plinth::session&) { ++after; });
  plinth::session session(bank.db.engine, {.hooks = hooks});
  session.flush();
  CHECK(session.query<Account>().count() == 1);
  CHECK(before == 0);
  session.add(Account{.name = "Bob"});
  session.commit();
  CHECK(before == 1);
  CHECK(after == 1);
  CHECK(plinth::session(bank.db.engine).query<Entry>().count() == 1);
}

TEST_CASE("what after_flush adds is left to the next flush", "[session][hooks]") {
  with_account bank;
  auto hooks = make_hooks();
  plinth::ref<Entry> entry;
  hooks->after_flush([&](plinth::session& s) {
    if (!entry) entry = s.add(Entry{.text = "late"});
  });
  plinth::session session(bank.db.engine, {.hooks = hooks});
  session.add(Account{.name = "Bob"});
  session.flush();
  CHECK(entry.state() == plinth::object_state::pending);
  session.flush();
  CHECK(entry.state() == plinth::object_state::persistent);
}

TEST_CASE("a hook may read, and sees the database before the flush", "[session][hooks]") {
  with_account bank;
  std::int64_t seen = -1;
  auto hooks = make_hooks();
  hooks->on<Entry>(plinth::hook::before_insert, [&](Entry&, plinth::session& s) { seen = s.query<Entry>().count(); });
  plinth::session session(bank.db.engine, {.hooks = hooks});
  session.add(Entry{.text = "one"});
  session.add(Entry{.text = "two"});
  session.commit();
  CHECK(seen == 0);
}

TEST_CASE("a hook must not flush, commit, roll back or begin a part", "[session][hooks]") {
  with_account bank;
  const auto refused = [&](auto call) {
    auto hooks = make_hooks();
    hooks->on<Entry>(plinth::hook::before_insert, [call](Entry&, plinth::session& s) { call(s); });
    plinth::session session(bank.db.engine, {.hooks = hooks});
    session.add(Entry{.text = "one"});
    try {
      session.flush();
      return 0;
    } catch (const plinth::session_error& e) {
      return e.code();
    }
  };
  CHECK(refused([](plinth::session& s) { s.flush(); }) == 3161);
  CHECK(refused([](plinth::session& s) { s.commit(); }) == 3161);
  CHECK(refused([](plinth::session& s) { s.rollback(); }) == 3161);
  CHECK(refused([](plinth::session& s) { static_cast<void>(s.begin_nested()); }) == 3161);
}

TEST_CASE("hooks that change something again and again are an error and write nothing", "[session][hooks]") {
  with_account bank;
  auto hooks = make_hooks();
  hooks->on<Account>(plinth::hook::after_update, [](Account& a) { ++a.balance; });
  hooks->on<Entry>(plinth::hook::before_insert, [](Entry&, plinth::session& s) { s.add(Entry{.text = "more"}); });
  plinth::session session(bank.db.engine, {.hooks = hooks});
  auto ada = session.get<Account>(bank.ada->id);
  ada->balance = 11;
  CHECK_THROWS_WITH(session.flush(), Catch::Matchers::StartsWith("plinth[E3160]: the hooks of a flush have changed"));
  session.expunge(ada);
  session.add(Entry{.text = "one"});
  CHECK_THROWS_WITH(session.flush(), Catch::Matchers::StartsWith("plinth[E3160]: the hooks of a flush have changed"));
  plinth::session other(bank.db.engine);
  CHECK(other.get<Account>(bank.ada->id)->balance == 10);
  CHECK(other.query<Entry>().count() == 0);
}

TEST_CASE("a hook that removes another new object keeps it from being inserted", "[session][hooks]") {
  with_account bank;
  auto hooks = make_hooks();
  plinth::ref<Account> bob;
  hooks->on<Entry>(plinth::hook::before_insert, [&](Entry&, plinth::session& s) { s.remove(bob); });
  plinth::session session(bank.db.engine, {.hooks = hooks});
  session.add(Entry{.text = "one"});
  bob = session.add(Account{.name = "Bob"});
  session.commit();
  CHECK(bob.state() == plinth::object_state::transient);
  CHECK(plinth::session(bank.db.engine).query<Account>().count() == 1);
}

TEST_CASE("hooks see relationships: after an insert the children have their keys", "[session][hooks]") {
  plinth_test::database<blog::base> db;
  auto hooks = make_hooks();
  std::int64_t owner = 0;
  hooks->on<blog::user>(plinth::hook::before_insert,
                        [](blog::user& u) { u.items.push_back(blog::item{.title = "welcome"}); });
  hooks->on<blog::item>(plinth::hook::after_insert, [&](blog::item& i) { owner = i.owner_id; });
  plinth::session session(db.engine, {.hooks = hooks});
  auto ada = session.add(blog::user{.email = "ada@example.org"});
  session.commit();
  CHECK(owner == ada->id);
  CHECK(owner != 0);
  CHECK(plinth::session(db.engine).query<blog::item>().one()->title == "welcome");
}

TEST_CASE("objects that a relationship loads have after_load called when all rows are read", "[session][hooks]") {
  plinth_test::database<blog::base> db;
  plinth::session writing(db.engine);
  auto ada = writing.add(blog::user{.email = "ada@example.org"});
  ada->items.push_back(blog::item{.title = "one"});
  ada->items.push_back(blog::item{.title = "two"});
  writing.commit();
  auto hooks = make_hooks();
  std::vector<std::string> titles;
  hooks->on<blog::item>(plinth::hook::after_load, [&](blog::item& i, plinth::session& s) {
    titles.push_back(i.title);
    CHECK(s.query<blog::item>().count() == 2);
  });
  plinth::session session(db.engine, {.hooks = hooks});
  CHECK(session.query<blog::user>().options(plinth::selectin<&blog::user::items>).one()->items.size() == 2);
  CHECK(titles == std::vector<std::string>{"one", "two"});
}

TEST_CASE("bulk statements and rows as values call no hook", "[session][hooks]") {
  with_account bank;
  bank.session.bulk_insert(std::vector<Account>{{.name = "Bob"}});
  bank.session.update<Account>().where(plinth::all_rows).set(col<& Account::balance> = 7).execute();
  CHECK(bank.session.query<Account>().as_values().all().size() == 2);
  bank.session.remove<Account>().where(plinth::all_rows).execute();
  CHECK(taken().empty());
  bank.session.rollback();
}
