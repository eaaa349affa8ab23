// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/sqlite.hpp>

namespace plinth_engine_test {

std::int64_t rows_in_t(plinth::engine& engine);  // in a file that includes no driver
bool is_refused_without_driver(std::string_view url);

}  // namespace plinth_engine_test

using plinth_test::message_is;
using plinth_test::temp_dir;

TEST_CASE("an engine connects to nothing before it is asked to", "[sqlite]") {
  plinth::engine engine{"sqlite:///no/such/folder/blog.db"};
  CHECK(engine.stats().idle == 0);
  CHECK_THROWS_AS(engine.connect(), plinth::connection_error);
  CHECK(engine.stats().in_use == 0);
}

TEST_CASE("an engine is made from a literal, a string or a view, and with options", "[sqlite]") {
  const std::string text = "sqlite://";
  plinth::engine first{text};
  plinth::engine second{std::string_view(text)};
  plinth::engine third{"sqlite://", {.pool = {.max_connections = 2}, .kept_statements = 3}};
  const auto fourth = std::make_unique<plinth::engine>("sqlite://");
  CHECK(third.options().pool.max_connections == 2);
  CHECK(third.stats().most == 2);
  CHECK(fourth->dialect().name() == "sqlite");
}

TEST_CASE("a URL of another scheme is an error that names the header to include", "[sqlite]") {
  CHECK_THROWS_MATCHES(plinth::engine{"postgresql://ada:s3cret@h/blog"}, plinth::connection_error,
                       message_is("plinth[E2005]: no driver for postgresql:// is included where this engine is made: "
                                  "include <plinth/postgresql.hpp> there"));
  CHECK_THROWS_MATCHES(plinth::engine{"oracle://ada:s3cret@h/blog"}, plinth::connection_error,
                       message_is("plinth[E2005]: plinth has no driver for the scheme \"oracle\"; it knows sqlite, "
                                  "postgresql and mariadb"));
  CHECK_THROWS_AS(plinth::engine{"blog.db"}, plinth::connection_error);
  CHECK_THROWS_AS(plinth::engine{"sqlite:///a.db?no_such_option=1"}, plinth::connection_error);
}

TEST_CASE("a file that takes an engine& needs no driver", "[sqlite]") {
  plinth::engine engine{"sqlite://"};
  engine.connect().run("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
  CHECK(plinth_engine_test::rows_in_t(engine) == 2);
}

TEST_CASE("files with and without a driver do not get into each other's way", "[sqlite]") {
  CHECK(plinth_engine_test::is_refused_without_driver("sqlite://"));
  plinth::engine engine{std::string_view("sqlite://")};
  CHECK_FALSE(engine.connect().in_transaction());
}

TEST_CASE("all connections of an engine see one database in memory, and those of another engine do not", "[sqlite]") {
  plinth::engine engine{"sqlite://"};
  plinth::engine other{"sqlite:///:memory:"};
  engine.connect().run("CREATE TABLE t (a)");
  plinth::connection first = engine.connect();
  plinth::connection second = engine.connect();
  first.run("INSERT INTO t VALUES (1)");
  CHECK(second.execute("UPDATE t SET a = 2") == 1);
  CHECK_THROWS_AS(other.connect().execute("SELECT * FROM t"), plinth::statement_error);
}

TEST_CASE("a connection may outlive its engine", "[sqlite]") {
  auto engine = std::make_unique<plinth::engine>("sqlite://");
  plinth::connection left = engine->connect();
  engine.reset();
  left.run("CREATE TABLE t (a)");
  CHECK(left.execute("INSERT INTO t VALUES (1)") == 1);
}

TEST_CASE("what one connection commits to a file, another engine reads", "[sqlite]") {
  const temp_dir dir;
  {
    plinth::engine engine{"sqlite:///" + dir.file("blog.db")};
    engine.connect().run("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
  }
  plinth::engine engine{"sqlite:///" + dir.file("blog.db") + "?mode=ro"};
  CHECK(plinth_engine_test::rows_in_t(engine) == 3);
  CHECK_THROWS_AS(engine.connect().run("DELETE FROM t"), plinth::statement_error);
}
