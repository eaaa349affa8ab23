// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/recording_observer.hpp"
#include "support/temp_dir.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <plinth/sqlite.hpp>

using namespace std::chrono_literals;
using plinth_test::contains;
using plinth_test::recording_observer;
using plinth_test::temp_dir;

namespace {

/// A driver whose connections can be told to be dead, or not to open at all.
struct faults {
  std::atomic<bool> healthy = true;
  std::atomic<bool> resets = true;
  std::atomic<bool> opens = true;
  std::atomic<int> alive = 0;
};

class faulty_connection final : public plinth::driver::connection {
 public:
  explicit faulty_connection(faults& f) : faults_(f), real_({}, "/plinth-faulty") { ++faults_.alive; }
  ~faulty_connection() override { --faults_.alive; }

  const plinth::sql::dialect& dialect() const override { return real_.dialect(); }
  std::unique_ptr<plinth::driver::prepared> prepare(std::string_view text) override { return real_.prepare(text); }
  void run(std::string_view script) override { real_.run(script); }
  void begin(const plinth::driver::transaction_options& how) override { real_.begin(how); }
  void commit() override { real_.commit(); }
  void rollback() override { real_.rollback(); }
  bool in_transaction() const override { return real_.in_transaction(); }
  std::int64_t generated_key() const override { return real_.generated_key(); }
  bool healthy() noexcept override { return faults_.healthy; }
  bool reset() noexcept override { return faults_.resets && real_.reset(); }

 private:
  faults& faults_;
  plinth::sqlite::connection real_;
};

class faulty_connector final : public plinth::driver::connector {
 public:
  explicit faulty_connector(faults& f) : faults_(f) {}
  const plinth::sql::dialect& dialect() const override { return plinth::sqlite::sqlite_dialect; }
  std::unique_ptr<plinth::driver::connection> connect() override {
    if (!faults_.opens) throw plinth::connection_error(2002, "not today");
    return std::make_unique<faulty_connection>(faults_);
  }

 private:
  faults& faults_;
};

std::chrono::milliseconds time_of_refusal(plinth::engine& engine) {
  const auto from = std::chrono::steady_clock::now();
  try {
    static_cast<void>(engine.connect());
  } catch (const plinth::pool_exhausted&) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - from);
  }
  return -1ms;
}

}  // namespace

TEST_CASE("the pool opens a connection when it has none to give, and hands out the one given back last", "[sqlite]") {
  const auto seen = std::make_shared<recording_observer>();
  plinth::engine engine{"sqlite://", {.observer = seen}};
  { const plinth::connection first = engine.connect(); }
  { const plinth::connection again = engine.connect(); }
  CHECK(seen->connects() == 1);

  std::optional<plinth::connection> a(engine.connect());
  std::optional<plinth::connection> b(engine.connect());
  CHECK(seen->connects() == 2);
  plinth::driver::connection* const given_back_last = &a->driver();
  b.reset();
  a.reset();
  CHECK(engine.stats().idle == 2);
  CHECK(&engine.connect().driver() == given_back_last);
}

TEST_CASE("a pool with nothing left says how many connections are in use, and waits no longer than allowed",
          "[sqlite]") {
  plinth::engine engine{"sqlite://", {.pool = {.max_connections = 2, .wait_at_most = 0ms}}};
  const plinth::connection first = engine.connect();
  const plinth::connection second = engine.connect();
  CHECK(engine.stats().in_use == 2);
  const auto refused_at_once = time_of_refusal(engine);
  CHECK(refused_at_once >= 0ms);
  CHECK(refused_at_once < 500ms);
  try {
    static_cast<void>(engine.connect());
    FAIL("a third connection was given");
  } catch (const plinth::pool_exhausted& refused) {
    CHECK_THAT(refused.what(), contains("plinth[E2101]: all 2 connections of the pool are in use, and none was given "
                                        "back in "));
    CHECK_THAT(refused.what(), contains("raise pool_options::max_connections"));
  }

  plinth::engine patient{"sqlite://", {.pool = {.max_connections = 1, .wait_at_most = 80ms}}};
  const plinth::connection only = patient.connect();
  const auto refused = time_of_refusal(patient);
  CHECK(refused >= 80ms);
  CHECK(refused < 1000ms);
}

TEST_CASE("who waits for a connection gets the next one that is given back", "[sqlite]") {
  plinth::engine engine{"sqlite://", {.pool = {.max_connections = 1, .wait_at_most = 10s}}};
  std::optional<plinth::connection> held(engine.connect());
  std::atomic<bool> got = false;
  std::thread waiting([&] {
    const plinth::connection late = engine.connect();
    got = true;
  });
  std::this_thread::sleep_for(20ms);
  CHECK_FALSE(got);
  held.reset();
  waiting.join();
  CHECK(got);
}

TEST_CASE("a pool of no connections is refused when it is made", "[sqlite]") {
  CHECK_THROWS_AS(plinth::engine("sqlite://", {.pool = {.max_connections = 0}}), plinth::connection_error);
}

TEST_CASE("what a connection left open is rolled back when it is given back", "[sqlite]") {
  plinth::engine engine{"sqlite://"};
  {
    plinth::connection first = engine.connect();
    first.run("CREATE TABLE t (a)");
    first.begin(plinth::transaction_mode::write);
    first.execute("INSERT INTO t VALUES (1)");
    first.savepoint("s");
  }
  plinth::connection again = engine.connect();
  CHECK_FALSE(again.in_transaction());
  plinth::cursor count = again.open("SELECT count(*) FROM t");
  REQUIRE(count.next());
  CHECK(count.row()[0].integer == 0);
}

TEST_CASE("a cursor that is read after its connection was given back throws, and does no harm", "[sqlite]") {
  plinth::engine engine{"sqlite://"};
  std::optional<plinth::connection> connection(engine.connect());
  connection->run("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
  plinth::cursor open = connection->open("SELECT a FROM t");
  plinth::cursor nested = connection->open("SELECT a FROM t");
  plinth::cursor ended = connection->open("SELECT a FROM t WHERE a = 3");
  REQUIRE(open.next());
  REQUIRE_FALSE(ended.next());
  connection.reset();
  CHECK_THROWS_AS(open.next(), plinth::session_error);
  CHECK_THROWS_AS(nested.next(), plinth::session_error);
  CHECK_FALSE(ended.next());
  open.finish();
  engine.connect().run("DROP TABLE t");
}

TEST_CASE("a connection whose server is gone is replaced when it is handed out after lying idle", "[sqlite]") {
  faults f;
  plinth::engine engine{std::make_unique<faulty_connector>(f), {.pool = {.check_after_idle = 0ms}}};
  {
    const plinth::connection a = engine.connect();
    const plinth::connection b = engine.connect();
  }
  REQUIRE(f.alive == 2);
  f.healthy = false;
  const plinth::connection fresh = engine.connect();
  CHECK(f.alive == 1);
  CHECK(engine.stats().in_use == 1);
  CHECK(engine.stats().idle == 0);
}

TEST_CASE("a connection that was idle for a moment only is not asked whether it is alive", "[sqlite]") {
  faults f;
  plinth::engine engine{std::make_unique<faulty_connector>(f), {.pool = {.check_after_idle = 1h}}};
  { const plinth::connection a = engine.connect(); }
  f.healthy = false;
  const plinth::connection same = engine.connect();
  CHECK(f.alive == 1);
}

TEST_CASE("a connection that cannot be reset is dropped, and its place is free again", "[sqlite]") {
  faults f;
  plinth::engine engine{std::make_unique<faulty_connector>(f), {.pool = {.max_connections = 1, .wait_at_most = 0ms}}};
  f.resets = false;
  for (int i = 0; i < 3; ++i) {
    { const plinth::connection a = engine.connect(); }
    CHECK(f.alive == 0);
    CHECK(engine.stats().in_use == 0);
  }
}

TEST_CASE("a connection that does not open takes no place in the pool", "[sqlite]") {
  faults f;
  f.opens = false;
  plinth::engine engine{std::make_unique<faulty_connector>(f), {.pool = {.max_connections = 1, .wait_at_most = 0ms}}};
  for (int i = 0; i < 3; ++i) CHECK_THROWS_AS(engine.connect(), plinth::connection_error);
  f.opens = true;
  const plinth::connection works = engine.connect();
}

TEST_CASE("threads that write to one file through one engine lose nothing and meet no lock", "[sqlite]") {
  const temp_dir dir;
  const std::string url = GENERATE(true, false) ? "sqlite:///" + dir.file("a.db") : std::string("sqlite://");
  plinth::engine engine{url, {.pool = {.max_connections = 3, .wait_at_most = 60s}}};
  engine.connect().run("CREATE TABLE t (a INTEGER)");
  std::atomic<int> failed = 0;
  const auto work = [&] {
    for (int i = 0; i < 50; ++i) try {
        plinth::connection connection = engine.connect();
        connection.begin(plinth::transaction_mode::write);
        const plinth::cell value = plinth::cell::of_integer(i);
        connection.execute("INSERT INTO t VALUES (?)", {&value, 1});
        connection.commit();
        plinth::cursor rows = connection.open("SELECT a FROM t ORDER BY a LIMIT 3");
        while (rows.next()) {
        }
      } catch (const plinth::error&) {
        ++failed;
      }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();

  CHECK(failed == 0);
  CHECK(engine.stats().in_use == 0);
  CHECK(engine.stats().idle <= 3);
  plinth::connection connection = engine.connect();
  plinth::cursor count = connection.open("SELECT count(*) FROM t");
  REQUIRE(count.next());
  CHECK(count.row()[0].integer == 400);
}
