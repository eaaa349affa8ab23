// SPDX-License-Identifier: MIT
// A process that is killed while it commits leaves whole transactions only.

#include <chrono>
#include <csignal>
#include <random>
#include <string>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "proofs/models.hpp"
#include "support/backend.hpp"
#include "support/catch.hpp"

using bank::account;
using bank::entry;

namespace {

/// Never returns. Moves amounts between the accounts, one commit after the other, and says so after the first.
[[noreturn]] void commit_forever(const plinth_test::test_database& here, std::int64_t first, std::int64_t second,
                                 int started) {
  try {
    plinth::engine engine(here.connector());
    for (std::int64_t amount = 1;; ++amount) {
      plinth::transact(engine, [&](plinth::session& s) { bank::transfer(s, first, second, amount % 7); });
      if (amount == 1 && ::write(started, "", 1) != 1) break;
    }
  } catch (const std::exception&) {
  }
  ::_exit(1);
}

void check_whole(plinth::engine& engine, std::int64_t& commits) {
  plinth::session session(engine);
  std::int64_t sum = 0;
  for (const account& one : session.query<account>().options(plinth::selectin<&account::entries>).all()) {
    std::int64_t booked = 1000;
    for (const entry& e : one.entries) booked += e.amount;
    REQUIRE(one.balance == booked);
    sum += one.balance;
  }
  REQUIRE(sum == 2000);
  const std::int64_t entries = session.query<entry>().count();
  REQUIRE(entries % 2 == 0);
  REQUIRE(entries / 2 >= commits);
  commits = entries / 2;
}

}  // namespace

TEST_CASE("a process that is killed at any moment leaves whole commits, and none of those before is lost", "[proofs]") {
  const int kills = bank::number_from("PLINTH_TEST_KILLS", 15);
  const plinth_test::test_database here(plinth_test::test_database::where::file);
  std::int64_t first = 0;
  std::int64_t second = 0;
  {
    plinth::engine engine(here.connector());
    bank::base::create_all(engine);
    plinth::session session(engine);
    const auto ada = session.add(account{.name = "ada", .balance = 1000});
    const auto bob = session.add(account{.name = "bob", .balance = 1000});
    session.commit();
    first = ada->id;
    second = bob->id;
  }
  std::mt19937 random(1);
  std::int64_t commits = 0;
  for (int i = 0; i < kills; ++i) {
    int pipe[2];
    REQUIRE(::pipe(pipe) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) commit_forever(here, first, second, pipe[1]);
    ::close(pipe[1]);
    char byte = 0;
    REQUIRE(::read(pipe[0], &byte, 1) == 1);
    ::close(pipe[0]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
    REQUIRE(::kill(child, SIGKILL) == 0);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    plinth::engine engine(here.connector());
    check_whole(engine, commits);
  }
  CHECK(commits >= kills);
}
