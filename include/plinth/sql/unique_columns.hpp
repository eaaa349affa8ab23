// SPDX-License-Identifier: MIT
#pragma once

// What the compiler can say of columns named for ON CONFLICT: whether no two rows have them in common, and whether they
// may be set.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include <plinth/model/info.hpp>
#include <plinth/model/tables.hpp>
#include <plinth/sql/change.hpp>
#include <plinth/sql/operand.hpp>

namespace plinth::sql {

template <class Term>
inline constexpr bool is_column = false;
template <auto Member, class Where>
inline constexpr bool is_column<column<Member, Where>> = true;

/// Whether the term is a column of the model itself, under no other name.
template <class Model, class Term>
consteval bool is_column_of() {
  if constexpr (is_column<Term>)
    return Term::template find<sources<Model>>() < place::missing;
  else
    return false;
}

/// The column among those of the model: bit i is column i.
template <class Model, class Column>
inline constexpr std::uint64_t column_bit = std::uint64_t{1} << model::column_index_of<Model, Column::member>();

/// The columns of a constraint, as `column_bit`.
consteval std::uint64_t bits_of(const catalog::table& t, std::span<const std::string_view> names) {
  std::uint64_t bits = 0;
  for (const std::string_view name : names)
    for (std::size_t i = 0; i < t.columns.size(); ++i)
      if (t.columns[i].name == name) bits |= std::uint64_t{1} << i;
  return bits;
}

/// Whether no two rows have these columns in common: a key, a unique constraint, or a unique index of all rows.
consteval bool is_unique_set(const catalog::table& t, std::uint64_t bits) {
  if (bits_of(t, t.key.columns) == bits) return true;
  for (const catalog::unique_constraint& u : t.uniques)
    if (bits_of(t, u.columns) == bits) return true;
  for (const catalog::index& i : t.indexes)
    if (i.unique && i.where.empty() && i.expression.empty() && bits_of(t, i.columns) == bits) return true;
  return false;
}

template <class Model, class... Column>
consteval bool unique_together() {
  if constexpr (sizeof...(Column) > 0 && (is_column_of<Model, Column>() && ...))
    return is_unique_set(model::table_of<Model>, (column_bit<Model, Column> | ...));
  else
    return false;
}

/// The columns that nobody sets in a row that is there: its key, its version, and what the database computes.
template <class Model>
consteval std::uint64_t fixed_columns() {
  const catalog::table& t = model::table_of<Model>;
  std::uint64_t bits = bits_of(t, t.key.columns);
  for (std::size_t i = 0; i < t.columns.size(); ++i)
    if (t.columns[i].computation != catalog::computation::none) bits |= std::uint64_t{1} << i;
  if (const std::int16_t version = model::version_column_of<Model>(); version >= 0) bits |= std::uint64_t{1} << version;
  return bits;
}

/// Whether ON CONFLICT may set it: a column, or an assignment to one. A mistake that has been reported may.
template <class Model, class Sources, class Term>
consteval bool may_be_set() {
  if constexpr (is_rejected<Term>)
    return true;
  else if constexpr (is_assignment<Term>)
    return may_be_set<Model, Sources, typename Term::column>() && Term::template find<Sources>() < place::missing;
  else if constexpr (is_column_of<Model, Term>())
    return (column_bit<Model, Term> & fixed_columns<Model>()) == 0;
  else
    return false;
}

}  // namespace plinth::sql
