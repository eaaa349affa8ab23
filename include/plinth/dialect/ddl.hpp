// SPDX-License-Identifier: MIT
#pragma once

// Tables as CREATE and DROP statements, in the order in which the catalog has them: equal input, equal text. Every
// constraint of a model is named; one that was read from a database keeps the name that it has there, or has none. One
// column or constraint a line, for whoever reads a migration.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/dialect/names.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::dialect {

/// A list of names in brackets.
template <class Columns>
constexpr void write_columns(sql::writer& out, const Columns& columns) {
  std::string_view separator = "(";
  for (const std::string_view column : columns) {
    (out << separator).name(column);
    separator = ", ";
  }
  out << ')';
}

namespace detail {

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

/// Writes CONSTRAINT and the name; nothing for one that has none in its database.
template <class Storage>
constexpr void write_constraint_name(sql::writer& out, const object_name& name, bool has_own) {
  if (!catalog::is_owned<Storage> || has_own) (out << "CONSTRAINT ").name(name.text()) << ' ';
}

/// No text but the labels gets into an enumeration's column; NULL does where the column takes it.
template <class Storage>
constexpr void write_labels_check(sql::writer& out, const catalog::basic_column<Storage>& column) {
  (out << "CHECK (").name(column.name) << " IN ";
  std::string_view separator = "(";
  for (const std::string_view label : column.type.labels) {
    (out << separator).literal(label);
    separator = ", ";
  }
  out << "))";
}

template <class Storage>
[[nodiscard]] constexpr bool needs_labels_check(const sql::writer& out, const catalog::basic_column<Storage>& column) {
  return column.type.base == catalog::base_type::enumeration && !column.type.labels.empty() &&
         out.dialect().checks_enumerations();
}

/// Whether the key can only be declared with its column.
template <class Storage>
[[nodiscard]] constexpr bool key_is_inline(const sql::writer& out, const catalog::basic_table<Storage>& table) {
  if (!out.dialect().declares_key_reuse()) return false;
  for (const catalog::basic_column<Storage>& column : table.columns)
    if (column.never_reuses_keys) return true;
  return false;
}

}  // namespace detail

// ---- constraints, as they stand in CREATE TABLE and behind ALTER TABLE ADD ------------------------------------------

template <class Storage>
constexpr void constraint_definition(sql::writer& out, const catalog::basic_table<Storage>& table,
                                     const catalog::basic_primary_key<Storage>& key) {
  detail::write_constraint_name<Storage>(out, name_of(table, key), !key.name.empty());
  write_columns(out << "PRIMARY KEY ", key.columns);
}

template <class Storage>
constexpr void constraint_definition(sql::writer& out, const catalog::basic_table<Storage>& table,
                                     const catalog::basic_unique_constraint<Storage>& unique) {
  detail::write_constraint_name<Storage>(out, name_of(table, unique), !unique.name.empty());
  write_columns(out << "UNIQUE ", unique.columns);
}

/// What a foreign key points to and what happens then: the part that also stands behind a column.
template <class Storage>
constexpr void references(sql::writer& out, const catalog::basic_foreign_key<Storage>& key) {
  (out << "REFERENCES ").name(key.target_table);
  if (!key.target_columns.empty()) write_columns(out << ' ', key.target_columns);
  detail::write_action(out, " ON DELETE ", key.on_delete);
  detail::write_action(out, " ON UPDATE ", key.on_update);
  if (key.checked == catalog::check_time::at_commit) out << " DEFERRABLE INITIALLY DEFERRED";
  if (key.checked == catalog::check_time::at_once_deferrable) out << " DEFERRABLE INITIALLY IMMEDIATE";
}

template <class Storage>
constexpr void constraint_definition(sql::writer& out, const catalog::basic_table<Storage>& table,
                                     const catalog::basic_foreign_key<Storage>& key) {
  detail::write_constraint_name<Storage>(out, name_of(table, key), !key.name.empty());
  out << "FOREIGN KEY ";
  write_columns(out, key.columns);
  references(out << ' ', key);
}

/// `position` is the check's place in its table, from 1.
template <class Storage>
constexpr void constraint_definition(sql::writer& out, const catalog::basic_table<Storage>& table,
                                     const catalog::basic_check_constraint<Storage>& check, std::size_t position) {
  detail::write_constraint_name<Storage>(out, name_of(table, check, position), !check.full_name.empty());
  out << "CHECK (" << check.expression << ')';
}

namespace detail {

template <class Storage>
constexpr void write_constraints(sql::writer& out, const catalog::basic_table<Storage>& table) {
  constexpr std::string_view separator = ",\n  ";
  if (!table.key.columns.empty() && !key_is_inline(out, table))
    constraint_definition(out << separator, table, table.key);
  for (const auto& unique : table.uniques) constraint_definition(out << separator, table, unique);
  for (const auto& key : table.foreign_keys) constraint_definition(out << separator, table, key);
  std::size_t position = 0;
  for (const auto& check : table.checks) constraint_definition(out << separator, table, check, ++position);
  for (const auto& column : table.columns) {
    if (!needs_labels_check(out, column)) continue;
    write_constraint_name<Storage>(out << separator, name_of_check(table, column.name, 0), true);
    write_labels_check(out, column);
  }
}

template <class Storage>
constexpr void write_type(sql::writer& out, const catalog::basic_table<Storage>& table,
                          const catalog::basic_column<Storage>& column) {
  const catalog::data_type type = without_labels(column.type);
  if (!type.declared.empty())
    out << type.declared;
  else if (column.generated_key)
    out.dialect().generated_key_type(out, type);
  else if (table.strict)
    out.dialect().strict_type_name(out, type);
  else
    out.dialect().type_name(out, type);
}

}  // namespace detail

/// The column as it stands in CREATE TABLE and ALTER TABLE ADD COLUMN: name, type, NOT NULL, DEFAULT, and what else it
/// says of itself.
template <class Storage>
constexpr void column_definition(sql::writer& out, const catalog::basic_table<Storage>& table,
                                 const catalog::basic_column<Storage>& column) {
  detail::write_type(out.name(column.name) << ' ', table, column);
  if (!column.nullable) out << " NOT NULL";
  if (column.never_reuses_keys && out.dialect().declares_key_reuse()) {
    detail::write_constraint_name<Storage>(out << ' ', name_of(table, table.key), !table.key.name.empty());
    out << "PRIMARY KEY AUTOINCREMENT";
  }
  if (column.default_is_literal)
    (out << " DEFAULT ").literal(column.server_default);
  else if (!column.server_default.empty())
    out << " DEFAULT (" << column.server_default << ')';
  if (!column.collation.empty()) (out << " COLLATE ").name(column.collation);
  if (column.computation == catalog::computation::none) return;
  const bool on_read = column.computation == catalog::computation::on_read && out.dialect().computes_on_read();
  out << " GENERATED ALWAYS AS (" << column.expression << (on_read ? ") VIRTUAL" : ") STORED");
}

/// Whether a statement that finds its work done already fails or does nothing.
enum class when_done : std::uint8_t { fail, skip };

/// CREATE TABLE with its constraints, under `name`; indexes have statements of their own.
template <class Storage = catalog::borrowed>
constexpr void create_table_as(sql::writer& out, const catalog::basic_table<Storage>& table, std::string_view name,
                               when_done done = when_done::fail) {
  (out << "CREATE TABLE " << (done == when_done::skip ? "IF NOT EXISTS " : "")).name(name);
  std::string_view separator = " (\n  ";
  for (const catalog::basic_column<Storage>& column : table.columns) {
    column_definition(out << separator, table, column);
    separator = ",\n  ";
  }
  detail::write_constraints(out, table);
  out << "\n)";
  out.dialect().table_options(out, table.strict, table.without_rowid);
}

template <class Storage = catalog::borrowed>
constexpr void create_table(sql::writer& out, const catalog::basic_table<Storage>& table,
                            when_done done = when_done::fail) {
  create_table_as(out, table, table.name, done);
}

template <class Storage = catalog::borrowed>
constexpr void create_index(sql::writer& out, const catalog::basic_table<Storage>& table,
                            const catalog::basic_index<Storage>& index, when_done done = when_done::fail) {
  out << (index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") << (done == when_done::skip ? "IF NOT EXISTS " : "");
  (out.name(name_of(table, index).text()) << " ON ").name(table.name) << " (";
  if (!index.expression.empty()) out << index.expression;
  for (std::size_t i = 0; index.expression.empty() && i < index.columns.size(); ++i) {
    if (i > 0) out << ", ";
    out.name(index.columns[i]);
    if (index.is_descending(i)) out << " DESC";
  }
  out << ')';
  if (!index.where.empty()) out << " WHERE " << index.where;
}

template <class Storage = catalog::borrowed>
constexpr void drop_table(sql::writer& out, const catalog::basic_table<Storage>& table,
                          when_done done = when_done::fail) {
  (out << "DROP TABLE " << (done == when_done::skip ? "IF EXISTS " : "")).name(table.name);
}

}  // namespace plinth::dialect
