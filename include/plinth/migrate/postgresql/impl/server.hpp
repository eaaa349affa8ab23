// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/postgresql/server.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/postgresql/inspect.hpp>
#include <plinth/migrate/postgresql/render.hpp>
#include <plinth/migrate/postgresql/text.hpp>
#include <plinth/migrate/rows.hpp>

namespace plinth::migrate::postgresql {

namespace detail {

/// What a revision must not take along by accident: a dropped column takes its indexes, and CASCADE whatever it meets.
/// Rows are the server's own care, whose foreign keys are in force all the time.
class keeping final : public migrate::guard {
 public:
  explicit keeping(connection& on) : objects_(objects_in(on)) {}

  void check(connection& on, const std::vector<script_statement>& script) const override {
    const std::vector<object> now = objects_in(on);
    for (const object& o : objects_) {
      const auto same = [&](const object& other) { return o.kind == other.kind && o.oid == other.oid; };
      const auto again = [&](const object& other) { return o.kind == other.kind && o.name == other.name; };
      if (std::any_of(now.begin(), now.end(), same) || std::any_of(now.begin(), now.end(), again)) continue;
      const bool table_is_gone = std::none_of(now.begin(), now.end(), [&](const object& other) {
        return other.kind == "table" && other.oid == o.table_oid;
      });
      if (table_is_gone && o.kind != "view") continue;
      if (is_named(script, o.name)) continue;
      throw migration_error(
          5205, joined({"the ", o.kind, " ", dialect::as_name(o.name), o.table.empty() ? "" : " of ",
                        o.table.empty() ? std::string() : dialect::as_name(o.table),
                        " would be gone, and no statement drops it by its name; create it again in the revision, or "
                        "drop it there"}));
    }
  }

 private:
  struct object {
    std::string kind, oid, name, table_oid, table;
  };

  [[nodiscard]] static bool is_named(const std::vector<script_statement>& script, const std::string& name) {
    return std::any_of(script.begin(), script.end(),
                       [&](const script_statement& s) { return dialect::has_name(s.sql, name, rules); });
  }

  [[nodiscard]] static std::vector<object> objects_in(connection& on) {
    std::vector<object> result;
    for (auto& row : rows_of(on, R"(
WITH here AS (SELECT c.oid, c.relname, c.relkind FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema())
SELECT CASE WHEN relkind IN ('v', 'm') THEN 'view' ELSE 'table' END, oid::text, relname::text, '0', ''
FROM here WHERE relkind IN ('r', 'p', 'f', 'v', 'm')
UNION ALL
SELECT 'index', x.oid::text, x.relname::text, t.oid::text, t.relname::text
FROM here x JOIN pg_index i ON i.indexrelid = x.oid JOIN pg_class t ON t.oid = i.indrelid
WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'trigger', g.oid::text, g.tgname::text, t.oid::text, t.relname::text
FROM here t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal
UNION ALL
SELECT 'foreign key', k.oid::text, k.conname::text, t.oid::text, t.relname::text
FROM here t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype = 'f'
ORDER BY 1, 2)"))
      result.push_back({std::move(row[0]), std::move(row[1]), std::move(row[2]), std::move(row[3]), std::move(row[4])});
    return result;
  }

  std::vector<object> objects_;
};

}  // namespace detail

PLINTH_INLINE database server::inspect(connection& on) const { return postgresql::inspect(on); }

PLINTH_INLINE database server::expected(engine& on, std::span<const catalog::table* const> tables) const {
  connection to = on.connect();
  database result = postgresql::expected(to, tables);
  note_old_names(result, tables);
  return result;
}

PLINTH_INLINE std::vector<step> server::render(const database& from, const std::vector<operation>& ops) const {
  return postgresql::render(from, ops);
}

PLINTH_INLINE std::vector<std::string> server::columns_of(connection& on, std::string_view table) const {
  return texts_of(on,
                  "SELECT a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
                  "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
                  "AND c.relname = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
                  {table});
}

PLINTH_INLINE bool server::lock(connection& on, std::chrono::milliseconds wait_at_most) const {
  const auto give_up = std::chrono::steady_clock::now() + wait_at_most;
  for (;;) {
    const std::vector<std::string> got = texts_of(on,
                                                  "SELECT pg_try_advisory_lock(hashtext('plinth migrations'), "
                                                  "hashtext(coalesce(current_schema(), '')::text))::text");
    if (!got.empty() && got.front() == "true") return true;
    if (std::chrono::steady_clock::now() >= give_up) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

PLINTH_INLINE void server::prepare(connection& on, bool /*foreign_keys*/) const {
  if (texts_of(on, "SELECT 1 WHERE current_setting('lock_timeout') = '0'").empty()) return;
  on.run("SET lock_timeout = '10s'");
}

PLINTH_INLINE std::unique_ptr<guard> server::watch(connection& on) const {
  return std::make_unique<detail::keeping>(on);
}

PLINTH_INLINE void server::settle(connection& on) const noexcept {
  try {
    on.run("RESET lock_timeout");
  } catch (const error&) {
    // The connection is given back next, which does the same or closes it.
  }
}

PLINTH_INLINE const migrate::server& known_server() {
  static const server known;
  return known;
}

}  // namespace plinth::migrate::postgresql
