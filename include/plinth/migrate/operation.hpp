// SPDX-License-Identifier: MIT
#pragma once

// The steps by which one database becomes another, as values. Each reading of them is a function of its own: `apply`
// (what the database looks like afterwards), `reversed` (what undoes it), `describe` (for people), a server's `render`.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <plinth/migrate/database.hpp>

namespace plinth::migrate {

/// With its indexes and triggers.
struct create_table {
  own::table table;
  std::vector<trigger> triggers{};
};
struct drop_table {
  own::table table;
  std::vector<trigger> triggers{};
};
struct rename_table {
  std::string from, to;
};
struct add_column {
  std::string table;
  own::column column;
};
struct drop_column {
  std::string table;
  own::column column;
};
struct rename_column {
  std::string table, from, to;
};
/// Anything about the column but its name.
struct alter_column {
  std::string table;
  own::column from, to;
};
/// A key without columns is none.
struct change_primary_key {
  std::string table;
  own::primary_key from, to;
};
struct add_unique {
  std::string table;
  own::unique_constraint unique;
};
struct drop_unique {
  std::string table;
  own::unique_constraint unique;
};
struct add_check {
  std::string table;
  own::check_constraint check;
};
struct drop_check {
  std::string table;
  own::check_constraint check;
};
struct add_foreign_key {
  std::string table;
  own::foreign_key key;
};
struct drop_foreign_key {
  std::string table;
  own::foreign_key key;
};
struct create_index {
  std::string table;
  own::index index;
};
struct drop_index {
  std::string table;
  own::index index;
};
struct rename_index {
  std::string table, from, to;
};
/// A constraint that keeps its content.
struct rename_constraint {
  std::string table, from, to;
};
/// SQLite's kinds of tables.
struct change_options {
  struct options {
    bool strict = false;
    bool without_rowid = false;
    friend bool operator==(const options&, const options&) = default;
  };
  std::string table;
  options from, to;
};

using operation =
    std::variant<create_table, drop_table, rename_table, add_column, drop_column, rename_column, alter_column,
                 change_primary_key, add_unique, drop_unique, add_check, drop_check, add_foreign_key, drop_foreign_key,
                 create_index, drop_index, rename_index, rename_constraint, change_options>;

/// What the operation does, as a line for people: `adds the column "users"."nick"`.
[[nodiscard]] std::string describe(const operation& op);

/// Its name, as it stands in JSON: "add_column".
[[nodiscard]] std::string_view name_of(const operation& op) noexcept;

/// The name of the table that it is about, before the operation.
[[nodiscard]] const std::string& table_of(const operation& op) noexcept;

/// The operation that undoes `op`.
[[nodiscard]] operation reversed(const operation& op);

/// The operations that undo all of them, in the opposite order.
[[nodiscard]] std::vector<operation> reversed(const std::vector<operation>& ops);

/// Changes `on` as the server would. Names of columns change wherever they stand: in keys of other tables, in checks,
/// in indexes. Throws `migration_error` where what is to be changed is not there.
void apply_to(database& on, const operation& op);

/// What is lost, or what rows may stand in the way, where the operation runs on a database with data; empty for
/// nothing. Such operations need a permission when they run.
[[nodiscard]] std::string danger_of(const operation& op);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/apply.hpp>
#include <plinth/migrate/impl/operation.hpp>
#endif
