// SPDX-License-Identifier: MIT
// The workloads by hand with libpq: prepared statements, values in binary form both ways, rows into structs.

#include <libpq-fe.h>
#include <bit>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../run_time/harness.hpp"
#include "schema.hpp"

namespace bench {
namespace {

struct clear {
  void operator()(PGresult* r) const noexcept { PQclear(r); }
  void operator()(PGconn* c) const noexcept { PQfinish(c); }
};
using result = std::unique_ptr<PGresult, clear>;

std::uint64_t turned(std::uint64_t v) { return __builtin_bswap64(v); }

std::uint64_t load64(const char* from) {
  std::uint64_t v;
  std::memcpy(&v, from, sizeof v);
  return turned(v);
}

std::int64_t integer(const PGresult* r, int row, int column) {
  return static_cast<std::int64_t>(load64(PQgetvalue(r, row, column)));
}

std::string text(const PGresult* r, int row, int column) {
  return {PQgetvalue(r, row, column), static_cast<std::size_t>(PQgetlength(r, row, column))};
}

user_row read_user(const PGresult* r, int row) {
  return {integer(r, row, 0), text(r, row, 1), text(r, row, 2), *PQgetvalue(r, row, 3) != 0,
          std::bit_cast<double>(load64(PQgetvalue(r, row, 4)))};
}

item_row read_item(const PGresult* r, int row) {
  item_row i{integer(r, row, 0), text(r, row, 1), std::nullopt, integer(r, row, 3)};
  if (PQgetisnull(r, row, 2) == 0) i.description = text(r, row, 2);
  return i;
}

/// Fields of COPY in binary form.
class copy_buffer {
 public:
  explicit copy_buffer(PGconn* to) : to_(to) { bytes_.assign("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19); }

  void begin_row(std::uint16_t fields) {
    if (bytes_.size() > 65'536) send();
    add(__builtin_bswap16(fields));
  }
  void field(std::string_view value) {
    add(__builtin_bswap32(static_cast<std::uint32_t>(value.size())));
    bytes_ += value;
  }
  void field(std::uint64_t value) {
    add(__builtin_bswap32(8U));
    add(turned(value));
  }
  void field(bool value) {
    add(__builtin_bswap32(1U));
    bytes_ += value ? '\1' : '\0';
  }
  void null() { add(~std::uint32_t{0}); }

  void end() {
    bytes_ += "\377\377";
    send();
    if (PQputCopyEnd(to_, nullptr) != 1) throw std::runtime_error(PQerrorMessage(to_));
    const result done(PQgetResult(to_));
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(to_));
    PQgetResult(to_);
  }

 private:
  template <class T>
  void add(T value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void send() {
    if (PQputCopyData(to_, bytes_.data(), static_cast<int>(bytes_.size())) != 1)
      throw std::runtime_error(PQerrorMessage(to_));
    bytes_.clear();
  }

  PGconn* to_;
  std::string bytes_;
};

class by_hand final : public contender {
 public:
  explicit by_hand(const setup& given) : given_(given), c_(PQconnectdb(given.file.c_str())) {
    run(create_tables);
    prepare("insert_user",
            "INSERT INTO users (email, hashed_password, is_active, score) VALUES ($1, $2, $3, $4) RETURNING id");
    prepare("users", "SELECT id, email, hashed_password, is_active, score FROM users");
    prepare("items", "SELECT id, title, description, owner_id FROM items WHERE id <= $1");
    prepare("user", "SELECT id, email, hashed_password, is_active, score FROM users WHERE id = $1");
  }

  void reset() override { run(empty_tables); }

  std::vector<std::pair<std::string, workload>> workloads() override {
    return {
        {"W1.users", [this](stopwatch& w) { return copy_users(w); }},
        {"W1.items", [this](stopwatch& w) { return copy_items(w); }},
        {"W1.single", [this](stopwatch& w) { return insert_users(w); }},
        {"W2", [this](stopwatch& w) { return scan_users(w); }},
        {"W3", [this](stopwatch& w) { return get_users(w); }},
        {"W8", [this](stopwatch& w) { return scan_items(w); }},
    };
  }

 private:
  result checked(PGresult* r) const {
    result owned(r);
    const ExecStatusType status = PQresultStatus(r);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
      throw std::runtime_error(PQerrorMessage(c_.get()));
    return owned;
  }
  result run(const char* sql) const { return checked(PQexec(c_.get(), sql)); }
  void prepare(const char* name, const char* sql) const { checked(PQprepare(c_.get(), name, sql, 0, nullptr)); }
  result execute(const char* name, std::vector<std::string_view> values) const {
    std::vector<const char*> data;
    std::vector<int> sizes;
    std::vector<int> formats(values.size(), 1);
    for (const std::string_view v : values) {
      data.push_back(v.data());
      sizes.push_back(static_cast<int>(v.size()));
    }
    return checked(
        PQexecPrepared(c_.get(), name, static_cast<int>(values.size()), data.data(), sizes.data(), formats.data(), 1));
  }
  [[nodiscard]] outcome counted(const char* sql) const {
    const result r = run(sql);
    return {std::stoull(PQgetvalue(r.get(), 0, 0)), std::stoll(PQgetvalue(r.get(), 0, 0))};
  }

  // ---- W1 ----

  outcome copy_users(stopwatch& watch) {
    reset();
    watch.time([&] {
      run("BEGIN");
      run("COPY users (email, hashed_password, is_active, score) FROM STDIN (FORMAT binary)");
      copy_buffer out(c_.get());
      for (const user_row& u : given_.users) {
        out.begin_row(4);
        out.field(std::string_view(u.email));
        out.field(std::string_view(u.hashed_password));
        out.field(u.is_active);
        out.field(std::bit_cast<std::uint64_t>(u.score));
      }
      out.end();
      run("COMMIT");
    });
    return counted(count_users);
  }

  outcome copy_items(stopwatch& watch) {
    watch.time([&] {
      run("BEGIN");
      run("COPY items (title, description, owner_id) FROM STDIN (FORMAT binary)");
      copy_buffer out(c_.get());
      for (const item_row& i : given_.items) {
        out.begin_row(3);
        out.field(std::string_view(i.title));
        if (i.description)
          out.field(std::string_view(*i.description));
        else
          out.null();
        out.field(static_cast<std::uint64_t>(i.owner_id));
      }
      out.end();
      run("COMMIT");
    });
    run("VACUUM ANALYZE");
    return counted(count_items);
  }

  /// One round trip a row, which gives its key.
  outcome insert_users(stopwatch& watch) {
    reset();
    std::int64_t last = 0;
    watch.time([&] {
      run("BEGIN");
      for (const user_row& u : given_.users) {
        const char active = u.is_active ? '\1' : '\0';
        const std::uint64_t score = turned(std::bit_cast<std::uint64_t>(u.score));
        const char* const values[] = {u.email.c_str(), u.hashed_password.c_str(), &active,
                                      reinterpret_cast<const char*>(&score)};
        const int sizes[] = {static_cast<int>(u.email.size()), static_cast<int>(u.hashed_password.size()), 1, 8};
        const int formats[] = {1, 1, 1, 1};
        const result r = checked(PQexecPrepared(c_.get(), "insert_user", 4, values, sizes, formats, 1));
        last = integer(r.get(), 0, 0);
      }
      run("COMMIT");
    });
    if (last == 0) throw std::runtime_error("no key");
    return counted(count_users);
  }

  // ---- what reads ----

  outcome scan_users(stopwatch& watch) {
    digest sum;
    for (std::int64_t i = 0; i < given_.sizes.scans; ++i) {
      std::vector<user_row> rows;
      watch.time([&] {
        const result r = execute("users", {});
        const int count = PQntuples(r.get());
        rows.reserve(static_cast<std::size_t>(count));
        for (int row = 0; row < count; ++row) rows.push_back(read_user(r.get(), row));
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
    watch.time([&] {
      const std::uint64_t most = turned(static_cast<std::uint64_t>(given_.sizes.item_rows));
      const result r = execute("items", {{reinterpret_cast<const char*>(&most), 8}});
      const int count = PQntuples(r.get());
      rows.reserve(static_cast<std::size_t>(count));
      for (int row = 0; row < count; ++row) rows.push_back(read_item(r.get(), row));
    });
    sort_by_key(rows);
    for (const item_row& i : rows) sum.add_item(i);
    return {sum.sum(), std::ssize(rows)};
  }

  outcome get_users(stopwatch& watch) {
    digest sum;
    const std::vector<std::int64_t> keys = keys_to_get(given_.sizes);
    watch.time([&] {
      const auto unit = static_cast<std::size_t>(given_.sizes.gets_a_unit);
      for (std::size_t first = 0; first < keys.size(); first += unit) {
        run("BEGIN");
        for (std::size_t i = first; i < std::min(first + unit, keys.size()); ++i) {
          const std::uint64_t key = turned(static_cast<std::uint64_t>(keys[i]));
          const char* const value = reinterpret_cast<const char*>(&key);
          const int size = 8;
          const int format = 1;
          const result r = checked(PQexecPrepared(c_.get(), "user", 1, &value, &size, &format, 1));
          if (PQntuples(r.get()) == 1) sum.add_user(read_user(r.get(), 0));
        }
        run("ROLLBACK");
      }
    });
    return {sum.sum(), std::ssize(keys)};
  }

  const setup& given_;
  std::unique_ptr<PGconn, clear> c_;
};

}  // namespace

std::unique_ptr<contender> make_contender(const setup& given) { return std::make_unique<by_hand>(given); }

}  // namespace bench
