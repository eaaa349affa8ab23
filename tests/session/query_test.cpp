// SPDX-License-Identifier: MIT
// Queries of a session on a real database: what they give, and what they send.

#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <plinth/plinth.hpp>

#include "support/blog.hpp"
#include "support/catch.hpp"
#include "support/recorder.hpp"

using plinth::col;
using plinth_test::contains;
using plinth_test::statements;
using blog_database = plinth_test::database<blog::base>;
using blog::item;
using blog::user;

namespace {

/// Three users: ada with two items, bob with one, cy without and not active.
struct filled : blog_database {
  filled() {
    plinth::session session(engine);
    auto ada = session.add(user{.email = "ada@example.org"});
    ada->items.push_back(item{.title = "Note G", .description = "on engines"});
    ada->items.push_back(item{.title = "Note A"});
    session.add(user{.email = "bob@example.org"})->items.push_back(item{.title = "100%"});
    session.add(user{.email = "cy@example.com", .is_active = false});
    session.commit();
    static_cast<void>(log->taken());
  }
};

template <class Range>
std::vector<std::string> emails(Range&& users) {
  std::vector<std::string> result;
  for (const user& u : users) result.push_back(u.email);
  return result;
}

using texts = std::vector<std::string>;

const std::string select_users = R"(SELECT "users"."id", "users"."email", "users"."is_active" FROM "users")";

}  // namespace

TEST_CASE("a query emits one SELECT and gives the session's objects", "[query]") {
  filled db;
  plinth::session session(db.engine);
  auto found = session.query<user>().filter(col<&user::is_active>).order_by(col<&user::email>.desc()).all();
  CHECK(db.log->taken() ==
        statements{"BEGIN", select_users + R"( WHERE "users"."is_active" ORDER BY "users"."email" DESC)"});
  CHECK(emails(std::as_const(found)) == texts{"bob@example.org", "ada@example.org"});
  CHECK(&found[1] == session.get<user>(1).get());
  CHECK(db.log->taken().empty());
}

TEST_CASE("objects of a query are written when they were changed, and only read ones are not", "[query]") {
  filled db;
  plinth::session session(db.engine);
  for (user& u : session.query<user>().all())
    if (u.id == 2) u.is_active = false;
  session.commit();
  CHECK(db.log->taken() ==
        statements{"BEGIN", select_users, R"(UPDATE "users" SET "is_active" = ? WHERE "id" = ?)", "COMMIT"});
}

TEST_CASE("a query does not overwrite what the program has changed", "[query]") {
  filled db;
  plinth::session session(db.engine, {.autoflush = false});
  auto ada = session.get<user>(1);
  ada->email = "ada@new.example";
  CHECK(session.query<user>().filter(col<&user::email> == "ada@example.org").one()->email == "ada@new.example");
}

TEST_CASE("pending changes are flushed before a query looks", "[query]") {
  filled db;
  plinth::session session(db.engine);
  session.add(user{.email = "dee@example.org"});
  CHECK(session.query<user>().count() == 4);
  CHECK(session.query<user>().filter(col<&user::email> == "dee@example.org").exists());
}

TEST_CASE("results outlive their session", "[query]") {
  filled db;
  plinth::result<user> found;
  std::vector<plinth::ref<user>> refs;
  {
    plinth::session session(db.engine);
    found = session.query<user>().order_by(col<&user::id>).all();
    refs = found;
  }
  CHECK(found.size() == 3);
  CHECK(found.front().email == "ada@example.org");
  CHECK(refs[2]->email == "cy@example.com");
  CHECK(found.ref(2) == refs[2]);
}

TEST_CASE("first asks for one row, and gives a null handle where there is none", "[query]") {
  filled db;
  plinth::session session(db.engine);
  CHECK(session.query<user>().order_by(col<&user::id>.desc()).first()->id == 3);
  CHECK(db.log->taken()[1] == select_users + R"( ORDER BY "users"."id" DESC LIMIT ?)");
  CHECK_FALSE(session.query<user>().filter(col<&user::id> == 9).first());
  CHECK_FALSE(session.query<user>().limit(0).first());
}

TEST_CASE("one wants exactly one row", "[query]") {
  filled db;
  plinth::session session(db.engine);
  const auto users = session.query<user>();
  CHECK(users.filter(col<&user::id> == 2).one()->email == "bob@example.org");
  CHECK_THROWS_AS(users.filter(col<&user::id> == 9).one(), plinth::no_row);
  CHECK_THROWS_AS(users.one(), plinth::several_rows);
  CHECK_THROWS_AS(users.one_or_none(), plinth::several_rows);
  CHECK_FALSE(users.filter(col<&user::id> == 9).one_or_none());
  CHECK_THROWS_AS(users.as_values().one(), plinth::several_rows);
}

TEST_CASE("limit, offset and distinct", "[query]") {
  filled db;
  plinth::session session(db.engine);
  const auto users = session.query<user>().order_by(col<&user::id>);
  CHECK(emails(users.offset(1).limit(1).all()) == texts{"bob@example.org"});
  CHECK(emails(users.offset(2).all()) == texts{"cy@example.com"});
  CHECK(session.query<user>().join<&user::items>().all().size() == 3);
  CHECK(session.query<user>().join<&user::items>().distinct().all().size() == 2);
}

TEST_CASE("counting respects limit, distinct, joins and groups", "[query]") {
  filled db;
  plinth::session session(db.engine);
  CHECK(session.query<user>().count() == 3);
  CHECK(session.query<user>().limit(2).count() == 2);
  CHECK(session.query<user>().offset(1).order_by(col<&user::id>).count() == 2);
  CHECK(session.query<user>().join<&user::items>().count() == 3);
  CHECK(session.query<user>().join<&user::items>().distinct().count() == 2);
  CHECK(session.query<item>().group_by(col<&item::owner_id>).select(col<&item::owner_id>).count() == 2);
  CHECK_FALSE(session.query<user>().limit(0).exists());
}

TEST_CASE("the same query with other values prepares nothing new", "[query]") {
  filled db;
  plinth::session session(db.engine);
  const auto ask = [&](int id, const std::string& email) {
    return session.query<user>().filter(col<&user::id> == id || col<&user::email> == email).limit(5).all().size();
  };
  ask(1, "a");
  const std::size_t kept = session.read_connection().kept_statements();
  CHECK(ask(2, "cy@example.com") == 2);
  CHECK(session.read_connection().kept_statements() == kept);
}

TEST_CASE("every way to say a condition finds the right rows", "[query]") {
  filled db;
  plinth::session session(db.engine);
  const auto found = [&](const auto& condition) {
    std::string ids;
    for (const auto& i : session.query<item>().filter(condition).order_by(col<&item::id>).as_values().all())
      ids += std::to_string(i.id);
    return ids;
  };
  CHECK(found(col<&item::title>.like("Note%")) == "12");
  CHECK(found(col<&item::title>.starts_with("Note")) == "12");
  CHECK(found(col<&item::title>.ends_with("%")) == "3");
  CHECK(found(col<&item::title>.contains("00%")) == "3");
  CHECK(found(col<&item::title>.contains("_")).empty());
  CHECK(found(col<&item::title>.ilike("NOTE g")) == "1");
  CHECK(found(col<&item::description> == std::nullopt) == "23");
  CHECK(found(col<&item::description> == std::optional<std::string>()) == "23");
  CHECK(found(col<&item::description> == std::optional<std::string>("on engines")) == "1");
  CHECK(found(col<&item::id>.in(std::vector<int>{})).empty());
  CHECK(found(col<&item::id>.not_in(std::vector<int>{})) == "123");
  CHECK(found(col<&item::id>.in({1, 2, 3})) == "123");
  CHECK(found(col<&item::id>.between(2, 3)) == "23");
  CHECK(found(col<&item::id> + 1 == 3) == "2");
  CHECK(found((col<&item::id> == 1 || col<&item::id> == 2) && col<&item::title> == "Note A") == "2");
  CHECK(found(!(col<&item::id> == 1)) == "23");
  CHECK(found(plinth::coalesce(col<&item::description>, "none") == "none") == "23");
  CHECK(found(plinth::exists<&item::owner>(col<&user::email>.starts_with("bob"))) == "3");
  CHECK(found(col<&item::owner_id>.in(plinth::from<user>().filter(col<&user::id> == 1).select(col<&user::id>))) ==
        "12");
  CHECK(found(plinth::any_of({col<&item::id> == 1, col<&item::id> == 3})) == "13");
}

TEST_CASE("values that look like SQL stay values", "[query]") {
  filled db;
  plinth::session session(db.engine);
  for (const char* attack : {"' OR '1'='1", "\"; DROP TABLE users; --", "x' UNION SELECT 1,2,3 --", "\\'; --"}) {
    const std::string text = attack;
    CHECK_FALSE(session.query<user>().filter(col<&user::email> == text).exists());
    CHECK_FALSE(session.query<user>().filter(col<&user::email>.like(text)).exists());
    CHECK_FALSE(session.query<user>().filter(col<&user::email>.contains(text)).exists());
    CHECK_FALSE(session.query<user>().filter(col<&user::email>.in({text})).exists());
    CHECK(session.query<user>().select(plinth::lit(text)).first() == text);
  }
  CHECK(session.query<user>().count() == 3);
}

TEST_CASE("a joined model can be filtered and ordered by", "[query][join]") {
  filled db;
  plinth::session session(db.engine);
  const auto found = session.query<user>().join<&user::items>().filter(col<&item::title> == "100%").all();
  CHECK(emails(found) == texts{"bob@example.org"});
  const auto owners = session.query<item>().join<&item::owner>().order_by(col<&user::email>.desc(), col<&item::title>);
  CHECK(owners.first()->title == "100%");
}

TEST_CASE("an outer join keeps rows without a counterpart, and reads them as empty", "[query][join]") {
  filled db;
  plinth::session session(db.engine);
  const auto rows = session.query<user>()
                        .outer_join<&user::items>()
                        .order_by(col<&user::id>, col<&item::id>)
                        .select(col<&user::email>, col<&item::title>)
                        .all();
  REQUIRE(rows.size() == 4);
  CHECK(rows[0] == std::tuple<std::string, std::optional<std::string>>("ada@example.org", "Note G"));
  CHECK(rows[3] == std::tuple<std::string, std::optional<std::string>>("cy@example.com", std::nullopt));
}

TEST_CASE("groups and aggregates", "[query]") {
  filled db;
  plinth::session session(db.engine);
  const auto rows = session.query<user>()
                        .join<&user::items>()
                        .group_by(col<&user::email>)
                        .having(plinth::count() > 1)
                        .select(col<&user::email>, plinth::count(), plinth::max(col<&item::title>))
                        .all();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0] == std::tuple<std::string, std::int64_t, std::optional<std::string>>("ada@example.org", 2, "Note G"));
  CHECK(session.query<item>().select(plinth::sum(col<&item::id>)).scalar() == 6);
  CHECK(session.query<item>().select(plinth::avg(col<&item::id>)).scalar() == 2.0);
  CHECK(session.query<item>().filter(col<&item::id> > 9).select(plinth::sum(col<&item::id>)).scalar() == std::nullopt);
  CHECK(session.query<item>().select(plinth::count(col<&item::description>)).scalar() == 1);
  CHECK(session.query<item>().select(plinth::count_distinct(col<&item::owner_id>)).scalar() == 2);
}

TEST_CASE("columns go into structs by position", "[query]") {
  struct line {
    std::string email;
    int items = 0;
  };
  filled db;
  plinth::session session(db.engine);
  const auto lines = session.query<user>()
                         .join<&user::items>()
                         .group_by(col<&user::email>)
                         .order_by(col<&user::email>)
                         .select(col<&user::email>, plinth::count())
                         .into<line>()
                         .all();
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].email == "ada@example.org");
  CHECK(lines[0].items == 2);
}

TEST_CASE("a value that does not fit its field is refused with the field's name", "[query]") {
  struct small {
    std::string email;
    std::int8_t id = 0;
  };
  filled db;
  plinth::session session(db.engine);
  session.execute_sql(R"(INSERT INTO "users" ("id", "email", "is_active") VALUES (300, 'big', TRUE))");
  try {
    static_cast<void>(session.query<user>().select(col<&user::email>, col<&user::id>).into<small>().all());
    FAIL("nothing was thrown");
  } catch (const plinth::value_error& e) {
    CHECK_THAT(e.what(), contains("small::id: the integer 300"));
  }
  CHECK(session.query<user>().count() == 4);
}

TEST_CASE("plain values are apart from the session", "[query]") {
  filled db;
  plinth::session session(db.engine);
  auto values = session.query<user>().order_by(col<&user::id>).as_values().all();
  REQUIRE(values.size() == 3);
  values[0].email = "nobody";
  session.commit();
  CHECK(db.log->taken().size() == 3);  // BEGIN, SELECT, COMMIT
}

TEST_CASE("a row's values say that nobody loaded their relationships, until they are a new object", "[query]") {
  filled db;
  plinth::session session(db.engine);
  auto values = session.query<user>().order_by(col<&user::id>).as_values().all();
  CHECK_FALSE(values[0].items.is_loaded());
  try {
    static_cast<void>(values[0].items.size());
    FAIL("values were read that nobody loaded");
  } catch (const plinth::not_loaded& e) {
    CHECK(e.code() == 3109);
  }
  values.insert(values.begin(), user{});
  CHECK(values[0].items.is_loaded());
  CHECK_FALSE(values[1].items.is_loaded());
  user moved = std::move(values[1]);
  CHECK_FALSE(moved.items.is_loaded());
  moved.id = 0;
  moved.email += ".again";
  CHECK(session.add(std::move(moved))->items.empty());
}

TEST_CASE("a copy of a session's object says that its relationships are not loaded, unless nothing is lost",
          "[query]") {
  filled db;
  plinth::session session(db.engine);
  const auto found = session.query<user>().order_by(col<&user::id>).first();
  user unloaded = *found;
  CHECK_FALSE(unloaded.items.is_loaded());
  session.load<&user::items>(found);
  const user loaded = *found;
  CHECK_FALSE(found->items.empty());
  CHECK_FALSE(loaded.items.is_loaded());
  const user fresh;
  const user copy_of_fresh = fresh;  // NOLINT: copied on purpose
  CHECK(copy_of_fresh.items.empty());
}

TEST_CASE("a stream gives row after row, and ends its statement when it is left", "[query]") {
  filled db;
  plinth::session session(db.engine);
  texts seen;
  for (const user& u : session.query<user>().order_by(col<&user::id>).as_values().stream()) seen.push_back(u.email);
  CHECK(seen.size() == 3);
  for (const auto& email : session.query<user>().order_by(col<&user::id>).select(col<&user::email>).stream()) {
    seen.push_back(email);
    break;
  }
  CHECK(seen.back() == "ada@example.org");
  session.commit();
}

TEST_CASE("queries run inside one another", "[query]") {
  filled db;
  plinth::session session(db.engine);
  std::size_t pairs = 0;
  for (const auto& outer : session.query<item>().as_values().stream())
    for (const auto& inner : session.query<item>().as_values().stream())
      if (outer.id < inner.id) ++pairs;
  CHECK(pairs == 3);
}

TEST_CASE("selectin loads each level of a path with one SELECT", "[query][loading]") {
  filled db;
  plinth::session session(db.engine);
  const auto users =
      session.query<user>().order_by(col<&user::id>).options(plinth::selectin<&user::items, &item::owner>).all();
  CHECK(db.log->taken().size() == 3);  // BEGIN, users, items; their owners are there
  CHECK(users[0].items.size() == 2);
  CHECK(users[2].items.empty());
  CHECK(&*users[0].items[0].owner == &users[0]);
  CHECK(db.log->taken().empty());
}

TEST_CASE("a query can be shown without being sent", "[query]") {
  filled db;
  plinth::session session(db.engine);
  const auto shown = session.query<user>().filter(col<&user::id> == 7).limit(3).to_sql(db.engine.dialect());
  CHECK(plinth_test::as_on_every_server(shown.text) == select_users + R"( WHERE "users"."id" = ? LIMIT ?)");
  REQUIRE(shown.values.size() == 2);
  CHECK(shown.values[0].value.integer == 7);
  CHECK(db.log->taken().empty());
}
