// SPDX-License-Identifier: MIT
// The workloads as an application writes them with SOCI and its type conversions.

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "harness.hpp"

namespace soci {

template <>
struct type_conversion<bench::user_row> {
  using base_type = values;
  static void from_base(const values& v, indicator, bench::user_row& u) {
    u.id = v.get<int>("id");  // what SOCI makes of INTEGER
    u.email = v.get<std::string>("email");
    u.hashed_password = v.get<std::string>("hashed_password");
    u.is_active = v.get<int>("is_active") != 0;
    u.score = v.get<double>("score");
  }
  static void to_base(const bench::user_row& u, values& v, indicator& i) {
    v.set("email", u.email);
    v.set("hashed_password", u.hashed_password);
    v.set("is_active", u.is_active ? 1 : 0);
    v.set("score", u.score);
    i = i_ok;
  }
};

template <>
struct type_conversion<bench::item_row> {
  using base_type = values;
  static void from_base(const values& v, indicator, bench::item_row& i) {
    i.id = v.get<int>("id");
    i.title = v.get<std::string>("title");
    i.description.reset();  // a rowset reads every row into the same struct
    if (v.get_indicator("description") != i_null) i.description = v.get<std::string>("description");
    i.owner_id = v.get<int>("owner_id");
  }
  static void to_base(const bench::item_row& i, values& v, indicator& ind) {
    v.set("title", i.title);
    v.set("description", i.description.value_or(""), i.description ? i_ok : i_null);
    v.set("owner_id", static_cast<long long>(i.owner_id));
    ind = i_ok;
  }
};

}  // namespace soci

namespace bench {
namespace {

class with_soci final : public contender {
 public:
  explicit with_soci(const setup& given) : given_(given) {}

  void reset() override {
    sql_.reset();
    if (!given_.file.empty()) given_.remove_file();
    sql_.emplace(soci::sqlite3, given_.file.empty() ? ":memory:" : given_.file);
    *sql_ << "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, email TEXT NOT NULL UNIQUE, "
             "hashed_password TEXT NOT NULL, is_active INTEGER NOT NULL, score REAL NOT NULL)";
    *sql_ << "CREATE TABLE items (id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, description TEXT, "
             "owner_id INTEGER NOT NULL REFERENCES users (id))";
    *sql_ << "CREATE INDEX ix_items_owner_id ON items (owner_id)";
  }

  std::vector<std::pair<std::string, workload>> workloads() override {
    return {
        {"W1.users", [this](stopwatch& w) { return insert(w, insert_user, given_.users); }},
        {"W1.items", [this](stopwatch& w) { return insert(w, insert_item, given_.items); }},
        {"W2", [this](stopwatch& w) { return scan_users(w); }},
        {"W3", [this](stopwatch& w) { return get_users(w); }},
        {"W4", [this](stopwatch& w) { return change_users(w); }},
        {"W5", [this](stopwatch& w) { return pages(w); }},
        {"W6", [this](stopwatch& w) { return families(w); }},
        {"W7", [this](stopwatch& w) { return delete_items(w); }},
        {"W8", [this](stopwatch& w) { return scan_items(w); }},
    };
  }

 private:
  static constexpr const char* insert_user =
      "INSERT INTO users (email, hashed_password, is_active, score) VALUES (:email, :hashed_password, :is_active, "
      ":score)";
  static constexpr const char* insert_item =
      "INSERT INTO items (title, description, owner_id) VALUES (:title, :description, :owner_id)";
  static constexpr const char* select_users = "SELECT id, email, hashed_password, is_active, score FROM users";
  static constexpr const char* select_items = "SELECT id, title, description, owner_id FROM items";

  template <class Row>
  outcome insert(stopwatch& watch, const char* text, const std::vector<Row>& rows) {
    return watch.time([&] {
      digest sum;
      soci::transaction transaction(*sql_);
      Row row;
      const Row& given = row;  // what is not const would be written back
      soci::statement statement = (sql_->prepare << text, soci::use(given));
      for (const Row& r : rows) {
        row = r;
        statement.execute(true);
        long long key = 0;
        sql_->get_last_insert_id("", key);
        sum.add(static_cast<std::int64_t>(key));
      }
      transaction.commit();
      return outcome{sum.sum(), std::ssize(rows)};
    });
  }

  template <class Row>
  static std::vector<Row> all(soci::rowset<Row> rows) {
    return {rows.begin(), rows.end()};
  }

  outcome scan_users(stopwatch& watch) {
    digest sum;
    for (std::int64_t i = 0; i < given_.sizes.scans; ++i) {
      auto rows = watch.time([&] { return all<user_row>((sql_->prepare << select_users)); });
      sum.add_users(rows);
      watch.time([&] { rows = {}; });
    }
    return {sum.sum(), given_.sizes.scans * given_.sizes.users};
  }

  outcome scan_items(stopwatch& watch) {
    digest sum;
    auto rows = watch.time([&] {
      return all<item_row>((sql_->prepare << select_items << " LIMIT " << given_.sizes.item_rows));
    });
    for (const item_row& i : rows) sum.add_item(i);
    watch.time([&] { rows = {}; });
    return {sum.sum(), given_.sizes.item_rows};
  }

  void get(std::int64_t id, user_row& to) {
    const long long key = id;
    *sql_ << select_users << " WHERE id = :id", soci::use(key), soci::into(to);
  }

  outcome get_users(stopwatch& watch) {
    digest sum;
    const std::vector<std::int64_t> keys = keys_to_get(given_.sizes);
    watch.time([&] {
      const auto unit = static_cast<std::size_t>(given_.sizes.gets_a_unit);
      for (std::size_t first = 0; first < keys.size(); first += unit) {
        soci::transaction transaction(*sql_);
        for (std::size_t i = first; i < std::min(first + unit, keys.size()); ++i) {
          user_row u;
          get(keys[i], u);
          if (sql_->got_data()) sum.add_user(u);
        }
        transaction.commit();
      }
    });
    return {sum.sum(), std::ssize(keys)};
  }

  outcome change_users(stopwatch& watch) {
    const std::vector<std::int64_t> keys = keys_to_update(given_.sizes);
    watch.time([&] {
      soci::transaction transaction(*sql_);
      for (const std::int64_t key : keys) {
        user_row u;
        get(key, u);
        change(u.is_active, u.score);
        const int active = u.is_active ? 1 : 0;
        const long long id = key;
        *sql_ << "UPDATE users SET is_active = :a, score = :s WHERE id = :id", soci::use(active), soci::use(u.score),
            soci::use(id);
      }
      transaction.commit();
    });
    digest sum;
    sum.add_users(all<user_row>((sql_->prepare << select_users)));
    return {sum.sum(), std::ssize(keys)};
  }

  outcome pages(stopwatch& watch) {
    digest sum;
    std::int64_t count = 0;
    watch.time([&] {
      for (std::int64_t i = 0; i < given_.sizes.pages; ++i) {
        const double least = least_score(i);
        const long long most = given_.sizes.page_rows;
        const auto rows = all<user_row>((sql_->prepare << select_users
                                                       << " WHERE score > :x AND is_active ORDER BY email LIMIT :n",
                                         soci::use(least), soci::use(most)));
        sum.add_users(rows);
        count += std::ssize(rows);
      }
    });
    return {sum.sum(), count};
  }

  struct family_member {
    user_row user;
    std::vector<item_row> items;
  };

  /// SOCI has no relationships: two queries, stitched by hand.
  std::vector<family_member> read_family(long long above) {
    const long long last = above + given_.sizes.family_users;
    std::vector<family_member> members;
    std::unordered_map<std::int64_t, std::size_t> places;
    soci::rowset<user_row> users = (sql_->prepare << select_users << " WHERE id > :a AND id <= :b ORDER BY id",
                                    soci::use(above), soci::use(last));
    for (const user_row& u : users) {
      places.emplace(u.id, members.size());
      members.push_back({u, {}});
    }
    soci::rowset<item_row> items =
        (sql_->prepare << select_items << " WHERE owner_id > :a AND owner_id <= :b ORDER BY owner_id, id",
         soci::use(above), soci::use(last));
    for (const item_row& i : items) members[places.at(i.owner_id)].items.push_back(i);
    return members;
  }

  outcome families(stopwatch& watch) {
    digest sum;
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < given_.sizes.families; ++i) {
      auto members = watch.time([&] { return read_family(family_begin(given_.sizes, i)); });
      for (const family_member& m : members) {
        sum.add_user(m.user);
        for (const item_row& one : m.items) sum.add_item(one);
        count += 1 + std::ssize(m.items);
      }
      watch.time([&] { members = {}; });
    }
    return {sum.sum(), count};
  }

  outcome delete_items(stopwatch& watch) {
    const std::vector<std::int64_t> keys = keys_to_delete(given_.sizes, 0);
    return watch.time([&] {
      std::int64_t gone = 0;
      soci::transaction transaction(*sql_);
      long long key = 0;
      soci::statement statement = (sql_->prepare << "DELETE FROM items WHERE id = :id", soci::use(key));
      for (const std::int64_t k : keys) {
        key = k;
        statement.execute(true);
        gone += statement.get_affected_rows();
      }
      transaction.commit();
      return outcome{static_cast<std::uint64_t>(gone), gone};
    });
  }

  const setup& given_;
  std::optional<soci::session> sql_;
};

}  // namespace

std::unique_ptr<contender> make_contender(const setup& given) { return std::make_unique<with_soci>(given); }

}  // namespace bench
