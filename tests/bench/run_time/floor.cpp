// SPDX-License-Identifier: MIT
// The floor: what one writes by hand against sqlite3, with prepared statements that are reused, nothing copied for
// binding, one pass over the rows. Built twice: with SQLite's own settings, and with those that plinth makes.
// JSON: nlohmann_json with its own macros, and a loop that appends text for Q1.

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness.hpp"

namespace bench {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(user_row, id, email, hashed_password, is_active, score)

namespace {

struct closes {
  void operator()(sqlite3* db) const noexcept { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using database = std::unique_ptr<sqlite3, closes>;
using statement = std::unique_ptr<sqlite3_stmt, closes>;

void check(sqlite3* db, int status) {
  if (status != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
}

void run(sqlite3* db, const char* sql) { check(db, sqlite3_exec(db, sql, nullptr, nullptr, nullptr)); }

statement prepare(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  check(db, sqlite3_prepare_v3(db, sql.c_str(), static_cast<int>(sql.size()) + 1, SQLITE_PREPARE_PERSISTENT, &raw,
                               nullptr));
  return statement(raw);
}

void bind_text(sqlite3_stmt* s, int at, std::string_view text) {
  sqlite3_bind_text(s, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

/// Runs a statement without rows.
void step(sqlite3* db, sqlite3_stmt* s) {
  const int status = sqlite3_step(s);
  sqlite3_reset(s);
  if (status != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db));
}

// A column's value is asked for once and then read: measured a few per cent faster than sqlite3_column_*.

std::int64_t integer(sqlite3_stmt* s, int column) { return sqlite3_value_int64(sqlite3_column_value(s, column)); }
double real(sqlite3_stmt* s, int column) { return sqlite3_value_double(sqlite3_column_value(s, column)); }

std::string_view text(sqlite3_stmt* s, int column) {
  sqlite3_value* value = sqlite3_column_value(s, column);
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

// Strings are made in one go, which is cheaper than assigning to empty ones.

template <class Row>
Row read(sqlite3_stmt* s);

template <>
user_row read<user_row>(sqlite3_stmt* s) {
  return {integer(s, 0), std::string(text(s, 1)), std::string(text(s, 2)), integer(s, 3) != 0, real(s, 4)};
}

template <>
item_row read<item_row>(sqlite3_stmt* s) {
  sqlite3_value* value = sqlite3_column_value(s, 2);
  std::optional<std::string> description;
  if (const unsigned char* bytes = sqlite3_value_text(value))
    description.emplace(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_value_bytes(value)));
  return {integer(s, 0), std::string(text(s, 1)), std::move(description), integer(s, 3)};
}

template <class Row>
std::vector<Row> read_all(sqlite3_stmt* s) {
  std::vector<Row> rows;
  while (sqlite3_step(s) == SQLITE_ROW) rows.push_back(read<Row>(s));
  sqlite3_reset(s);
  return rows;
}

struct family_member {
  user_row user;
  std::vector<item_row> items;
};

/// The characters that JSON text escapes, as short as they can be written.
void append_escaped(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, done, i - done);
    done = i + 1;
    const char* names = "btn?fr";
    if (c == '"' || c == '\\')
      (out += '\\') += static_cast<char>(c);
    else if (c >= 8 && c <= 13 && c != 11)
      (out += '\\') += names[c - 8];
    else
      ((out += "\\u00") += digits[c >> 4]) += digits[c & 15U];
  }
  out.append(text, done, text.size() - done);
  out += '"';
}

void append_number(std::string& out, std::int64_t number) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

class hand_written final : public contender {
 public:
  explicit hand_written(const setup& given) : given_(given) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(given.sizes.family_users); ++i)
      family_items_sql_ += i == 0 ? "?" : ", ?";
    family_items_sql_ = "SELECT id, title, description, owner_id FROM items WHERE owner_id IN (" + family_items_sql_ +
                        ") ORDER BY owner_id, id";
  }

  void reset() override {
    close();
    open();
    run(db_.get(),
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, email TEXT NOT NULL UNIQUE, "
        "hashed_password TEXT NOT NULL, "
        "is_active INTEGER NOT NULL, score REAL NOT NULL);"
        "CREATE TABLE items (id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, description TEXT, "
        "owner_id INTEGER NOT NULL REFERENCES users (id));"
        "CREATE INDEX ix_items_owner_id ON items (owner_id);");
    prepare_all();
  }

  std::vector<std::pair<std::string, workload>> workloads() override {
    return {
        {"W1.users", [this](stopwatch& w) { return insert_users(w); }},
        {"W1.items", [this](stopwatch& w) { return insert_items(w); }},
        {"W2", [this](stopwatch& w) { return scan_users(w); }},
        {"W3", [this](stopwatch& w) { return get_users(w); }},
        {"W4", [this](stopwatch& w) { return change_users(w, true); }},
        {"W4.update", [this](stopwatch& w) { return change_users(w, false); }},
        {"W5", [this](stopwatch& w) { return pages(w); }},
        {"W6", [this](stopwatch& w) { return families(w); }},
        {"W7", [this](stopwatch& w) { return delete_items(w, 0); }},
        {"W8", [this](stopwatch& w) { return scan_items(w); }},
        {"J1", [this](stopwatch& w) { return write_json(w); }},
        {"J2", [this](stopwatch& w) { return read_json(w); }},
        {"Q1", [this](stopwatch& w) { return query_to_json(w); }},
    };
  }

 private:
  void close() {
    for (statement* s : {&insert_user_, &insert_item_, &all_users_, &one_user_, &update_user_, &page_, &family_,
                         &family_items_, &delete_item_, &some_items_, &for_json_, &begin_, &commit_})
      s->reset();
    db_.reset();
    keeps_alive_.reset();
  }

  /// What plinth/driver/sqlite/open.hpp does, where this is the tuned floor.
  void open() {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const bool in_memory = given_.file.empty();
    if (!in_memory) given_.remove_file();
#ifdef PLINTH_BENCH_TUNED
    if (in_memory) keeps_alive_ = connect("/floor", flags, "memdb");
    db_ = in_memory ? connect("/floor", flags, "memdb") : connect(given_.file.c_str(), flags, nullptr);
    run(db_.get(), "PRAGMA foreign_keys = ON; PRAGMA temp_store = memory; PRAGMA cache_size = -65536");
    if (!in_memory)
      run(db_.get(), "PRAGMA mmap_size = 268435456; PRAGMA synchronous = normal; PRAGMA journal_mode = wal");
#else
    db_ = connect(in_memory ? ":memory:" : given_.file.c_str(), flags, nullptr);
#endif
  }

  static database connect(const char* name, int flags, const char* file_system) {
    sqlite3* raw = nullptr;
    const int status = sqlite3_open_v2(name, &raw, flags, file_system);
    database db(raw);
    check(raw, status);
    return db;
  }

  void prepare_all() {
    const auto made = [this](const std::string& sql) { return prepare(db_.get(), sql); };
    const std::string users = "SELECT id, email, hashed_password, is_active, score FROM users";
    begin_ = made("BEGIN");
    commit_ = made("COMMIT");
    insert_user_ = made("INSERT INTO users (email, hashed_password, is_active, score) VALUES (?, ?, ?, ?)");
    insert_item_ = made("INSERT INTO items (title, description, owner_id) VALUES (?, ?, ?)");
    all_users_ = made(users);
    one_user_ = made(users + " WHERE id = ?");
    update_user_ = made("UPDATE users SET is_active = ?, score = ? WHERE id = ?");
    page_ = made(users + " WHERE score > ? AND is_active ORDER BY email LIMIT ?");
    family_ = made(users + " WHERE id > ? AND id <= ? ORDER BY id");
    family_items_ = made(family_items_sql_);
    delete_item_ = made("DELETE FROM items WHERE id = ?");
    some_items_ = made("SELECT id, title, description, owner_id FROM items LIMIT ?");
    for_json_ = made("SELECT email, id, is_active FROM users");
  }

  void begin() { step(db_.get(), begin_.get()); }
  void commit() { step(db_.get(), commit_.get()); }

  // ---- W1: insert everything, one transaction for each table ----

  outcome insert_users(stopwatch& watch) {
    return watch.time([&] {
      digest sum;
      begin();
      sqlite3_stmt* s = insert_user_.get();
      for (const user_row& u : given_.users) {
        bind_text(s, 1, u.email);
        bind_text(s, 2, u.hashed_password);
        sqlite3_bind_int(s, 3, u.is_active ? 1 : 0);
        sqlite3_bind_double(s, 4, u.score);
        step(db_.get(), s);
        sum.add(static_cast<std::int64_t>(sqlite3_last_insert_rowid(db_.get())));
      }
      commit();
      return outcome{sum.sum(), given_.sizes.users};
    });
  }

  outcome insert_items(stopwatch& watch) {
    return watch.time([&] {
      digest sum;
      begin();
      sqlite3_stmt* s = insert_item_.get();
      for (const item_row& i : given_.items) {
        bind_text(s, 1, i.title);
        if (i.description)
          bind_text(s, 2, *i.description);
        else
          sqlite3_bind_null(s, 2);
        sqlite3_bind_int64(s, 3, i.owner_id);
        step(db_.get(), s);
        sum.add(static_cast<std::int64_t>(sqlite3_last_insert_rowid(db_.get())));
      }
      commit();
      return outcome{sum.sum(), given_.sizes.items};
    });
  }

  // ---- W2, W8: read a table into structs ----

  outcome scan_users(stopwatch& watch) {
    digest sum;
    for (std::int64_t i = 0; i < given_.sizes.scans; ++i) {
      auto rows = watch.time([&] { return read_all<user_row>(all_users_.get()); });
      sum.add_users(rows);
      watch.time([&] { rows = {}; });
    }
    return {sum.sum(), given_.sizes.scans * given_.sizes.users};
  }

  outcome scan_items(stopwatch& watch) {
    digest sum;
    auto rows = watch.time([&] {
      sqlite3_bind_int64(some_items_.get(), 1, given_.sizes.item_rows);
      return read_all<item_row>(some_items_.get());
    });
    for (const item_row& i : rows) sum.add_item(i);
    watch.time([&] { rows = {}; });
    return {sum.sum(), given_.sizes.item_rows};
  }

  // ---- W3, W4: by key ----

  std::optional<user_row> get(std::int64_t key) {
    sqlite3_stmt* s = one_user_.get();
    sqlite3_bind_int64(s, 1, key);
    std::optional<user_row> found;
    if (sqlite3_step(s) == SQLITE_ROW) found.emplace(read<user_row>(s));
    sqlite3_reset(s);
    return found;
  }

  /// One transaction for as many as a session has: a reading transaction a statement would only be slower.
  outcome get_users(stopwatch& watch) {
    digest sum;
    const std::vector<std::int64_t> keys = keys_to_get(given_.sizes);
    watch.time([&] {
      std::int64_t in_unit = 0;
      for (const std::int64_t key : keys) {
        if (in_unit == 0) begin();
        if (const auto u = get(key)) sum.add_user(*u);
        in_unit = (in_unit + 1) % given_.sizes.gets_a_unit;
        if (in_unit == 0) commit();
      }
      if (in_unit != 0) commit();
    });
    return {sum.sum(), static_cast<std::int64_t>(keys.size())};
  }

  outcome change_users(stopwatch& watch, bool load) {
    const std::vector<std::int64_t> keys = keys_to_update(given_.sizes);
    watch.time([&] {
      begin();
      sqlite3_stmt* s = update_user_.get();
      for (const std::int64_t key : keys) {
        const user_row& known = given_.users[static_cast<std::size_t>(key - 1)];
        bool is_active = known.is_active;
        double score = known.score;
        if (load) {
          const auto u = get(key);
          is_active = u->is_active;
          score = u->score;
        }
        change(is_active, score);
        sqlite3_bind_int(s, 1, is_active ? 1 : 0);
        sqlite3_bind_double(s, 2, score);
        sqlite3_bind_int64(s, 3, key);
        step(db_.get(), s);
      }
      commit();
    });
    digest sum;
    sum.add_users(read_all<user_row>(all_users_.get()));
    return {sum.sum(), static_cast<std::int64_t>(keys.size())};
  }

  // ---- W5: pages ----

  outcome pages(stopwatch& watch) {
    digest sum;
    std::int64_t count = 0;
    watch.time([&] {
      for (std::int64_t i = 0; i < given_.sizes.pages; ++i) {
        sqlite3_bind_double(page_.get(), 1, least_score(i));
        sqlite3_bind_int64(page_.get(), 2, given_.sizes.page_rows);
        const auto rows = read_all<user_row>(page_.get());
        sum.add_users(rows);
        count += std::ssize(rows);
      }
    });
    return {sum.sum(), count};
  }

  // ---- W6: users with their items ----

  std::vector<family_member> read_family(std::int64_t above) {
    std::vector<family_member> members;
    sqlite3_stmt* s = family_.get();
    sqlite3_bind_int64(s, 1, above);
    sqlite3_bind_int64(s, 2, above + given_.sizes.family_users);
    while (sqlite3_step(s) == SQLITE_ROW) members.push_back({read<user_row>(s), {}});
    sqlite3_reset(s);

    s = family_items_.get();
    for (std::size_t i = 0; i < members.size(); ++i)
      sqlite3_bind_int64(s, static_cast<int>(i) + 1, members[i].user.id);
    std::size_t at = 0;
    while (sqlite3_step(s) == SQLITE_ROW) {
      item_row one = read<item_row>(s);
      while (members[at].user.id != one.owner_id) ++at;  // both sides are sorted by the user
      members[at].items.push_back(std::move(one));
    }
    sqlite3_reset(s);
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

  // ---- W7: delete by key ----

  outcome delete_items(stopwatch& watch, std::int64_t which) {
    const std::vector<std::int64_t> keys = keys_to_delete(given_.sizes, which);
    return watch.time([&] {
      std::int64_t gone = 0;
      begin();
      for (const std::int64_t key : keys) {
        sqlite3_bind_int64(delete_item_.get(), 1, key);
        step(db_.get(), delete_item_.get());
        gone += sqlite3_changes(db_.get());
      }
      commit();
      return outcome{static_cast<std::uint64_t>(gone), gone};
    });
  }

  // ---- JSON ----

  outcome write_json(stopwatch& watch) {
    const std::string text = watch.time([&] { return nlohmann::json(given_.users).dump(); });
    digest sum;
    sum.add_users(nlohmann::json::parse(text).get<std::vector<user_row>>());
    return {sum.sum(), given_.sizes.users};
  }

  outcome read_json(stopwatch& watch) {
    const std::string text = json_text(given_.users);
    digest sum;
    auto users = watch.time([&] { return nlohmann::json::parse(text).get<std::vector<user_row>>(); });
    sum.add_users(users);
    watch.time([&] { users = {}; });
    return {sum.sum(), given_.sizes.users};
  }

  outcome query_to_json(stopwatch& watch) {
    std::string out = watch.time([&] {
      std::string result = "[";
      sqlite3_stmt* s = for_json_.get();
      while (sqlite3_step(s) == SQLITE_ROW) {
        result += result.size() > 1 ? ",{\"email\":" : "{\"email\":";
        append_escaped(result, text(s, 0));
        result += ",\"id\":";
        append_number(result, integer(s, 1));
        result += integer(s, 2) != 0 ? ",\"is_active\":true}" : ",\"is_active\":false}";
      }
      sqlite3_reset(s);
      return result += ']';
    });
    digest sum;
    sum.add_text(out);
    return {sum.sum(), given_.sizes.users};
  }

  const setup& given_;
  std::string family_items_sql_;
  database keeps_alive_;
  database db_;
  statement begin_, commit_, insert_user_, insert_item_, all_users_, one_user_, update_user_, page_, family_,
      family_items_, delete_item_, some_items_, for_json_;
};

}  // namespace

std::unique_ptr<contender> make_contender(const setup& given) { return std::make_unique<hand_written>(given); }

}  // namespace bench
