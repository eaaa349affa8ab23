// SPDX-License-Identifier: MIT
// A connection to a PostgreSQL server: transactions, statements side by side, what is left behind, and what goes wrong.
#include "support/catch.hpp"
#include "support/code_of.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <plinth/postgresql.hpp>

#include "support/backend.hpp"
#include "support/cells.hpp"

using namespace std::chrono_literals;
using plinth::cell;
using plinth::kind;
using plinth::transaction_mode;
using plinth_test::contains;
using plinth_test::integer;
using plinth_test::shown;
using plinth_test::text;

namespace {

struct server {
  plinth_test::test_database here;
  plinth::engine engine;
  plinth::connection connection = engine.connect();

  explicit server(std::string_view more = {}, plinth::engine_options options = {})
      : engine(here.connector(more), std::move(options)) {}
};

std::string one(plinth::connection& c, std::string_view sql, const std::vector<cell>& values = {}) {
  plinth::cursor rows = c.open(sql, values);
  return rows.next() ? shown(*rows.row()) : "no row";
}

using plinth_test::code_of;

int code_of(plinth::connection& c, std::string_view sql) {
  return code_of([&] { static_cast<void>(one(c, sql)); });
}

/// Ends the connection's process on the server.
void terminate(plinth::engine& by, plinth::connection& victim) {
  const std::string pid = one(victim, "SELECT pg_backend_pid()");
  plinth::connection other = by.connect();
  CHECK(one(other, "SELECT pg_terminate_backend(" + pid.substr(8) + ")") == "true");
  while (one(other, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid.substr(8)) != "integer 0")
    std::this_thread::sleep_for(1ms);
}

int connect_code(const std::string& url) {
  return code_of([&] {
    plinth::engine engine(plinth::postgresql::driver_here::open(plinth::url(url)));
    static_cast<void>(engine.connect());
  });
}

}  // namespace

// ---- transactions ---------------------------------------------------------------------------------------------------

TEST_CASE("a transaction that did nothing sends nothing", "[postgresql]") {
  server s;
  auto& raw = dynamic_cast<plinth::postgresql::connection&>(s.connection.driver());
  s.connection.begin(transaction_mode::write);
  CHECK(s.connection.in_transaction());
  CHECK(PQtransactionStatus(raw.handle()) == PQTRANS_IDLE);
  s.connection.commit();
  CHECK_FALSE(s.connection.in_transaction());
  s.connection.begin(transaction_mode::read);
  s.connection.rollback();
  CHECK(PQtransactionStatus(raw.handle()) == PQTRANS_IDLE);
}

TEST_CASE("BEGIN goes with the first statement, also where that fails", "[postgresql]") {
  server s;
  auto& raw = dynamic_cast<plinth::postgresql::connection&>(s.connection.driver());
  s.connection.begin(transaction_mode::read);
  CHECK(one(s.connection, "SELECT 1") == "integer 1");
  CHECK(PQtransactionStatus(raw.handle()) == PQTRANS_INTRANS);
  s.connection.rollback();
  s.connection.begin(transaction_mode::read);
  CHECK(code_of(s.connection, "SELECT 1 / 0") == 2426);
  CHECK(PQtransactionStatus(raw.handle()) == PQTRANS_INERROR);
  CHECK(s.connection.in_transaction());
  s.connection.rollback();
  CHECK(one(s.connection, "SELECT 2") == "integer 2");
  s.connection.begin(transaction_mode::write);
  s.connection.run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  s.connection.rollback();
  CHECK(code_of(s.connection, "SELECT * FROM t") == 2218);
}

TEST_CASE("a statement that fails spoils its transaction, and COMMIT then says that it rolled back", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (a int UNIQUE)");
  s.connection.begin(transaction_mode::write);
  s.connection.execute("INSERT INTO t VALUES (1)");
  CHECK(code_of(s.connection, "INSERT INTO t VALUES (1)") == 2201);
  CHECK(code_of(s.connection, "SELECT 1") == 2413);
  CHECK(code_of([&] { s.connection.commit(); }) == 2414);
  CHECK_FALSE(s.connection.in_transaction());
  CHECK(one(s.connection, "SELECT count(*) FROM t") == "integer 0");
}

TEST_CASE("a savepoint saves what was before the statement that failed", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (a int UNIQUE)");
  s.connection.begin(transaction_mode::write);
  s.connection.execute("INSERT INTO t VALUES (1)");
  s.connection.savepoint("a \"b\"");
  CHECK(code_of(s.connection, "INSERT INTO t VALUES (1)") == 2201);
  s.connection.rollback_to("a \"b\"");
  s.connection.execute("INSERT INTO t VALUES (2)");
  s.connection.release("a \"b\"");
  s.connection.commit();
  CHECK(one(s.connection, "SELECT count(*) FROM t") == "integer 2");
}

TEST_CASE("isolation, reading only and deferring are what the transaction asks for, or its engine", "[postgresql]") {
  server s({}, {.isolation = plinth::isolation::repeatable_read});
  const auto level = [&] { return one(s.connection, "SHOW transaction_isolation"); };
  s.connection.begin(transaction_mode::read);
  CHECK(level() == "text repeatable read");
  s.connection.commit();
  s.connection.begin({.isolation = plinth::isolation::serializable, .read_only = true, .deferrable = true});
  CHECK(level() == "text serializable");
  CHECK(one(s.connection, "SHOW transaction_read_only") == "text on");
  CHECK(one(s.connection, "SHOW transaction_deferrable") == "text on");
  CHECK(code_of([&] { s.connection.run("CREATE TABLE t ()"); }) == 2211);
  s.connection.rollback();
  s.connection.begin({.isolation = plinth::isolation::read_committed});
  CHECK(level() == "text read committed");
  CHECK(code_of([&] { s.connection.begin(transaction_mode::read); }) == 2417);
  s.connection.rollback();
}

TEST_CASE("of two serializable transactions that crossed, one fails and can be run again", "[postgresql]") {
  server s({}, {.isolation = plinth::isolation::serializable});
  s.connection.run("CREATE TABLE t (a int)");
  plinth::connection other = s.engine.connect();
  s.connection.begin(transaction_mode::write);
  other.begin(transaction_mode::write);
  CHECK(one(s.connection, "SELECT count(*) FROM t") == "integer 0");
  CHECK(one(other, "SELECT count(*) FROM t") == "integer 0");
  s.connection.execute("INSERT INTO t VALUES (1)");
  other.execute("INSERT INTO t VALUES (2)");
  s.connection.commit();
  CHECK_THROWS_AS(other.commit(), plinth::serialization_failure);
  CHECK_FALSE(other.in_transaction());
}

TEST_CASE("two transactions that wait for each other: the server ends one, the other goes on", "[postgresql]") {
  server s("options=-cdeadlock_timeout%3D20ms");
  s.connection.run("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 0), (2, 0)");
  std::atomic<int> ready = 0;
  std::atomic<int> deadlocks = 0;
  const auto work = [&](int first, int second) {
    plinth::connection c = s.engine.connect();
    c.begin(transaction_mode::write);
    c.execute("UPDATE t SET b = b + 1 WHERE a = $1", std::vector<cell>{integer(first)});
    for (++ready; ready < 2;) std::this_thread::yield();
    try {
      c.execute("UPDATE t SET b = b + 1 WHERE a = $1", std::vector<cell>{integer(second)});
      c.commit();
    } catch (const plinth::serialization_failure& e) {
      deadlocks += e.code() == 2412 ? 1 : 100;
      c.rollback();
      CHECK(one(c, "SELECT 1") == "integer 1");
    }
  };
  std::thread other(work, 2, 1);
  work(1, 2);
  other.join();
  CHECK(deadlocks == 1);
  CHECK(one(s.connection, "SELECT sum(b) FROM t") == "integer 2");
}

// ---- statements -----------------------------------------------------------------------------------------------------

TEST_CASE("statements on one connection may be read side by side, whole or by row", "[postgresql]") {
  const auto how = GENERATE(plinth::fetch::whole, plinth::fetch::by_row);
  server s;
  s.connection.begin(transaction_mode::read);
  plinth::cursor outer = s.connection.open("SELECT g FROM generate_series(1, 500) g", {}, {}, how);
  std::int64_t sum = 0;
  int rows = 0;
  while (outer.next()) {
    const std::vector<cell> values{integer(outer.row()->integer)};
    plinth::cursor inner = s.connection.open("SELECT $1 * g FROM generate_series(1, 3) g", values, {}, how);
    while (inner.next()) sum += inner.row()->integer;
    ++rows;
    if (rows == 250) CHECK(s.connection.in_transaction());
  }
  CHECK(rows == 500);
  CHECK(sum == 6 * 500 * 501 / 2);
  s.connection.commit();
}

TEST_CASE("the same text may be open twice", "[postgresql]") {
  server s;
  plinth::cursor first = s.connection.open("SELECT g FROM generate_series(1, 3) g", {}, {}, plinth::fetch::by_row);
  REQUIRE(first.next());
  plinth::cursor second = s.connection.open("SELECT g FROM generate_series(1, 3) g");
  REQUIRE(second.next());
  REQUIRE(first.next());
  CHECK(first.row()->integer == 2);
  CHECK(second.row()->integer == 1);
}

TEST_CASE("a cursor that is left early does not hinder the next statement", "[postgresql]") {
  const auto how = GENERATE(plinth::fetch::whole, plinth::fetch::by_row);
  server s;
  {
    plinth::cursor rows = s.connection.open("SELECT g FROM generate_series(1, 10000) g", {}, {}, how);
    REQUIRE(rows.next());
  }
  CHECK(one(s.connection, "SELECT 7") == "integer 7");
}

TEST_CASE("rows that came before the error are read, then the error is thrown", "[postgresql]") {
  server s;
  plinth::cursor rows =
      s.connection.open("SELECT 1 / (g - 1000) FROM generate_series(1, 2000) g", {}, {}, plinth::fetch::by_row);
  int count = 0;
  CHECK(code_of([&] {
          while (rows.next()) ++count;
        }) == 2426);
  CHECK(count == 999);
  CHECK_FALSE(rows.next());
  CHECK(one(s.connection, "SELECT 7") == "integer 7");
}

TEST_CASE("an error is kept for the reader whom it concerns", "[postgresql]") {
  server s;
  plinth::cursor failing =
      s.connection.open("SELECT 1 / (g - 1000) FROM generate_series(1, 2000) g", {}, {}, plinth::fetch::by_row);
  REQUIRE(failing.next());
  CHECK(one(s.connection, "SELECT 7") == "integer 7");
  int count = 1;
  CHECK(code_of([&] {
          while (failing.next()) ++count;
        }) == 2426);
  CHECK(count == 999);
}

TEST_CASE("changes say how many rows they met, selects none", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (id int GENERATED BY DEFAULT AS IDENTITY, a int)");
  CHECK(s.connection.execute("INSERT INTO t (a) SELECT g FROM generate_series(1, 9) g") == 9);
  CHECK(s.connection.execute("UPDATE t SET a = 0 WHERE a > 5") == 4);
  CHECK(s.connection.execute("DELETE FROM t WHERE a = 0 RETURNING id") == 4);
  CHECK(s.connection.execute("SELECT * FROM t") == 0);
  CHECK(s.connection.execute("CREATE INDEX ON t (a)") == 0);
  CHECK(s.connection.generated_key() == 9);
}

TEST_CASE("what is no single statement is refused", "[postgresql]") {
  server s;
  CHECK(code_of(s.connection, "") == 2222);
  CHECK(code_of(s.connection, " -- nothing\n;") == 2222);
  CHECK(code_of(s.connection, "SELECT 1; SELECT 2") == 2223);
  CHECK(code_of(s.connection, "SELEC 1") == 2209);
  CHECK(code_of(s.connection, std::string_view("SELECT 1\0; DROP TABLE t", 23)) == 2225);
  CHECK(code_of([&] { s.connection.execute("SELECT $1", std::vector<cell>{}); }) == 2220);
  CHECK(code_of([&] { s.connection.execute("SELECT 1", std::vector<cell>{integer(1)}); }) == 2220);
  CHECK(code_of([&] {
          const std::vector<kind> two(2, kind::null);
          static_cast<void>(s.connection.open("SELECT 1", {}, two));
        }) == 2221);
  CHECK(code_of(s.connection, "SELECT no_such_column") == 2218);
  CHECK(code_of(s.connection, "SELECT no_such_function()") == 2421);
  s.connection.run("");
  CHECK(code_of(s.connection, "COPY (SELECT 1) TO STDOUT") == 0);
  s.connection.run("CREATE TABLE t (a int)");
  CHECK(code_of(s.connection, "COPY t FROM STDIN") != 0);
  CHECK(one(s.connection, "SELECT 1") == "integer 1");
}

TEST_CASE("more values than the protocol counts are refused before they are sent", "[postgresql]") {
  server s;
  std::string sql = "SELECT 1 WHERE 1 IN (";
  for (int i = 1; i <= 65'536; ++i) sql += (i > 1 ? ", $" : "$") + std::to_string(i);
  CHECK(code_of([&] { s.connection.execute(sql + ")", std::vector<cell>(65'536, integer(1))); }) == 2425);
  CHECK(one(s.connection, "SELECT 1") == "integer 1");
}

TEST_CASE("a constraint's table, name and columns are data in the error", "[postgresql]") {
  server s;
  s.connection.run(
      "CREATE TABLE p (a int, \"B b\" int, CONSTRAINT pk PRIMARY KEY (a, \"B b\")); CREATE TABLE c (x int CONSTRAINT "
      "small CHECK (x < 9), y int NOT NULL, CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES p)");
  s.connection.execute("INSERT INTO p VALUES (1, 2)");
  using names = std::vector<std::string>;
  const auto thrown = [&](std::string_view sql) -> plinth::constraint_violation {
    try {
      s.connection.execute(sql);
    } catch (const plinth::constraint_violation& e) {
      return e;
    }
    throw std::logic_error("nothing was thrown");
  };
  const auto unique = thrown("INSERT INTO p VALUES (1, 2)");
  CHECK((unique.code() == 2201 && unique.table() == "p" && unique.constraint() == "pk"));
  CHECK(unique.columns() == names{"a", "B b"});
  CHECK(unique.sql() == "INSERT INTO p VALUES (1, 2)");
  const auto null = thrown("INSERT INTO c VALUES (1, NULL)");
  CHECK((null.code() == 2202 && null.table() == "c" && null.columns() == names{"y"}));
  const auto check = thrown("INSERT INTO c VALUES (10, 2)");
  CHECK((check.code() == 2203 && check.table() == "c" && check.constraint() == "small"));
  const auto missing = thrown("INSERT INTO c VALUES (3, 4)");
  CHECK((missing.code() == 2204 && missing.table() == "c" && missing.constraint() == "fk"));
  CHECK(missing.columns() == names{"x", "y"});
  s.connection.execute("INSERT INTO c VALUES (1, 2)");
  const auto left = thrown("DELETE FROM p");
  CHECK((left.code() == 2204 && left.table() == "c" && left.constraint() == "fk"));
}

// ---- limits and cancelling ------------------------------------------------------------------------------------------

TEST_CASE("a statement that runs too long is stopped, and the connection is usable", "[postgresql]") {
  const std::string pooler = GENERATE("", "&pooler=transaction");
  server s("statement_timeout=50" + pooler);
  s.connection.begin(transaction_mode::read);
  CHECK(code_of(s.connection, "SELECT pg_sleep(5)") == 2416);
  s.connection.rollback();
  CHECK(one(s.connection, "SELECT 1") == "integer 1");
}

TEST_CASE("a lock that is not to be had in time is a lock_timeout", "[postgresql]") {
  server s("lock_timeout=50");
  s.connection.run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  s.connection.begin(transaction_mode::write);
  s.connection.execute("UPDATE t SET a = 2");
  plinth::connection other = s.engine.connect();
  CHECK_THROWS_AS(other.execute("UPDATE t SET a = 3"), plinth::lock_timeout);
  CHECK(code_of(other, "SELECT * FROM t FOR UPDATE NOWAIT") == 2208);
  s.connection.commit();
  CHECK(other.execute("UPDATE t SET a = 3") == 1);
}

TEST_CASE("another thread can cancel a statement", "[postgresql]") {
  server s;
  const auto from = std::chrono::steady_clock::now();
  std::thread other([&] {
    std::this_thread::sleep_for(50ms);
    s.connection.cancel();
  });
  CHECK(code_of(s.connection, "SELECT pg_sleep(10)") == 2215);
  other.join();
  CHECK(std::chrono::steady_clock::now() - from < 5s);
  CHECK(one(s.connection, "SELECT 1") == "integer 1");
  s.connection.cancel();  // nothing runs
  CHECK(one(s.connection, "SELECT 2") == "integer 2");
}

// ---- what is left on a connection -----------------------------------------------------------------------------------

TEST_CASE("settings, locks and temporary tables of one user are gone for the next", "[postgresql]") {
  server s;
  const std::string pid = one(s.connection, "SELECT pg_backend_pid()");
  s.connection.run("SET work_mem = '1MB'; CREATE TEMP TABLE mine (a int); LISTEN somebody");
  CHECK(one(s.connection, "SELECT pg_advisory_lock(7)") == "null");
  { plinth::connection back = std::move(s.connection); }
  plinth::connection next = s.engine.connect();
  CHECK(one(next, "SELECT pg_backend_pid()") == pid);
  CHECK(one(next, "SHOW work_mem") != "text 1MB");
  CHECK(code_of(next, "SELECT * FROM mine") == 2218);
  CHECK(one(next, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()") ==
        "integer 0");
  CHECK(one(next, "SELECT count(*) FROM pg_listening_channels()") == "integer 0");
  CHECK_THAT(one(next, "SHOW search_path"), contains("test_"));
}

TEST_CASE("a connection that is given back in a transaction rolls it back, with prepared statements kept",
          "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (a int)");
  s.connection.begin(transaction_mode::write);
  s.connection.execute("INSERT INTO t VALUES (1)");
  const std::string pid = one(s.connection, "SELECT pg_backend_pid()");
  { plinth::connection back = std::move(s.connection); }
  plinth::connection next = s.engine.connect();
  CHECK(one(next, "SELECT pg_backend_pid()") == pid);
  CHECK(one(next, "SELECT count(*) FROM t") == "integer 0");
  CHECK(next.kept_statements() == 3);
}

TEST_CASE("a connection on which SQL text prepared statements is not used again", "[postgresql]") {
  server s;
  const std::string pid = one(s.connection, "SELECT pg_backend_pid()");
  s.connection.run("PREPARE mine AS SELECT 1");
  { plinth::connection back = std::move(s.connection); }
  plinth::connection next = s.engine.connect();
  CHECK(one(next, "SELECT pg_backend_pid()") != pid);
}

TEST_CASE("statements that are no longer kept leave the server as well", "[postgresql]") {
  server s({}, {.kept_statements = 2});
  for (int i = 0; i < 20; ++i)
    CHECK(one(s.connection, "SELECT " + std::to_string(i)) == "integer " + std::to_string(i));
  CHECK(one(s.connection, "SELECT count(*) <= 4 FROM pg_prepared_statements") == "true");
}

TEST_CASE("behind a pooler nothing is prepared by name, and everything else is the same", "[postgresql]") {
  server s("pooler=transaction");
  s.connection.run("CREATE TABLE t (a int, b text)");
  s.connection.begin(transaction_mode::write);
  for (int i = 0; i < 3; ++i)
    CHECK(s.connection.execute("INSERT INTO t VALUES ($1, $2)", std::vector<cell>{integer(i), text("x")}) == 1);
  CHECK(one(s.connection, "SELECT count(*) FROM t WHERE a < $1", {cell::of_real(1.5)}) == "integer 2");
  CHECK(one(s.connection, "SELECT count(*) FROM pg_prepared_statements") == "integer 0");
  s.connection.commit();
  CHECK(one(s.connection, "SELECT b FROM t WHERE a = $1", {integer(2)}) == "text x");
}

// ---- the server goes ------------------------------------------------------------------------------------------------

TEST_CASE("a connection that the server ended is lost, and the pool lets all idle ones go", "[postgresql]") {
  server s;
  {
    plinth::connection second = s.engine.connect();
    plinth::connection third = s.engine.connect();
  }
  s.connection.run("CREATE TABLE t (a int)");
  s.connection.begin(transaction_mode::write);
  s.connection.execute("INSERT INTO t VALUES (1)");
  terminate(s.engine, s.connection);
  CHECK(s.engine.stats().idle == 2);
  CHECK_THROWS_AS(s.connection.execute("INSERT INTO t VALUES (2)"), plinth::connection_lost);
  CHECK_FALSE(s.connection.in_transaction());
  CHECK(code_of(s.connection, "SELECT 1") == 2410);
  s.connection.rollback();
  { plinth::connection back = std::move(s.connection); }
  CHECK(s.engine.stats().idle == 0);
  plinth::connection fresh = s.engine.connect();
  CHECK(one(fresh, "SELECT count(*) FROM t") == "integer 0");
}

TEST_CASE("a connection that died in the pool is replaced when it is checked", "[postgresql]") {
  server s({}, {.pool = {.check_after_idle = 0ms}});
  const std::string pid = one(s.connection, "SELECT pg_backend_pid()");
  plinth::engine another(s.here.connector());
  { plinth::connection back = std::move(s.connection); }
  plinth::connection other = another.connect();
  CHECK(one(other, "SELECT pg_terminate_backend(" + pid.substr(8) + ")") == "true");
  plinth::connection next = s.engine.connect();
  CHECK(one(next, "SELECT pg_backend_pid()") != pid);
}

TEST_CASE("a connection lost in the middle of a statement, or of COMMIT, says so", "[postgresql]") {
  server s;
  s.connection.run(
      "CREATE TABLE t (a int); CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
      "pg_sleep(30); RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON t DEFERRABLE INITIALLY "
      "DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()");
  plinth::connection killer = s.engine.connect();
  const auto kill_when_it_sleeps = [&](const std::string& pid) {
    const std::string asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + pid;
    while (one(killer, asleep) == "integer 0") std::this_thread::sleep_for(1ms);
    static_cast<void>(one(killer, "SELECT pg_terminate_backend(" + pid + ")"));
  };
  {
    plinth::connection c = s.engine.connect();
    std::thread kills(kill_when_it_sleeps, one(c, "SELECT pg_backend_pid()").substr(8));
    CHECK(code_of(c, "SELECT pg_sleep(30)") == 2410);
    kills.join();
  }
  plinth::connection c = s.engine.connect();
  c.begin(transaction_mode::write);
  c.execute("INSERT INTO t VALUES (1)");
  std::thread kills(kill_when_it_sleeps, one(c, "SELECT pg_backend_pid()").substr(8));
  const int code = code_of([&] { c.commit(); });
  kills.join();
  CHECK(code == 2411);
  CHECK_FALSE(c.in_transaction());
}

TEST_CASE("an alteration under a prepared statement is a reason to run the transaction again", "[postgresql]") {
  server s;
  s.connection.run("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  CHECK(one(s.connection, "SELECT a FROM t") == "integer 1");
  s.connection.run("ALTER TABLE t ALTER a TYPE text");
  s.connection.begin(transaction_mode::read);
  CHECK_THROWS_AS(one(s.connection, "SELECT a FROM t"), plinth::serialization_failure);
  s.connection.rollback();
  CHECK(one(s.connection, "SELECT a FROM t") == "text 1");
}

// ---- connecting -----------------------------------------------------------------------------------------------------

TEST_CASE("what keeps a connection from being made has a number for each reason, and never shows the password",
          "[postgresql]") {
  const plinth_test::test_database here;
  std::string url = here.url();
  const auto with = [&](const std::string& user, const std::string& database) {
    std::string changed = url;
    const std::size_t at = changed.find("//") + 2;
    const std::size_t slash = changed.find('/', at);
    const std::size_t question = changed.find('?', slash);
    const std::string host = changed.substr(changed.find('@') + 1, slash - changed.find('@') - 1);
    return changed.substr(0, at) + user + ":s3cret@" + host + "/" + database + changed.substr(question);
  };
  CHECK(connect_code(with("plinth", "no_such_database")) == 2402);
  CHECK(connect_code(with("no_such_role", "postgres")) == 2401);
  CHECK(connect_code("postgresql://plinth:s3cret@no-such-host.invalid/x") == 2400);
  CHECK(connect_code("postgresql://plinth:s3cret@127.0.0.1:1/x") == 2400);
  CHECK(connect_code("postgresql://plinth:s3cret@127.0.0.1:1,127.0.0.1:2/x") == 2400);
  CHECK(connect_code("postgresql:///x?host=/no/such/folder") == 2400);
  for (const std::string& wrong : {with("plinth", "no_such_database"), with("no_such_role", "postgres"),
                                   std::string("postgresql://u:s3cret@no-such-host.invalid/s3cret")}) {
    plinth::engine engine(plinth::postgresql::driver_here::open(plinth::url(wrong)));
    CHECK_THROWS_WITH(engine.connect(), !contains("s3cret"));
    CHECK(engine.stats().in_use == 0);
  }
}

TEST_CASE("a server without a free connection says so, and serves again when one is free", "[postgresql]") {
  server s;
  s.connection.run("CREATE ROLE plinth_few LOGIN CONNECTION LIMIT 1");
  const std::string url = s.here.url();
  const std::string few = "postgresql://plinth_few" + url.substr(url.find('@'));
  {
    plinth::engine engine(plinth::postgresql::driver_here::open(plinth::url(few)));
    auto first = std::make_unique<plinth::connection>(engine.connect());
    CHECK(connect_code(few) == 2403);
    CHECK(code_of([&] { static_cast<void>(engine.connect()); }) == 2403);
    CHECK(engine.stats().in_use == 1);
    first.reset();
    CHECK(code_of([&] { static_cast<void>(engine.connect()); }) == 0);
  }
  s.connection.run("DROP ROLE plinth_few");
}
