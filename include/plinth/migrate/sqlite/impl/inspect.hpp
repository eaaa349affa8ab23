// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/sqlite/inspect.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/rows.hpp>
#include <plinth/migrate/sqlite/parse.hpp>
#include <plinth/migrate/sqlite/text.hpp>
#include <plinth/migrate/sqlite/types.hpp>

namespace plinth::migrate::sqlite {

namespace detail {

class inspector {
 public:
  explicit inspector(connection& on) : on_(on) {}

  [[nodiscard]] database read() {
    result_.rules = dialect::sqlite_lexical_rules;
    read_kinds();
    auto objects = rows_of(on_,
                           "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "
                           "ESCAPE '\\' ORDER BY rowid");
    for (auto& object : objects)
      if (object[0] == "table") add_table(object[1], object[3]);
    for (auto& object : objects) {
      if (object[0] == "index") add_index(object[2], object[3]);
      if (object[0] == "trigger") result_.triggers.push_back({object[1], object[2], object[3], false});
      if (object[0] == "view") result_.views.push_back({object[1], object[3]});
    }
    complete_targets();
    return std::move(result_);
  }

 private:
  /// Tables that SQLite's modules make for themselves are theirs; a virtual table has no catalog.
  void read_kinds() {
    for (const auto& row : rows_of(
             on_, "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('virtual', 'shadow')")) {
      passed_over_.push_back(row[0]);
      if (row[1] == "virtual") result_.rest.push_back({row[0], "a virtual table", false});
    }
  }

  void add_table(const std::string& name, const std::string& sql) {
    if (std::find(passed_over_.begin(), passed_over_.end(), name) != passed_over_.end()) return;
    parsed_table parsed = parse_table(sql);
    const auto columns =
        rows_of(on_, "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?, 'main')", {name});
    parsed.table.name = name;
    if (!parsed.complete || !agree(parsed.table, columns)) {
      result_.rest.push_back({name, "a CREATE TABLE that plinth cannot read", true});
      parsed = {.table = from_pragma(name, columns), .not_understood = {}};
    }
    for (std::string& what : parsed.not_understood) result_.rest.push_back({name, std::move(what), true});
    result_.tables.push_back(std::move(parsed.table));
  }

  /// Whether the text was read as SQLite itself reads it.
  [[nodiscard]] static bool agree(const own::table& t, const std::vector<std::vector<std::string>>& columns) {
    if (t.columns.size() != columns.size()) return false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const own::column& c = t.columns[i];
      const bool not_null = columns[i][2] != "0";
      const bool in_key = columns[i][4] != "0";
      if (c.name != columns[i][0] || (!c.generated_key && not_null == c.nullable && !(t.without_rowid && in_key)) ||
          in_key != names(t.key.columns, c.name, dialect::sqlite_lexical_rules))
        return false;
    }
    return true;
  }

  [[nodiscard]] static own::table from_pragma(const std::string& name,
                                              const std::vector<std::vector<std::string>>& columns) {
    own::table t{.name = name};
    t.key.columns.resize(columns.size());
    std::size_t in_key = 0;
    for (const auto& row : columns) {
      t.columns.push_back(
          {.name = row[0], .type = read_type(row[1], false), .nullable = row[2] == "0", .server_default = row[3]});
      if (row[4] == "0") continue;
      t.key.columns[static_cast<std::size_t>(std::stoul(row[4])) - 1] = row[0];
      ++in_key;
    }
    t.key.columns.resize(in_key);
    return t;
  }

  void add_index(const std::string& of, const std::string& sql) {
    own::table* t = result_.find(of);
    if (sql.empty() || t == nullptr) return;
    own::index read;
    if (parse_index(sql, read))
      t->indexes.push_back(std::move(read));
    else
      result_.rest.push_back({of, joined({"an index that plinth cannot read: ", sql}), true});
  }

  /// REFERENCES without columns means the other table's primary key.
  void complete_targets() {
    for (own::table& t : result_.tables)
      for (own::foreign_key& key : t.foreign_keys)
        if (const own::table* target = result_.find(key.target_table); target != nullptr && key.target_columns.empty())
          key.target_columns = target->key.columns;
  }

  connection& on_;
  database result_;
  std::vector<std::string> passed_over_;
};

}  // namespace detail

PLINTH_INLINE database inspect(connection& on) { return detail::inspector(on).read(); }

PLINTH_INLINE database expected(connection& scratch, std::span<const catalog::table* const> tables) {
  for (const catalog::table* t : tables) {
    scratch.run(detail::written([&](sql::writer& out) { dialect::create_table(out, *t); }));
    for (const catalog::index& i : t->indexes)
      scratch.run(detail::written([&](sql::writer& out) { dialect::create_index(out, *t, i); }));
  }
  return inspect(scratch);
}

}  // namespace plinth::migrate::sqlite
