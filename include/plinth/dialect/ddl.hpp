// SPDX-License-Identifier: MIT
#pragma once

// Tables as CREATE and DROP statements, in the order in which the catalog has them: equal input, equal text. Every
// constraint is named. One column or constraint a line, for whoever reads a migration.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/dialect/names.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::dialect {

namespace detail {

constexpr void write_columns(sql::writer& out, std::span<const std::string_view> columns) {
  std::string_view separator = "(";
  for (const std::string_view column : columns) {
    (out << separator).name(column);
    separator = ", ";
  }
  out << ')';
}

constexpr void begin_constraint(sql::writer& out, const object_name& name) {
  (out << ",\n  CONSTRAINT ").name(name.text()) << ' ';
}

[[nodiscard]] constexpr std::string_view words_of(catalog::action action) {
  switch (action) {
    case catalog::action::no_action: return "";
    case catalog::action::restrict: return "RESTRICT";
    case catalog::action::cascade: return "CASCADE";
    case catalog::action::set_null: return "SET NULL";
    case catalog::action::set_default: return "SET DEFAULT";
  }
  return "";
}

constexpr void write_action(sql::writer& out, std::string_view event, catalog::action action) {
  if (action != catalog::action::no_action) out << event << words_of(action);
}

constexpr void write_foreign_key(sql::writer& out, const catalog::table& table, const catalog::foreign_key& key) {
  begin_constraint(out, name_of(table, key));
  out << "FOREIGN KEY ";
  write_columns(out, key.columns);
  (out << " REFERENCES ").name(key.target_table);
  if (!key.target_columns.empty()) write_columns(out << ' ', key.target_columns);
  write_action(out, " ON DELETE ", key.on_delete);
  write_action(out, " ON UPDATE ", key.on_update);
}

/// No text but the labels gets into an enumeration's column; NULL does where the column takes it.
constexpr void write_labels_check(sql::writer& out, const catalog::table& table, const catalog::column& column) {
  begin_constraint(out, name_of_check(table, column.name, 0));
  (out << "CHECK (").name(column.name) << " IN ";
  std::string_view separator = "(";
  for (const std::string_view label : column.type.labels) {
    (out << separator).literal(label);
    separator = ", ";
  }
  out << "))";
}

[[nodiscard]] constexpr bool needs_labels_check(const sql::writer& out, const catalog::column& column) {
  return column.type.base == catalog::base_type::enumeration && !column.type.labels.empty() &&
         out.dialect().checks_enumerations();
}

constexpr void write_constraints(sql::writer& out, const catalog::table& table) {
  if (!table.key.columns.empty()) {
    begin_constraint(out, name_of(table, table.key));
    write_columns(out << "PRIMARY KEY ", table.key.columns);
  }
  for (const catalog::unique_constraint& unique : table.uniques) {
    begin_constraint(out, name_of(table, unique));
    write_columns(out << "UNIQUE ", unique.columns);
  }
  for (const catalog::foreign_key& key : table.foreign_keys) write_foreign_key(out, table, key);
  std::size_t position = 0;
  for (const catalog::check_constraint& check : table.checks) {
    begin_constraint(out, name_of_check(table, check.name, ++position));
    out << "CHECK (" << check.expression << ')';
  }
  for (const catalog::column& column : table.columns)
    if (needs_labels_check(out, column)) write_labels_check(out, table, column);
}

}  // namespace detail

/// The column as it stands in CREATE TABLE and ALTER TABLE ADD COLUMN: name, type, NOT NULL, DEFAULT.
constexpr void column_definition(sql::writer& out, const catalog::column& column) {
  out.name(column.name) << ' ';
  if (column.generated_key)
    out.dialect().generated_key_type(out, column.type);
  else
    out.dialect().type_name(out, column.type);
  if (!column.nullable) out << " NOT NULL";
  if (column.default_is_literal)
    (out << " DEFAULT ").literal(column.server_default);
  else if (!column.server_default.empty())
    out << " DEFAULT (" << column.server_default << ')';
}

/// Whether a statement that finds its work done already fails or does nothing.
enum class when_done : std::uint8_t { fail, skip };

/// CREATE TABLE with its constraints; indexes have statements of their own.
constexpr void create_table(sql::writer& out, const catalog::table& table, when_done done = when_done::fail) {
  (out << "CREATE TABLE " << (done == when_done::skip ? "IF NOT EXISTS " : "")).name(table.name);
  std::string_view separator = " (\n  ";
  for (const catalog::column& column : table.columns) {
    column_definition(out << separator, column);
    separator = ",\n  ";
  }
  detail::write_constraints(out, table);
  out << "\n)";
}

constexpr void create_index(sql::writer& out, const catalog::table& table, const catalog::index& index,
                            when_done done = when_done::fail) {
  out << (index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") << (done == when_done::skip ? "IF NOT EXISTS " : "");
  (out.name(name_of(table, index).text()) << " ON ").name(table.name) << ' ';
  detail::write_columns(out, index.columns);
  if (!index.where.empty()) out << " WHERE " << index.where;
}

constexpr void drop_table(sql::writer& out, const catalog::table& table, when_done done = when_done::fail) {
  (out << "DROP TABLE " << (done == when_done::skip ? "IF EXISTS " : "")).name(table.name);
}

}  // namespace plinth::dialect
