// SPDX-License-Identifier: MIT
// One folder of revisions for an application that runs on SQLite and on PostgreSQL.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"

#include <plinth/migrate.hpp>
#include <plinth/plinth.hpp>

#include "migrate/project.hpp"

namespace migrate = plinth::migrate;
using plinth_test::contains;
using plinth_test::project;
using plinth_test::server_database;
using plinth_test::tool_result;

namespace {

using texts = std::vector<std::string>;

namespace first {

struct user {
  std::int64_t id = 0;
  std::string email{};
  static constexpr auto table =
      plinth::table("users", plinth::column<&user::id>(plinth::primary_key), plinth::column<&user::email>());
};

using base = plinth::metadata<user>;

}  // namespace first

namespace second {

struct user {
  std::int64_t id = 0;
  std::string email{};
  std::optional<std::int32_t> age{};
  static constexpr auto table =
      plinth::table("users", plinth::column<&user::id>(plinth::primary_key),
                    plinth::column<&user::email>(plinth::unique), plinth::column<&user::age>(plinth::check("age > 0")));
};

using base = plinth::metadata<user>;

}  // namespace second

/// The project's database is PostgreSQL's; the other one is a file beside the revisions.
struct two_servers : project {
  std::string sqlite = "url=sqlite:///" + dir.file("app.db");

  two_servers() { prepare(); }

  template <class Metadata>
  tool_result both(const texts& words, int status = 0) {
    tool_result last = here_and_there<Metadata>(words, false);
    CHECK(last.status == status);
    last = here_and_there<Metadata>(words, true);
    INFO(last.out << last.err);
    CHECK(last.status == status);
    return last;
  }

  template <class Metadata>
  tool_result here_and_there(texts words, bool on_sqlite) {
    if (on_sqlite) words.insert(words.end(), {"-x", sqlite});
    tool_result result = run<Metadata>(words);
    INFO(result.out << result.err);
    return result;
  }
};

template <class Metadata>
void make_on_both(two_servers& p, const std::string& id) {
  CHECK(p.here_and_there<Metadata>({"revision", "--autogenerate", "-m", "the " + id, "--rev-id", id}, true).status ==
        0);
  const tool_result added = p.here_and_there<Metadata>({"revision", "--autogenerate", "--into", id}, false);
  INFO(added.err);
  CHECK(added.status == 0);
  p.both<Metadata>({"upgrade", "head", "--allow-destructive"});
  CHECK(p.both<Metadata>({"check"}).out == "no difference between the models and the database\n");
}

}  // namespace

TEST_CASE("one folder of revisions serves an application on SQLite and on PostgreSQL, forth and back",
          "[migrate][postgresql]") {
  two_servers p;
  make_on_both<first::base>(p, "a1");
  const std::string text = p.text_of("a1");
  CHECK_THAT(text, contains("\n-- upgrade\n"));
  CHECK_THAT(text, contains("\n-- upgrade postgresql\n"));
  CHECK_THAT(text, contains("\n-- downgrade postgresql\n"));
  make_on_both<second::base>(p, "b2");
  CHECK_THAT(p.text_of("b2"), contains("\"_plinth_new_users\""));
  CHECK_THAT(p.text_of("b2"), contains("ALTER TABLE \"users\" ADD CONSTRAINT \"ck_users_age\" CHECK"));
  CHECK(p.both<second::base>({"status"}).out.find("edited") == std::string::npos);
  p.both<second::base>({"downgrade", "-1"});
  CHECK(p.both<first::base>({"check"}, 1).out.find("the database is not up to date") != std::string::npos);
  p.both<second::base>({"downgrade", "base"});
  p.both<second::base>({"upgrade", "head", "--allow-destructive"});
  CHECK(p.both<second::base>({"lint"}).out == "nothing found\n");
}

TEST_CASE("sections are added where a revision has none for the server and the database is where it begins",
          "[migrate][postgresql]") {
  two_servers p;
  make_on_both<first::base>(p, "a1");
  const auto refused = [&](const std::string& id, bool on_sqlite) {
    const tool_result result = p.here_and_there<second::base>({"revision", "--autogenerate", "--into", id}, on_sqlite);
    CHECK(result.status == 1);
    return result.err;
  };
  CHECK(refused("a1", false).starts_with("error: plinth[E5030]: migrations/versions/a1_the_a1.sql:"));
  CHECK(refused("a1", true).starts_with("error: plinth[E5030]: migrations/versions/a1_the_a1.sql: "));
  CHECK(refused("x9", true).starts_with("error: plinth[E5020]: "));
  const std::string before = p.text_of("a1");
  p.here_and_there<first::base>({"downgrade", "base"}, false);
  p.here_and_there<second::base>({"revision", "--autogenerate", "-m", "two", "--rev-id", "b2"}, true);
  CHECK(refused("b2", false)
            .starts_with("error: plinth[E5307]: the database is not up to date: a1, which comes before "
                         "b2, is not applied; run: upgrade a1"));
  CHECK(p.text_of("a1") == before);
}

TEST_CASE("what another server runs may be changed in a revision that is applied", "[migrate][postgresql]") {
  two_servers p;
  make_on_both<first::base>(p, "a1");
  const std::string text = p.text_of("a1");
  const std::size_t at = text.find("-- upgrade postgresql\n") + std::string("-- upgrade postgresql\n").size();
  project::write(p.versions() / "a1_the_a1.sql", text.substr(0, at) + "SELECT 1;\n" + text.substr(at));
  CHECK(p.here_and_there<first::base>({"status"}, true).out.find("edited") == std::string::npos);
  CHECK_THAT(p.here_and_there<first::base>({"status"}, false).out, contains("(its file was edited since)"));
}
