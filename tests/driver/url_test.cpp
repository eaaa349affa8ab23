// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <plinth/driver/url.hpp>

using plinth::url;

TEST_CASE("a URL has scheme, user, password, host, port, database and options") {
  const url where("postgresql://ada:s3cret@db.example.org:5433/blog?sslmode=require&application_name=a%20b");
  CHECK(where.scheme() == "postgresql");
  CHECK(where.user() == "ada");
  CHECK(where.password() == "s3cret");
  CHECK(where.host() == "db.example.org");
  CHECK(where.port() == "5433");
  CHECK(where.database() == "blog");
  REQUIRE(where.options().size() == 2);
  CHECK(where.options()[0] == std::pair<std::string, std::string>("sslmode", "require"));
  CHECK(where.options()[1] == std::pair<std::string, std::string>("application_name", "a b"));
}

TEST_CASE("three slashes are a relative path, four an absolute one, two alone no path") {
  CHECK(url("sqlite:///blog.db").database() == "blog.db");
  CHECK(url("sqlite:////var/blog.db").database() == "/var/blog.db");
  CHECK(url("sqlite:///data/blog.db").database() == "data/blog.db");
  CHECK(url("sqlite://").database().empty());
  CHECK(url("sqlite://").host().empty());
  CHECK(url("sqlite:///:memory:").database() == ":memory:");
  CHECK(url("sqlite:////tmp/a#b@c:d").database() == "/tmp/a#b@c:d");
}

TEST_CASE("percent signs are decoded in every part") {
  CHECK(url("sqlite:///a%20b%3Fc%25.db").database() == "a b?c%.db");
  const url where("x://a%40b:c%3A%2fd@h%2e/n");
  CHECK(where.user() == "a@b");
  CHECK(where.password() == "c:/d");
  CHECK(where.host() == "h.");
}

TEST_CASE("an address in brackets is a host with colons in it") {
  CHECK(url("postgresql://[::1]/n").host() == "[::1]");
  CHECK(url("postgresql://[::1]/n").port().empty());
  CHECK(url("postgresql://[::1]:5432/n").host() == "[::1]");
  CHECK(url("postgresql://[::1]:5432/n").port() == "5432");
}

TEST_CASE("what is no URL is refused") {
  for (const std::string_view text : {"", "blog.db", "://x", "/var/blog.db", "sqlite:/blog.db", "sq lite:///x",
                                      "sqlite:///%", "sqlite:///%2", "sqlite:///%zz", "sqlite:///a%00b", "SQLITE://"}) {
    INFO(text);
    CHECK_THROWS_AS(url(text), plinth::connection_error);
  }
}

TEST_CASE("no message shows a password") {
  CHECK(url("postgresql://ada:s3cret@h:1/blog?sslpassword=s3cret&a=b").shown() ==
        "postgresql://ada:***@h:1/blog?sslpassword=***&a=b");
  CHECK(url("sqlite:////var/blog.db?mode=ro").shown() == "sqlite:////var/blog.db?mode=ro");
  CHECK(url("sqlite://").shown() == "sqlite://");
  try {
    url where("postgresql//ada:s3cret@h/blog");
    FAIL("it was read");
  } catch (const plinth::connection_error& refused) {
    CHECK_THAT(refused.what(), !plinth_test::contains("s3cret"));
  }
}
