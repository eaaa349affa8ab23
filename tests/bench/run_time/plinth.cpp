// SPDX-License-Identifier: MIT
// The workloads as an application writes them with plinth. Where there are two ways, both are measured: rows as plain
// structs (W2, W8) and as objects that the session tracks (W2.tracked, W8.tracked); W3 with and without asking for an
// object that may be changed.

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>
#include <string>
#include <utility>
#include <vector>

#include "harness.hpp"

namespace app {

struct Item;

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  bool is_active = true;
  double score = 0;
  plinth::relationship<std::vector<Item>> items;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::email>(plinth::unique),
                                              plinth::relation<&User::items>(plinth::back_populates("owner")));
};

struct Item {
  std::int64_t id = 0;
  std::string title;
  std::optional<std::string> description;
  std::int64_t owner_id = 0;
  plinth::relationship<User> owner;

  static constexpr auto table = plinth::table(
      "items", plinth::column<&Item::id>(plinth::primary_key),
      plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade), plinth::index),
      plinth::relation<&Item::owner>(plinth::back_populates("items")));
};

using Base = plinth::metadata<User, Item>;

struct UserRead {
  std::string email;
  std::int64_t id = 0;
  bool is_active = true;
};

}  // namespace app

namespace bench {
namespace {

using app::Item;
using app::User;
using plinth::col;

class with_plinth final : public contender {
 public:
  explicit with_plinth(const setup& given) : given_(given) {}

  void reset() override {
    engine_.reset();
    if (!given_.file.empty()) given_.remove_file();
    const std::string url = given_.file.empty() ? "sqlite://" : "sqlite:///" + given_.file;
    engine_.emplace(url);
    app::Base::create_all(*engine_);
  }

  std::vector<std::pair<std::string, workload>> workloads() override {
    return {
        {"W1.users", [this](stopwatch& w) { return insert_users(w); }},
        {"W1.items", [this](stopwatch& w) { return insert_items(w); }},
        {"W2", [this](stopwatch& w) { return scan_users(w); }},
        {"W2.tracked", [this](stopwatch& w) { return scan_tracked_users(w); }},
        {"W3", [this](stopwatch& w) { return get_users<User>(w); }},
        {"W3.const", [this](stopwatch& w) { return get_users<const User>(w); }},
        {"W3.identity", [this](stopwatch& w) { return get_known_users(w); }},
        {"W4", [this](stopwatch& w) { return change_users(w); }},
        {"W5", [this](stopwatch& w) { return pages(w); }},
        {"W6", [this](stopwatch& w) { return families(w); }},
        {"W7", [this](stopwatch& w) { return remove_items(w); }},
        {"W8", [this](stopwatch& w) { return scan_items(w); }},
        {"W8.tracked", [this](stopwatch& w) { return scan_tracked_items(w); }},
        {"J1", [this](stopwatch& w) { return write_json(w); }},
        {"J2", [this](stopwatch& w) { return read_json(w); }},
        {"Q1", [this](stopwatch& w) { return query_to_json(w); }},
    };
  }

 private:
  // ---- W1: the objects exist, adding moves them in ----

  outcome insert_users(stopwatch& watch) {
    std::vector<User> objects;
    for (const user_row& u : given_.users) objects.push_back({0, u.email, u.hashed_password, u.is_active, u.score, {}});
    return insert(watch, std::move(objects));
  }

  outcome insert_items(stopwatch& watch) {
    std::vector<Item> objects;
    for (const item_row& i : given_.items) objects.push_back({0, i.title, i.description, i.owner_id, {}});
    return insert(watch, std::move(objects));
  }

  /// What is timed ends with the commit: the floor keeps its rows as well.
  template <class Model>
  outcome insert(stopwatch& watch, std::vector<Model> objects) {
    std::vector<plinth::ref<Model>> refs;
    refs.reserve(objects.size());
    std::optional<plinth::session> session;
    watch.time([&] {
      session.emplace(*engine_);
      for (Model& object : objects) refs.push_back(session->add(std::move(object)));
      session->commit();
    });
    digest sum;
    for (const auto& object : refs) sum.add(static_cast<std::int64_t>(object->id));
    return {sum.sum(), std::ssize(refs)};
  }

  // ---- W2, W8 ----

  outcome scan_users(stopwatch& watch) {
    digest sum;
    for (std::int64_t i = 0; i < given_.sizes.scans; ++i) {
      auto rows = watch.time([&] {
        plinth::session session(*engine_);
        return session.query<User>().as_values().all();
      });
      sum.add_users(rows);
      watch.time([&] { rows = {}; });
    }
    return {sum.sum(), given_.sizes.scans * given_.sizes.users};
  }

  /// With the end of the session, which takes its objects along.
  outcome scan_tracked_users(stopwatch& watch) {
    digest sum;
    for (std::int64_t i = 0; i < given_.sizes.scans; ++i) {
      std::optional<plinth::session> session;
      plinth::result<User> users;
      watch.time([&] {
        session.emplace(*engine_);
        users = session->query<User>().all();
      });
      sum.add_users(std::as_const(users));
      watch.time([&] {
        users = {};
        session.reset();
      });
    }
    return {sum.sum(), given_.sizes.scans * given_.sizes.users};
  }

  outcome scan_items(stopwatch& watch) {
    digest sum;
    auto rows = watch.time([&] {
      plinth::session session(*engine_);
      return session.query<Item>().limit(given_.sizes.item_rows).as_values().all();
    });
    for (const Item& i : rows) sum.add_item(i);
    watch.time([&] { rows = {}; });
    return {sum.sum(), given_.sizes.item_rows};
  }

  outcome scan_tracked_items(stopwatch& watch) {
    digest sum;
    std::optional<plinth::session> session;
    plinth::result<Item> items;
    watch.time([&] {
      session.emplace(*engine_);
      items = session->query<Item>().limit(given_.sizes.item_rows).all();
    });
    for (const Item& i : std::as_const(items)) sum.add_item(i);
    watch.time([&] {
      items = {};
      session.reset();
    });
    return {sum.sum(), given_.sizes.item_rows};
  }

  // ---- W3, W4 ----

  /// Each key once, so that no object is known before; a session for every 10,000.
  template <class Handle>
  outcome get_users(stopwatch& watch) {
    digest sum;
    const std::vector<std::int64_t> keys = keys_to_get(given_.sizes);
    watch.time([&] {
      const auto unit = static_cast<std::size_t>(given_.sizes.gets_a_unit);
      for (std::size_t first = 0; first < keys.size(); first += unit) {
        plinth::session session(*engine_);
        for (std::size_t i = first; i < std::min(first + unit, keys.size()); ++i) {
          const plinth::ref<Handle> user = session.get<User>(keys[i]);
          if (user) sum.add_user(*user);
        }
      }
    });
    return {sum.sum(), std::ssize(keys)};
  }

  /// The session has all of them already: 10,000, as above.
  outcome get_known_users(stopwatch& watch) {
    digest sum;
    const std::vector<std::int64_t> keys = keys_to_get(given_.sizes);
    const auto unit = static_cast<std::size_t>(given_.sizes.gets_a_unit);
    for (std::size_t first = 0; first < keys.size(); first += unit) {
      const std::size_t end = std::min(first + unit, keys.size());
      plinth::session session(*engine_);
      for (std::size_t i = first; i < end; ++i) static_cast<void>(session.get<User>(keys[i]));
      std::int64_t seen = 0;
      watch.time([&] {
        for (std::size_t i = first; i < end; ++i) {
          const plinth::ref<const User> user = session.get<User>(keys[i]);
          if (user) seen += user->id;
        }
      });
      for (std::size_t i = first; i < end; ++i, seen -= keys[i - 1])
        sum.add_user(*plinth::ref<const User>(session.get<User>(keys[i])));
      if (seen != 0) sum.add(seen);
    }
    return {sum.sum(), std::ssize(keys)};
  }

  outcome change_users(stopwatch& watch) {
    const std::vector<std::int64_t> keys = keys_to_update(given_.sizes);
    watch.time([&] {
      plinth::session session(*engine_, {.begin = plinth::transaction_mode::write});
      for (const std::int64_t key : keys) {
        const auto user = session.get<User>(key);
        change(user->is_active, user->score);
      }
      session.commit();
    });
    digest sum;
    plinth::session session(*engine_);
    sum.add_users(session.query<User>().as_values().all());
    return {sum.sum(), std::ssize(keys)};
  }

  // ---- W5, W6 ----

  outcome pages(stopwatch& watch) {
    digest sum;
    std::int64_t count = 0;
    watch.time([&] {
      plinth::session session(*engine_);
      for (std::int64_t i = 0; i < given_.sizes.pages; ++i) {
        const auto rows = session.query<User>()
                              .filter(col<&User::score> > least_score(i) && col<&User::is_active>)
                              .order_by(col<&User::email>)
                              .limit(given_.sizes.page_rows)
                              .as_values()
                              .all();
        sum.add_users(rows);
        count += std::ssize(rows);
      }
    });
    return {sum.sum(), count};
  }

  outcome families(stopwatch& watch) {
    digest sum;
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < given_.sizes.families; ++i) {
      const std::int64_t above = family_begin(given_.sizes, i);
      std::optional<plinth::session> session;
      plinth::result<User> users;
      watch.time([&] {
        session.emplace(*engine_);
        users = session->query<User>()
                    .filter(col<&User::id> > above && col<&User::id> <= above + given_.sizes.family_users)
                    .order_by(col<&User::id>)
                    .options(plinth::selectin<&User::items>)
                    .all();
      });
      for (const User& u : std::as_const(users)) {
        sum.add_user(u);
        for (const Item& one : u.items) sum.add_item(one);
        count += 1 + static_cast<std::int64_t>(u.items.size());
      }
      watch.time([&] {
        users = {};
        session.reset();
      });
    }
    return {sum.sum(), count};
  }

  // ---- W7 ----

  /// The objects are loaded; what is timed is removing them and the commit.
  outcome remove_items(stopwatch& watch) {
    const std::vector<std::int64_t> keys = keys_to_delete(given_.sizes, 0);
    plinth::session session(*engine_, {.begin = plinth::transaction_mode::write});
    std::vector<plinth::ref<Item>> items;
    items.reserve(keys.size());
    for (const std::int64_t key : keys) items.push_back(session.get<Item>(key));
    watch.time([&] {
      for (const auto& item : items) session.remove(item);
      session.commit();
    });
    const auto gone = given_.sizes.items - session.query<Item>().count();
    return {static_cast<std::uint64_t>(gone), gone};
  }

  // ---- JSON ----

  outcome write_json(stopwatch& watch) {
    const std::string text = watch.time([&] { return plinth::to_json(given_.users); });
    digest sum;
    sum.add_users(plinth::from_json<std::vector<user_row>>(text));
    return {sum.sum(), given_.sizes.users};
  }

  outcome read_json(stopwatch& watch) {
    const std::string text = json_text(given_.users);
    digest sum;
    auto users = watch.time([&] { return plinth::from_json<std::vector<user_row>>(text); });
    sum.add_users(users);
    watch.time([&] { users = {}; });
    return {sum.sum(), given_.sizes.users};
  }

  outcome query_to_json(stopwatch& watch) {
    const std::string text = watch.time([&] {
      plinth::session session(*engine_);
      return plinth::to_json(session.query<User>().as<app::UserRead>());
    });
    digest sum;
    sum.add_text(text);
    return {sum.sum(), given_.sizes.users};
  }

  const setup& given_;
  std::optional<plinth::engine> engine_;
};

}  // namespace

std::unique_ptr<contender> make_contender(const setup& given) { return std::make_unique<with_plinth>(given); }

}  // namespace bench
