// SPDX-License-Identifier: MIT
// Many threads change the same rows through one engine, and nothing is lost.

#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "proofs/models.hpp"
#include "support/backend.hpp"
#include "support/catch.hpp"

using bank::account;
using bank::entry;

TEST_CASE("threads that read, change and write the same rows lose no update", "[proofs]") {
  constexpr int threads = 8;
  const bool one_writer = !plinth_test::has(plinth_test::capability::several_writers);
  const int transactions = bank::number_from("PLINTH_TEST_TRANSACTIONS", one_writer ? 50 : 10);
  const plinth_test::test_database here(plinth_test::test_database::where::file);
  plinth::engine engine(here.connector(),
                        {.pool = {.max_connections = threads}, .isolation = plinth::isolation::serializable});
  bank::base::create_all(engine);
  std::vector<std::int64_t> ids;
  {
    plinth::session session(engine);
    for (int i = 0; i < 4; ++i) {
      auto one = session.add(account{.name = std::to_string(i), .balance = 1000});
      session.flush();
      ids.push_back(one->id);
    }
    session.commit();
  }

  std::atomic<int> errors = 0;
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t)
    running.emplace_back([&, t] {
      std::mt19937 random(static_cast<unsigned>(t));
      for (int i = 0; i < transactions; ++i) {
        const std::size_t from = random() % ids.size();
        const std::size_t to = (from + 1 + random() % (ids.size() - 1)) % ids.size();
        const auto amount = static_cast<std::int64_t>(random() % 10 + 1);
        try {
          plinth::transact(engine, [&](plinth::session& s) { bank::transfer(s, ids[from], ids[to], amount); },
                           {.attempts = 1000, .first_pause = std::chrono::microseconds(50)});
        } catch (const plinth::error&) {
          ++errors;
        }
      }
    });
  for (std::thread& one : running) one.join();
  CHECK(errors == 0);

  plinth::session session(engine);
  CHECK(session.query<entry>().count() == std::int64_t{2} * threads * transactions);
  std::int64_t sum = 0;
  for (const account& one : session.query<account>().options(plinth::selectin<&account::entries>).all()) {
    std::int64_t booked = 1000;
    for (const entry& e : one.entries) booked += e.amount;
    CHECK(one.balance == booked);
    sum += one.balance;
  }
  CHECK(sum == 4000);
}
