// SPDX-License-Identifier: MIT
// Guide: what happens to objects by itself.

#include <cctype>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <plinth/plinth.hpp>
#include <plinth/session/hooks.hpp>
#include <plinth/sqlite.hpp>

#include "show_sql.hpp"

// [hooks]
struct Entry {
  std::int64_t id = 0;
  std::string text{};

  static constexpr auto table = plinth::table("entries", plinth::column<&Entry::id>(plinth::primary_key));
};

struct User {
  std::int64_t id = 0;
  std::string email{};

  static void before_insert(User& user) {
    for (char& c : user.email) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  static void after_insert(User& user, plinth::session& session) {
    session.add(Entry{.text = "user " + std::to_string(user.id)});
  }

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::email>(plinth::unique));
};
// [/hooks]

// [times]
struct Note {
  std::int64_t id = 0;
  std::string slug{};
  std::string text{};
  std::chrono::sys_time<std::chrono::microseconds> created_at{};
  std::optional<std::chrono::sys_seconds> updated_at{};
  std::optional<std::chrono::sys_seconds> deleted_at{};

  static constexpr auto table = plinth::table(
      "notes", plinth::column<&Note::id>(plinth::primary_key), plinth::column<&Note::slug>(plinth::unique),
      plinth::column<&Note::created_at>(plinth::created_at), plinth::column<&Note::updated_at>(plinth::updated_at),
      plinth::column<&Note::deleted_at>(plinth::soft_delete));
};
// [/times]

using Base = plinth::metadata<User, Entry, Note>;

static void own_hooks(plinth::engine& engine) {
  step("hooks of a model:");
  // [insert]
  plinth::session session{engine};
  session.add(User{.email = "Ada@Example.org"});
  session.commit();
  std::cout << session.query<User>().one()->email << '\n';
  // [/insert]
}

static void registered_hooks(plinth::engine& engine) {
  step("hooks of a program:");
  // [register]
  auto hooks = std::make_shared<plinth::hooks>();
  hooks->on<User>(plinth::hook::after_load, [](User& user) { std::cout << "read: " << user.email << '\n'; });
  hooks->on<User>(plinth::hook::before_remove, [](const User&) { throw std::runtime_error("users stay"); });
  plinth::session session{engine, {.hooks = hooks}};
  session.remove(session.query<User>().one());
  try {
    session.commit();
  } catch (const std::runtime_error& e) {
    std::cout << e.what() << '\n';
  }
  // [/register]
}

static void times(plinth::engine& engine) {
  step("times:");
  // [clock]
  static std::chrono::sys_time<std::chrono::microseconds> now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
  plinth::session session{engine, {.clock = [] { return now; }}};
  plinth::ref<Note> note = session.add(Note{.slug = "first", .text = "One."});
  session.commit();
  now += std::chrono::hours(1);
  note->text = "One, changed.";
  session.commit();
  std::cout << (*note->updated_at - note->created_at == std::chrono::hours(1)) << '\n';
  note->text = "One, changed.";
  session.commit();  // nothing differs: no statement, and the time stays
  // [/clock]
}

static void removed_rows(plinth::engine& engine) {
  step("removed rows:");
  // [soft_delete]
  plinth::session session{engine};
  session.remove(session.query<Note>().one());
  session.add(Note{.slug = "first", .text = "Another."});
  session.commit();
  std::cout << session.query<Note>().count() << " of " << session.query<Note>().unfiltered().count() << '\n';
  // [/soft_delete]
  session.rollback();
  step("for good:");
  // [for_good]
  session.remove<Note>().where(plinth::col<&Note::deleted_at>.is_not_null()).for_good().execute();
  session.commit();
  // [/for_good]
}

static void merging(plinth::engine& engine) {
  step("merge:");
  // [merge]
  User form{.id = 1, .email = "lovelace@example.org"};
  plinth::session session{engine};
  plinth::ref<User> user = session.merge(form, plinth::merge_policy::overwrite);
  session.commit();
  std::cout << user->email << '\n';
  // [/merge]
}

static void bulk(plinth::engine& engine) {
  step("bulk_update:");
  // [bulk_update]
  plinth::session session{engine};
  std::vector<User> users = session.query<User>().as_values().all();
  for (User& user : users) user.email = "x-" + user.email;
  session.bulk_update<&User::email>(users);
  session.commit();
  // [/bulk_update]
}

static void upserts(plinth::engine& engine) {
  step("insert or update:");
  // [upsert]
  plinth::session session{engine};
  const std::vector<User> given = {{.id = 1, .email = "ada@example.org"}, {.id = 90, .email = "bob@example.org"}};
  const plinth::upsert_counts counts =
      session.insert(given).on_conflict(plinth::col<&User::id>).do_update(plinth::col<&User::email>).execute();
  std::cout << counts.inserted << " inserted, " << counts.updated << " updated\n";
  session.commit();
  // [/upsert]
}

int main() {
  plinth::engine engine{"sqlite://", printing()};
  Base::create_all(engine);
  own_hooks(engine);
  registered_hooks(engine);
  times(engine);
  removed_rows(engine);
  merging(engine);
  bulk(engine);
  upserts(engine);
}
