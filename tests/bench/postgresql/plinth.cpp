// SPDX-License-Identifier: MIT
// The workloads as an application writes them with plinth, on PostgreSQL: plain structs (W1.users, W1.items, W2, W8),
// and objects of a session (W1.commit, W1.single, W3).

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <plinth/plinth.hpp>
#include <plinth/postgresql.hpp>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../run_time/harness.hpp"
#include "schema.hpp"

namespace app {

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  bool is_active = true;
  double score = 0;

  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key),
                                              plinth::column<&User::email>(plinth::unique));
};

struct Item {
  std::int64_t id = 0;
  std::string title;
  std::optional<std::string> description;
  std::int64_t owner_id = 0;

  static constexpr auto table = plinth::table(
      "items", plinth::column<&Item::id>(plinth::primary_key),
      plinth::column<&Item::owner_id>(plinth::foreign_key<&User::id>(plinth::on_delete::cascade), plinth::index));
};

using Base = plinth::metadata<User, Item>;

}  // namespace app

namespace bench {
namespace {

using app::Item;
using app::User;

class with_plinth final : public contender {
 public:
  explicit with_plinth(const setup& given) : given_(given), engine_(given.file) { app::Base::create_all(engine_); }

  void reset() override { engine_.connect().run(empty_tables); }

  std::vector<std::pair<std::string, workload>> workloads() override {
    return {
        {"W1.users", [this](stopwatch& w) { return load_users(w); }},
        {"W1.items", [this](stopwatch& w) { return load_items(w); }},
        {"W1.commit", [this](stopwatch& w) { return add_users(w, false); }},
        {"W1.single", [this](stopwatch& w) { return add_users(w, true); }},
        {"W2", [this](stopwatch& w) { return scan_users(w); }},
        {"W3", [this](stopwatch& w) { return get_users(w); }},
        {"W8", [this](stopwatch& w) { return scan_items(w); }},
    };
  }

 private:
  [[nodiscard]] outcome counted(const char* sql) {
    plinth::session session(engine_);
    const auto [sum] = session.raw<std::tuple<std::int64_t>>(sql).one();
    return {static_cast<std::uint64_t>(sum), sum};
  }

  [[nodiscard]] std::vector<User> users() const {
    std::vector<User> objects;
    for (const user_row& u : given_.users) objects.push_back({0, u.email, u.hashed_password, u.is_active, u.score});
    return objects;
  }

  template <class Model>
  void load(stopwatch& watch, const std::vector<Model>& rows) {
    watch.time([&] {
      plinth::session session(engine_);
      session.bulk_insert(rows);
      session.commit();
    });
  }

  outcome load_users(stopwatch& watch) {
    reset();
    load(watch, users());
    return counted(count_users);
  }

  outcome load_items(stopwatch& watch) {
    std::vector<Item> rows;
    for (const item_row& i : given_.items) rows.push_back({0, i.title, i.description, i.owner_id});
    load(watch, rows);
    engine_.connect().run("VACUUM ANALYZE");
    return counted(count_items);
  }

  /// As one unit of work, or with a flush, and so a round trip, for each.
  outcome add_users(stopwatch& watch, bool one_by_one) {
    reset();
    std::vector<User> objects = users();
    std::optional<plinth::session> session;
    watch.time([&] {
      session.emplace(engine_);
      for (User& object : objects) {
        session->add(std::move(object));
        if (one_by_one) session->flush();
      }
      session->commit();
    });
    return counted(count_users);
  }

  outcome scan_users(stopwatch& watch) {
    digest sum;
    for (std::int64_t i = 0; i < given_.sizes.scans; ++i) {
      auto rows = watch.time([&] {
        plinth::session session(engine_);
        return session.query<User>().as_values().all();
      });
      sort_by_key(rows);
      sum.add_users(rows);
      watch.time([&] { rows = {}; });
    }
    return {sum.sum(), given_.sizes.users * given_.sizes.scans};
  }

  outcome scan_items(stopwatch& watch) {
    digest sum;
    auto rows = watch.time([&] {
      plinth::session session(engine_);
      return session.query<Item>().filter(plinth::col<&Item::id> <= given_.sizes.item_rows).as_values().all();
    });
    sort_by_key(rows);
    for (const Item& i : rows) sum.add_item(i);
    return {sum.sum(), std::ssize(rows)};
  }

  outcome get_users(stopwatch& watch) {
    digest sum;
    const std::vector<std::int64_t> keys = keys_to_get(given_.sizes);
    watch.time([&] {
      const auto unit = static_cast<std::size_t>(given_.sizes.gets_a_unit);
      for (std::size_t first = 0; first < keys.size(); first += unit) {
        plinth::session session(engine_);
        for (std::size_t i = first; i < std::min(first + unit, keys.size()); ++i) {
          const plinth::ref<const User> user = session.get<User>(keys[i]);
          if (user) sum.add_user(*user);
        }
      }
    });
    return {sum.sum(), std::ssize(keys)};
  }

  const setup& given_;
  plinth::engine engine_;
};

}  // namespace

std::unique_ptr<contender> make_contender(const setup& given) { return std::make_unique<with_plinth>(given); }

}  // namespace bench
