// SPDX-License-Identifier: MIT
// What a server tells without being asked: notifications and notices.
#include "support/catch.hpp"
#include "support/code_of.hpp"

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

#include <plinth/postgresql.hpp>

#include "support/backend.hpp"
#include "support/cells.hpp"

using namespace std::chrono_literals;
using plinth_test::text;

namespace {

using texts = std::vector<std::string>;

/// Tests run side by side in one database, where all hear everything: a channel is its test's own.
std::string own(const std::string& channel) { return channel + "_" + std::to_string(::getpid()); }

struct server {
  plinth_test::test_database here;
  plinth::engine engine{here.connector()};
  plinth::connection connection = engine.connect();
  plinth::postgresql::listener listener{plinth::url(here.url())};
  texts heard;

  std::size_t wait(std::chrono::milliseconds at_most) {
    return listener.wait(at_most, [this](const plinth::postgresql::notification& n) {
      REQUIRE(n.channel.ends_with(own("")));
      heard.push_back(n.channel.substr(0, n.channel.size() - own("").size()) + ": " + n.payload);
    });
  }

  /// Waits until so many were heard in all, for ten seconds at most.
  void wait_for(std::size_t count) {
    for (const auto until = std::chrono::steady_clock::now() + 10s;
         heard.size() < count && std::chrono::steady_clock::now() < until;)
      wait(100ms);
  }

  void announce(const std::string& channel, const std::string& payload) {
    const std::string name = own(channel);
    connection.execute("SELECT pg_notify($1, $2)", std::vector{text(name), text(payload)});
  }

  plinth::postgresql::connection& raw() { return dynamic_cast<plinth::postgresql::connection&>(connection.driver()); }
};

using plinth_test::code_of;

}  // namespace

TEST_CASE("what is announced is heard in its order, on the channels that are listened to", "[postgresql]") {
  server s;
  s.listener.listen(own("a"));
  s.announce("a", "1");
  s.announce("b", "2");
  s.announce("a", "");
  s.wait_for(2);
  CHECK(s.heard == texts{"a: 1", "a: "});
  CHECK(s.wait(20ms) == 0);
  s.listener.unlisten(own("a"));
  s.announce("a", "3");
  CHECK(s.wait(50ms) == 0);
}

TEST_CASE("what a transaction announces is heard when it is committed, and never when it is not", "[postgresql]") {
  server s;
  s.listener.listen(own("a"));
  s.connection.begin(plinth::transaction_mode::write);
  s.announce("a", "lost");
  s.connection.rollback();
  s.connection.begin(plinth::transaction_mode::write);
  s.announce("a", "kept");
  CHECK(s.wait(50ms) == 0);
  s.connection.commit();
  s.wait_for(1);
  CHECK(s.heard == texts{"a: kept"});
}

TEST_CASE("waiting ends with the first notification, which names its sender", "[postgresql]") {
  server s;
  s.listener.listen(own("a"));
  std::thread other([&] {
    std::this_thread::sleep_for(50ms);
    s.announce("a", "now");
  });
  int sender = 0;
  const auto from = std::chrono::steady_clock::now();
  CHECK(s.listener.wait(20s, [&](const plinth::postgresql::notification& n) { sender = n.sender; }) == 1);
  CHECK(std::chrono::steady_clock::now() - from < 10s);
  other.join();
  plinth::cursor rows = s.connection.open("SELECT pg_backend_pid()");
  REQUIRE(rows.next());
  CHECK(rows.row()->integer == sender);
}

TEST_CASE("a callback that throws loses the notification it was given and no other", "[postgresql]") {
  server s;
  s.listener.listen(own("a"));
  s.connection.begin(plinth::transaction_mode::write);
  for (const char* payload : {"1", "2", "3"}) s.announce("a", payload);
  s.connection.commit();
  CHECK_THROWS_AS(s.listener.wait(10s, [](const plinth::postgresql::notification&) { throw std::runtime_error("no"); }),
                  std::runtime_error);
  s.wait_for(2);
  CHECK(s.heard == texts{"a: 2", "a: 3"});
}

TEST_CASE("a channel may have any name but one with a NUL byte", "[postgresql]") {
  server s;
  const texts names = {"a\"b", "x; DROP TABLE t; --", "Upper", "$1", "\\", "'", "/*"};
  for (const std::string& name : names) {
    s.listener.listen(own(name));
    s.announce(name, "it's \\ \"");
  }
  s.wait_for(names.size());
  texts expected;
  for (const std::string& name : names) expected.push_back(name + ": it's \\ \"");
  CHECK(s.heard == expected);
  CHECK(code_of([&] { s.listener.listen(std::string("a\0b", 3)); }) == 2225);
  s.listener.listen("still");
}

TEST_CASE("a listener whose connection the server ended says that it is lost", "[postgresql]") {
  server s;
  s.listener.listen(own("victim"));
  s.connection.run("DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN \"" +
                   own("victim") + "\"'; END $$");
  CHECK(code_of([&] {
          for (int i = 0; i < 100; ++i) s.wait(100ms);
        }) == 2410);
  CHECK(code_of([&] { s.listener.listen(own("a")); }) == 2410);
}

TEST_CASE("a listener does not go through a pooler", "[postgresql]") {
  const plinth_test::test_database here;
  CHECK(code_of([&] { plinth::postgresql::listener refused{plinth::url(here.url("pooler=transaction"))}; }) == 2427);
}

TEST_CASE("notices of the server are heard by the one who asked for them, until the connection is given back",
          "[postgresql]") {
  server s;
  const std::string speak =
      "DO $$ BEGIN RAISE WARNING 'a % b', 1 USING DETAIL = 'more', HINT = 'do', ERRCODE = '01X01'; END $$";
  texts heard;
  s.connection.run(speak);
  s.raw().on_notice([&](const plinth::postgresql::notice& n) {
    for (const std::string_view part : {n.state, n.message, n.detail, n.hint}) heard.emplace_back(part);
  });
  s.connection.run(speak);
  CHECK(heard == texts{"01X01", "a 1 b", "more", "do"});
  { const plinth::connection gone(std::move(s.connection)); }
  plinth::connection again = s.engine.connect();
  again.run(speak);
  CHECK(heard.size() == 4);
}
