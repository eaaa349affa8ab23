// SPDX-License-Identifier: MIT
// The workloads as an application writes them with SOCI's postgresql backend: vectors for many rows, prepared
// statements for one.

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../run_time/harness.hpp"
#include "schema.hpp"

namespace bench {
namespace {

class with_soci final : public contender {
 public:
  explicit with_soci(const setup& given) : given_(given), sql_(soci::postgresql, given.file) { sql_ << create_tables; }

  void reset() override { sql_ << empty_tables; }

  std::vector<std::pair<std::string, workload>> workloads() override {
    return {
        {"W1.users", [this](stopwatch& w) { return insert_users(w); }},
        {"W1.items", [this](stopwatch& w) { return insert_items(w); }},
        {"W2", [this](stopwatch& w) { return scan_users(w); }},
        {"W3", [this](stopwatch& w) { return get_users(w); }},
        {"W8", [this](stopwatch& w) { return scan_items(w); }},
    };
  }

 private:
  [[nodiscard]] outcome counted(const char* text) {
    long long sum = 0;
    sql_ << text, soci::into(sum);
    return {static_cast<std::uint64_t>(sum), sum};
  }

  outcome insert_users(stopwatch& watch) {
    reset();
    watch.time([&] {
      soci::transaction all(sql_);
      std::string email;
      std::string password;
      int active = 0;
      double score = 0;
      soci::statement insert = (sql_.prepare << "INSERT INTO users (email, hashed_password, is_active, score) "
                                                "VALUES (:e, :p, CAST(CAST(:a AS int) AS boolean), :s)",
                                soci::use(email), soci::use(password), soci::use(active), soci::use(score));
      for (const user_row& u : given_.users) {
        email = u.email;
        password = u.hashed_password;
        active = u.is_active ? 1 : 0;
        score = u.score;
        insert.execute(true);
      }
      all.commit();
    });
    return counted(count_users);
  }

  outcome insert_items(stopwatch& watch) {
    watch.time([&] {
      soci::transaction all(sql_);
      std::string title;
      std::string description;
      soci::indicator has = soci::i_ok;
      long long owner = 0;
      soci::statement insert = (sql_.prepare << "INSERT INTO items (title, description, owner_id) VALUES (:t, :d, :o)",
                                soci::use(title), soci::use(description, has), soci::use(owner));
      for (const item_row& i : given_.items) {
        title = i.title;
        description = i.description.value_or("");
        has = i.description ? soci::i_ok : soci::i_null;
        owner = i.owner_id;
        insert.execute(true);
      }
      all.commit();
    });
    sql_ << "VACUUM ANALYZE";
    return counted(count_items);
  }

  outcome scan_users(stopwatch& watch) {
    digest sum;
    for (std::int64_t i = 0; i < given_.sizes.scans; ++i) {
      std::vector<user_row> rows;
      watch.time([&] {
        const soci::rowset<soci::row> found =
            (sql_.prepare << "SELECT id, email, hashed_password, CAST(is_active AS int), score FROM users");
        for (const soci::row& r : found)
          rows.push_back({r.get<long long>(0), r.get<std::string>(1), r.get<std::string>(2), r.get<int>(3) != 0,
                          r.get<double>(4)});
      });
      sort_by_key(rows);
      sum.add_users(rows);
      watch.time([&] { rows = {}; });
    }
    return {sum.sum(), given_.sizes.users * given_.sizes.scans};
  }

  outcome scan_items(stopwatch& watch) {
    digest sum;
    std::vector<item_row> rows;
    const long long most = given_.sizes.item_rows;
    watch.time([&] {
      const soci::rowset<soci::row> found =
          (sql_.prepare << "SELECT id, title, description, owner_id FROM items WHERE id <= :n", soci::use(most));
      for (const soci::row& r : found) {
        rows.push_back({r.get<long long>(0), r.get<std::string>(1), {}, r.get<long long>(3)});
        if (r.get_indicator(2) != soci::i_null) rows.back().description = r.get<std::string>(2);
      }
    });
    sort_by_key(rows);
    for (const item_row& i : rows) sum.add_item(i);
    return {sum.sum(), std::ssize(rows)};
  }

  outcome get_users(stopwatch& watch) {
    digest sum;
    const std::vector<std::int64_t> keys = keys_to_get(given_.sizes);
    watch.time([&] {
      user_row u;
      int active = 0;
      long long id = 0;
      long long key = 0;
      soci::statement get = (sql_.prepare << "SELECT id, email, hashed_password, CAST(is_active AS int), score "
                                             "FROM users WHERE id = :id",
                             soci::use(key), soci::into(id), soci::into(u.email), soci::into(u.hashed_password),
                             soci::into(active), soci::into(u.score));
      soci::transaction all(sql_);
      for (const std::int64_t k : keys) {
        key = k;
        if (!get.execute(true)) continue;
        u.id = id;
        u.is_active = active != 0;
        sum.add_user(u);
      }
      all.commit();
    });
    return {sum.sum(), std::ssize(keys)};
  }

  const setup& given_;
  soci::session sql_;
};

}  // namespace

std::unique_ptr<contender> make_contender(const setup& given) { return std::make_unique<with_soci>(given); }

}  // namespace bench
