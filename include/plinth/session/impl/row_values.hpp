// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/row_values.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/model/link.hpp>
#include <plinth/session/snapshot.hpp>

namespace plinth::detail {

PLINTH_INLINE column_set column_list::set() const noexcept {
  column_set result = 0;
  for (const std::uint16_t column : view()) result |= column_set{1} << column;
  return result;
}

PLINTH_INLINE column_list columns_named(const catalog::table& t, std::span<const std::string_view> names) {
  column_list result;
  for (const std::string_view name : names) {
    const std::uint16_t position = model::column_position(t, name);
    if (position == t.columns.size() || result.count == result.columns.size()) return {};
    result.columns[result.count++] = position;
  }
  return result;
}

PLINTH_INLINE std::vector<column_list> unique_columns_of(const model::model_info& m) {
  std::vector<column_list> result{columns_named(*m.table, m.table->key.columns)};
  for (const catalog::unique_constraint& u : m.table->uniques) result.push_back(columns_named(*m.table, u.columns));
  for (const catalog::index& i : m.table->indexes)
    if (i.unique && (i.where.empty() || i.where == m.not_removed) && i.expression.empty())
      result.push_back(columns_named(*m.table, i.columns));
  return result;
}

PLINTH_INLINE cell row_values::before(const model::node& n, std::size_t column) {
  return n.snapshot ? n.snapshot[column] : read_column(n, column, keep_);
}

/// The value of a key that somebody points to, where it is known.
[[nodiscard]] PLINTH_INLINE std::optional<cell> known_key(const model::node& n, std::size_t column, scratch& keep) {
  const cell value = read_column(n, column, keep);
  const bool chosen_later = n.state == model::object_state::pending && n.model->columns[column].generated;
  if (chosen_later && value.integer == 0) return std::nullopt;
  return value;
}

PLINTH_INLINE std::optional<cell> row_values::after(const model::node& n, std::size_t column) {
  const auto place_in = [column](std::span<const std::uint16_t> columns) {
    std::size_t i = 0;
    while (i < columns.size() && columns[i] != column) ++i;
    return i;
  };
  for (const model::relationship_info& r : n.model->relationships) {
    if (!says_key(n, r)) continue;
    const std::size_t i = place_in(r.own_columns);
    if (i == r.own_columns.size()) continue;
    const model::node* target = model::link_of(const_cast<model::node&>(n), r).target();
    return target ? known_key(*target, r.target_columns[i], keep_) : std::optional(cell{});
  }
  for (const key_copy& c : plan_.copies_of(n))
    if (const std::size_t i = place_in(c.relation->target_columns); i < c.relation->target_columns.size())
      return c.parent ? known_key(*c.parent, c.relation->own_columns[i], keep_) : std::optional(cell{});
  return known_key(n, column, keep_);
}

PLINTH_INLINE std::optional<std::uint64_t> row_values::hash_before(const model::node& n,
                                                                   std::span<const std::uint16_t> columns) {
  std::uint64_t hash = columns.size();
  for (const std::uint16_t column : columns) {
    const cell value = before(n, column);
    if (value.is_null()) return std::nullopt;
    hash = hash_of(value, hash);
  }
  return hash;
}

PLINTH_INLINE std::optional<std::uint64_t> row_values::hash_after(const model::node& n,
                                                                  std::span<const std::uint16_t> columns) {
  std::uint64_t hash = columns.size();
  for (const std::uint16_t column : columns) {
    const std::optional<cell> value = after(n, column);
    if (!value || value->is_null()) return std::nullopt;
    hash = hash_of(*value, hash);
  }
  return hash;
}

PLINTH_INLINE bool row_values::hands_over(const model::node& freed, std::span<const std::uint16_t> of_freed,
                                          const model::node& taken, std::span<const std::uint16_t> of_taken) {
  for (std::size_t i = 0; i < of_freed.size(); ++i) {
    const std::optional<cell> value = after(taken, of_taken[i]);
    if (!value || !same_value(before(freed, of_freed[i]), *value)) return false;
  }
  return true;
}

PLINTH_INLINE bool row_values::will_be_equal(const model::node& a, std::span<const std::uint16_t> of_a,
                                             const model::node& b, std::span<const std::uint16_t> of_b) {
  for (std::size_t i = 0; i < of_a.size(); ++i) {
    const std::optional<cell> one = after(a, of_a[i]);
    const std::optional<cell> other = after(b, of_b[i]);
    if (!one || !other || !same_value(*one, *other)) return false;
  }
  return true;
}

PLINTH_INLINE bool row_values::changes(const model::node& n, std::span<const std::uint16_t> columns) {
  for (const std::uint16_t column : columns) {
    const std::optional<cell> value = after(n, column);
    if (!value || !same_value(before(n, column), *value)) return true;
  }
  return false;
}

}  // namespace plinth::detail
