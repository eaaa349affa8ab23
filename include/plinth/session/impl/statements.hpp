// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/statements.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

PLINTH_INLINE void render_nothing(sql::rendering&, const sql::shape&, std::uint64_t) {}

/// Stands behind another token and names its model, or a number that the shape depends on.
inline constexpr sql::shape operand{&render_nothing};

[[nodiscard]] PLINTH_INLINE sql::token model_operand(const model::model_info& m) noexcept {
  return {&operand, reinterpret_cast<std::uintptr_t>(&m)};
}

[[nodiscard]] PLINTH_INLINE const model::model_info& take_model(sql::rendering& out) noexcept {
  return *reinterpret_cast<const model::model_info*>(static_cast<std::uintptr_t>(out.take().detail));
}

PLINTH_INLINE void write_qualified(sql::rendering& out, const model::model_info& m, std::size_t column) {
  out.name(m.table->name) << '.';
  out.name(m.columns[column].name);
}

/// `SELECT` all columns of the model, in the table's order, `FROM` it.
PLINTH_INLINE void write_select(sql::rendering& out, const model::model_info& m) {
  out << "SELECT ";
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (i > 0) out << ", ";
    write_qualified(out, m, i);
  }
  (out << " FROM ").name(m.table->name);
}

PLINTH_INLINE void write_key_condition(sql::rendering& out, const model::model_info& m) {
  out << " WHERE ";
  for (std::size_t i = 0; i < m.key.size(); ++i) {
    if (i > 0) out << " AND ";
    out.name(m.columns[m.key[i]].name) << " = ";
    out.parameter();
  }
}

/// Rows that were removed and kept are as if they were gone.
PLINTH_INLINE void write_not_removed(sql::rendering& out, const model::model_info& m) {
  if (m.removed.column < 0) return;
  out << " AND ";
  write_qualified(out, m, static_cast<std::size_t>(m.removed.column));
  out << " IS NULL";
}

/// The row as the program knows it: by key, and by version where its model has one.
PLINTH_INLINE void write_row_condition(sql::rendering& out, const model::model_info& m) {
  write_key_condition(out, m);
  if (m.version_column < 0) return;
  (out << " AND ").name(m.columns[static_cast<std::size_t>(m.version_column)].name) << " = ";
  out.parameter();
}

PLINTH_INLINE void render_get(sql::rendering& out, const sql::shape&, std::uint64_t) {
  const model::model_info& m = take_model(out);
  write_select(out, m);
  write_key_condition(out, m);
  write_not_removed(out, m);
}

inline constexpr std::uint64_t without_rules = std::uint64_t{1} << 32;

/// Rows of the columns that are bound; the others are fetched back where the database fills them in.
PLINTH_INLINE void render_insert(sql::rendering& out, const sql::shape&, std::uint64_t columns) {
  const std::uint64_t detail = out.take().detail;
  const std::uint64_t rows = detail % without_rules;
  const model::model_info& m = take_model(out);
  const bool may_fail_halfway = rows > 1 && detail >= without_rules;
  (out << (may_fail_halfway ? out.dialect().insert_of_several() : "INSERT INTO ")).name(m.table->name);
  if (columns == 0) {
    out << " DEFAULT VALUES";
  } else {
    out << " (";
    const char* separator = "";
    for (std::size_t i = 0; i < m.columns.size(); ++i) {
      if (!has_column(columns, i)) continue;
      (out << separator).name(m.columns[i].name);
      separator = ", ";
    }
    out << ") VALUES ";
    for (std::uint64_t row = 0; row < rows; ++row) {
      out << (row == 0 ? "(" : ", (");
      separator = "";
      for (std::size_t i = 0; i < m.columns.size(); ++i) {
        if (!has_column(columns, i)) continue;
        out << separator;
        out.parameter();
        separator = ", ";
      }
      out << ')';
    }
  }
}

PLINTH_INLINE void render_returning(sql::rendering& out, const sql::shape&, std::uint64_t columns) {
  const model::model_info& m = take_model(out);
  out << " RETURNING ";
  const char* separator = "";
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (!has_column(columns, i)) continue;
    (out << separator).name(m.columns[i].name);
    separator = ", ";
  }
}

PLINTH_INLINE void render_update(sql::rendering& out, const sql::shape&, std::uint64_t columns) {
  const model::model_info& m = take_model(out);
  (out << "UPDATE ").name(m.table->name) << " SET ";
  const char* separator = "";
  for (std::size_t i = 0; i < m.columns.size(); ++i) {
    if (!has_column(columns, i)) continue;
    (out << separator).name(m.columns[i].name) << " = ";
    out.parameter();
    separator = ", ";
  }
  write_row_condition(out, m);
}

PLINTH_INLINE void render_delete(sql::rendering& out, const sql::shape&, std::uint64_t) {
  const model::model_info& m = take_model(out);
  (out << "DELETE FROM ").name(m.table->name);
  write_row_condition(out, m);
}

inline constexpr sql::shape get_shape{&render_get};
inline constexpr sql::shape insert_shape{&render_insert};
inline constexpr sql::shape returning_shape{&render_returning};
inline constexpr sql::shape update_shape{&render_update};
inline constexpr sql::shape delete_shape{&render_delete};

PLINTH_INLINE fixed_shape get_statement(const model::model_info& m) noexcept {
  return {{sql::token{&get_shape, 0}, model_operand(m)}, 2};
}

PLINTH_INLINE void add_returning(fixed_shape& s, const model::model_info& m, column_set returned) noexcept {
  if (returned == 0) return;
  s.tokens[s.size++] = {&returning_shape, returned};
  s.tokens[s.size++] = model_operand(m);
}

PLINTH_INLINE fixed_shape insert_statement(const model::model_info& m, column_set bound, std::uint64_t rows,
                                           column_set returned, table_rules rules) noexcept {
  const std::uint64_t detail = rows | (rules == table_rules::none ? without_rules : 0);
  fixed_shape s{{sql::token{&insert_shape, bound}, sql::token{&operand, detail}, model_operand(m)}, 3};
  add_returning(s, m, returned);
  return s;
}

PLINTH_INLINE fixed_shape update_statement(const model::model_info& m, column_set changed,
                                           column_set returned) noexcept {
  fixed_shape s{{sql::token{&update_shape, changed}, model_operand(m)}, 2};
  add_returning(s, m, returned);
  return s;
}

PLINTH_INLINE fixed_shape delete_statement(const model::model_info& m) noexcept {
  return {{sql::token{&delete_shape, 0}, model_operand(m)}, 2};
}

}  // namespace plinth::detail
