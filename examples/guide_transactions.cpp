// SPDX-License-Identifier: MIT
// Guide: transactions, their parts, and trying again.

#include <cstdint>
#include <iostream>
#include <string>

#include <plinth/plinth.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [models]
struct Account {
  std::int64_t id = 0;
  std::string owner{};
  std::int64_t balance = 0;

  static constexpr auto table = plinth::table("accounts", plinth::column<&Account::id>(plinth::primary_key),
                                              plinth::column<&Account::owner>(plinth::unique));
};

using Base = plinth::metadata<Account>;
// [/models]

static void rollback(plinth::engine& engine) {
  step("rollback:");
  // [rollback]
  plinth::session session{engine};
  plinth::ref<Account> ada = session.get<Account>(1);
  ada->balance = 0;
  session.flush();
  session.rollback();
  std::cout << ada->balance << '\n';
  // [/rollback]
}

static void failed(plinth::engine& engine) {
  step("a commit that fails:");
  // [failed]
  plinth::session session{engine};
  plinth::ref<Account> cy = session.add(Account{.owner = "ada", .balance = 5});
  try {
    session.commit();
  } catch (const plinth::unique_violation& e) {
    std::cout << "taken: " << e.columns()[0] << '\n';
  }
  cy->owner = "cy";  // what was set is still there, and the session goes on
  session.commit();
  // [/failed]
}

static void parts(plinth::engine& engine) {
  step("parts:");
  // [nested]
  plinth::session session{engine};
  plinth::ref<Account> ada = session.get<Account>(1);
  ada->balance += 1;
  {
    plinth::nested part = session.begin_nested();
    ada->balance = -1;
    session.add(Account{.owner = "nobody"});
    session.flush();
  }  // no commit: the part is undone
  std::cout << ada->balance << '\n';
  session.commit();
  // [/nested]
}

static void again(plinth::engine& engine) {
  step("transact:");
  // [transact]
  const std::int64_t left = plinth::transact(engine, [](plinth::session& session) {
    plinth::ref<Account> from = session.get_one<Account>(1);
    plinth::ref<Account> to = session.get_one<Account>(2);
    from->balance -= 4;
    to->balance += 4;
    return from->balance;
  });
  std::cout << left << '\n';
  // [/transact]
}

static void reading(plinth::engine& engine) {
  step("reading only:");
  // [read_only]
  plinth::session report{engine, {.isolation = plinth::isolation::serializable, .read_only = true}};
  std::cout << report.query<Account>().count() << '\n';
  // [/read_only]
}

int main() {
  plinth::engine engine{"sqlite://", printing()};
  Base::create_all(engine);
  {
    plinth::session session{engine};
    session.add(Account{.owner = "ada", .balance = 10});
    session.add(Account{.owner = "bob"});
    session.commit();
  }
  rollback(engine);
  failed(engine);
  parts(engine);
  again(engine);
  reading(engine);
}
