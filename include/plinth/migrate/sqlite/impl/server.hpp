// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/sqlite/server.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/rows.hpp>
#include <plinth/migrate/sqlite/inspect.hpp>
#include <plinth/migrate/sqlite/render.hpp>
#include <plinth/migrate/sqlite/text.hpp>

namespace plinth::migrate::sqlite {

namespace detail {

/// What a revision must not take along by accident.
class keeping final : public migrate::guard {
 public:
  explicit keeping(connection& on) : objects_(objects_in(on)), violations_(violations_in(on)), sound_(sound_in(on)) {}

  void check(connection& on, const std::vector<script_statement>& script) const override {
    check_foreign_keys(on);
    check_objects(on, script);
    check_sound(on, script);
  }

 private:
  struct object {
    std::string kind, name, table;
  };

  [[nodiscard]] static std::vector<object> objects_in(connection& on) {
    std::vector<object> result;
    for (auto& row :
         rows_of(on,
                 "SELECT type, name, tbl_name FROM sqlite_schema WHERE type IN ('table', 'index', 'trigger', "
                 "'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"))
      result.push_back({std::move(row[0]), std::move(row[1]), std::move(row[2])});
    return result;
  }

  using violation = std::vector<std::string>;  // table, rowid, target

  /// Nothing where SQLite cannot tell, because a foreign key points to what is no key.
  [[nodiscard]] static std::optional<std::vector<violation>> violations_in(connection& on) {
    try {
      std::vector<violation> result = rows_of(on, "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check");
      std::sort(result.begin(), result.end());
      return result;
    } catch (const statement_error&) {
      return std::nullopt;
    }
  }

  /// What was so before is no fault of the revision.
  void check_foreign_keys(connection& on) const {
    if (!violations_) return;
    const std::optional<std::vector<violation>> now = violations_in(on);
    if (!now)
      throw migration_error(5204,
                            "a foreign key points to columns that are no key of their table afterwards; point to "
                            "the primary key or to what is unique");
    std::vector<violation> added;
    std::set_difference(now->begin(), now->end(), violations_->begin(), violations_->end(), std::back_inserter(added));
    if (added.empty()) return;
    const violation& first = added.front();
    throw migration_error(5204, joined({std::to_string(added.size()), added.size() == 1 ? " row points" : " rows point",
                                        " to none afterwards, the first in ", dialect::as_name(first[0]),
                                        " with the rowid ", first[1], ", to ", dialect::as_name(first[2]),
                                        "; change or remove such rows in the revision, or add those "
                                        "that they point to"}));
  }

  /// Whether a statement drops this by its name.
  [[nodiscard]] static bool is_dropped(const std::vector<script_statement>& script, const object& o) {
    return std::any_of(script.begin(), script.end(), [&](const script_statement& s) {
      const std::vector<dialect::lexical_token> tokens = dialect::tokens_of(s.sql);
      return tokens.size() > 2 && tokens[0].is_word("DROP") && tokens[1].is_word(upper(o.kind)) &&
             dialect::has_name(s.sql, o.name, rules);
    });
  }

  [[nodiscard]] static std::string_view upper(std::string_view kind) {
    return kind == "index" ? "INDEX" : kind == "trigger" ? "TRIGGER" : kind == "view" ? "VIEW" : "TABLE";
  }

  /// The table's name after the renames of the script.
  [[nodiscard]] static std::string name_after(const std::vector<script_statement>& script, std::string name) {
    for (const script_statement& s : script) {
      const std::vector<dialect::lexical_token> t = dialect::tokens_of(s.sql);
      if (t.size() == 7 && t[0].is_word("ALTER") && t[3].is_word("RENAME") && t[4].is_word("TO") &&
          same_name(t[2].unquoted(), name, rules))
        name = t[5].unquoted();
    }
    return name;
  }

  void check_objects(connection& on, const std::vector<script_statement>& script) const {
    const std::vector<object> now = objects_in(on);
    const auto is_there = [&](std::string_view kind, std::string_view called) {
      return std::any_of(now.begin(), now.end(),
                         [&](const object& o) { return o.kind == kind && same_name(o.name, called, rules); });
    };
    for (const object& o : objects_) {
      if (o.kind == "table" || is_there(o.kind, o.name) || is_dropped(script, o)) continue;
      const std::string table_now = name_after(script, o.table);
      if (o.kind != "view" && !is_there("table", table_now) && !is_there("view", table_now))
        continue;  // with its table
      throw migration_error(
          5205, joined({"the ", o.kind, " ", dialect::as_name(o.name), " of ", dialect::as_name(o.table),
                        " would be gone, and no statement drops it by its name; create it again in the revision, or "
                        "drop it there"}));
    }
  }

  /// Whether SQLite can still prepare what a view or a trigger says.
  [[nodiscard]] static bool is_sound(connection& on, const object& o) {
    std::vector<std::string> probes = {joined({"EXPLAIN SELECT 1 FROM ", dialect::as_name(o.name)})};
    if (o.kind == "trigger") {
      const std::string table_name = dialect::as_name(o.table);
      const auto columns = texts_of(on, "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0", {o.table});
      if (columns.empty()) return false;
      std::string assignments;
      for (const std::string& column : columns)
        assignments +=
            joined({assignments.empty() ? "" : ", ", dialect::as_name(column), " = ", dialect::as_name(column)});
      probes = {joined({"EXPLAIN DELETE FROM ", table_name}),
                joined({"EXPLAIN UPDATE ", table_name, " SET ", assignments}),
                joined({"EXPLAIN INSERT INTO ", table_name, " DEFAULT VALUES"})};
    }
    try {
      for (const std::string& probe : probes) on.run(probe);
      return true;
    } catch (const statement_error&) {
      return false;
    }
  }

  [[nodiscard]] static std::vector<object> sound_in(connection& on) {
    std::vector<object> result;
    for (const object& o : objects_in(on))
      if ((o.kind == "view" || o.kind == "trigger") && is_sound(on, o)) result.push_back(o);
    return result;
  }

  void check_sound(connection& on, const std::vector<script_statement>& script) const {
    const std::vector<object> now = objects_in(on);
    for (const object& before : sound_) {
      if (is_dropped(script, before)) continue;
      const auto found = std::find_if(now.begin(), now.end(), [&](const object& o) {
        return o.kind == before.kind && same_name(o.name, before.name, rules);
      });
      if (found == now.end() || is_sound(on, *found)) continue;
      throw migration_error(
          5206, joined({"the ", before.kind, " ", dialect::as_name(before.name),
                        " would no longer work, for it names something that the revision takes away; drop it in the "
                        "revision, before the change, and create it again as it shall be"}));
    }
  }

  std::vector<object> objects_;
  std::optional<std::vector<violation>> violations_;
  std::vector<object> sound_;
};

}  // namespace detail

PLINTH_INLINE database server::inspect(connection& on) const { return sqlite::inspect(on); }

PLINTH_INLINE database server::expected(engine& on, std::span<const catalog::table* const> tables) const {
  const std::unique_ptr<engine> scratch = on.scratch();
  if (scratch == nullptr)
    throw migration_error(5305,
                          "this connector of SQLite gives no database in memory, in which the models' tables "
                          "could be made to compare with; implement driver::connector::scratch");
  connection to = scratch->connect();
  database result = sqlite::expected(to, tables);
  note_old_names(result, tables);
  return result;
}

PLINTH_INLINE std::vector<step> server::render(const database& from, const std::vector<operation>& ops) const {
  return sqlite::render(from, ops);
}

PLINTH_INLINE std::vector<std::string> server::columns_of(connection& on, std::string_view table) const {
  return texts_of(on, "SELECT name FROM pragma_table_info(?, 'main')", {table});
}

PLINTH_INLINE void server::prepare(connection& on, bool foreign_keys) const {
  on.run(foreign_keys ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
  const std::vector<std::string> found = texts_of(on, "PRAGMA foreign_keys");
  if (found.empty() || found.front() != (foreign_keys ? "1" : "0"))
    throw migration_error(5210,
                          "SQLite did not switch its foreign keys, which it cannot inside a transaction; commit "
                          "or roll back before migrating");
}

PLINTH_INLINE std::unique_ptr<guard> server::watch(connection& on) const {
  return std::make_unique<detail::keeping>(on);
}

PLINTH_INLINE void server::settle(connection& on) const noexcept {
  try {
    on.run("PRAGMA legacy_alter_table = OFF");
    on.run("PRAGMA foreign_keys = ON");
  } catch (const error&) {
    // The connection is given back next, which puts its settings in force again or closes it.
  }
}

PLINTH_INLINE const migrate::server& known_server() {
  static const server known;
  return known;
}

}  // namespace plinth::migrate::sqlite
