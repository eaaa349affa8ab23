// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/sql/select.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/sql/nodes.hpp>

namespace plinth::sql {

PLINTH_INLINE statement_text text_of_statement(fragment statement, const dialect& d) {
  return {render(statement.tokens, d), std::move(statement.values)};
}

PLINTH_INLINE select_parts::select_parts(const sql::shape& columns, const sql::shape& from) {
  content_.tokens.reserve(8);
  content_.tokens.push_back({&detail::select_shape, 0});
  token_ends_.fill(1);
  add(part::columns, columns);
  add(part::from, from);
}

/// Moves what was added at the end to the end of its clause.
template <class T>
void select_parts::move_last(std::vector<T>& items, std::size_t first, ends& at, part p) {
  const auto added = static_cast<std::uint32_t>(items.size() - first);
  const auto place = static_cast<std::ptrdiff_t>(at[static_cast<std::size_t>(p)]);
  if (static_cast<std::size_t>(place) != first)
    std::rotate(items.begin() + place, items.begin() + static_cast<std::ptrdiff_t>(first), items.end());
  for (auto i = static_cast<std::size_t>(p); i < part_count; ++i) at[i] += added;
}

template <class T>
void select_parts::erase(std::vector<T>& items, ends& at, part p, std::uint32_t before_all) {
  const auto i = static_cast<std::size_t>(p);
  const std::uint32_t begin = i == 0 ? before_all : at[i - 1];
  const std::uint32_t removed = at[i] - begin;
  items.erase(items.begin() + begin, items.begin() + at[i]);
  for (std::size_t k = i; k < part_count; ++k) at[k] -= removed;
}

PLINTH_INLINE void select_parts::close(part p) {
  move_last(content_.tokens, first_token_, token_ends_, p);
  move_last(content_.values, first_value_, value_ends_, p);
  count(p, 1);
}

PLINTH_INLINE void select_parts::add(part p, const sql::shape& s) {
  open().tokens.push_back({&s, 0});
  close(p);
}

PLINTH_INLINE void select_parts::add(part p, const fragment& item) {
  open().append(item);
  close(p);
}

PLINTH_INLINE void select_parts::clear(part p) {
  erase(content_.tokens, token_ends_, p, 1);
  erase(content_.values, value_ends_, p, 0);
  const detail::count_field f = detail::count_fields[static_cast<std::size_t>(p)];
  head() &= ~(((std::uint64_t{1} << f.bits) - 1) << f.shift);
}

PLINTH_INLINE bool select_parts::remove_first(part p, const sql::shape& s) {
  const auto i = static_cast<std::size_t>(p);
  const std::uint32_t first = i == 0 ? 1 : token_ends_[i - 1];
  if (first == token_ends_[i] || content_.tokens[first].what != &s) return false;
  content_.tokens.erase(content_.tokens.begin() + first);
  for (std::size_t k = i; k < part_count; ++k) --token_ends_[k];
  head() -= std::uint64_t{1} << detail::count_fields[i].shift;
  return true;
}

PLINTH_INLINE fragment select_parts::clause(part p) const {
  const auto i = static_cast<std::size_t>(p);
  const auto at = [](const auto& items, std::uint32_t position) { return items.begin() + position; };
  fragment result;
  result.tokens.assign(at(content_.tokens, i == 0 ? 1 : token_ends_[i - 1]), at(content_.tokens, token_ends_[i]));
  result.values.assign(at(content_.values, i == 0 ? 0 : value_ends_[i - 1]), at(content_.values, value_ends_[i]));
  return result;
}

PLINTH_INLINE void select_parts::limit(std::int64_t rows) {
  limit_ = not_negative(rows, "limit");
  head() |= detail::limit_flag;
}

PLINTH_INLINE void select_parts::offset(std::int64_t rows) {
  offset_ = not_negative(rows, "offset");
  head() |= detail::limit_flag | detail::offset_flag;
}

PLINTH_INLINE void select_parts::limit_further(std::int64_t rows) { limit(std::min(rows, limit_)); }

PLINTH_INLINE void select_parts::write_values(cell* to) const noexcept {
  for (const parameter& p : content_.values) *to++ = p.value;
  if (has_limit()) *to++ = cell::of_integer(limit_);
  if (has_offset()) *to++ = cell::of_integer(offset_);
}

PLINTH_INLINE void select_parts::add_to(fragment& to) const {
  to.append(content_);
  if (has_limit()) to.values.push_back({cell::of_integer(limit_), nullptr});
  if (has_offset()) to.values.push_back({cell::of_integer(offset_), nullptr});
}

PLINTH_INLINE fragment select_parts::counting() const {
  select_parts inner = *this;
  inner.clear(part::order_by);
  fragment result;
  if ((head() & (detail::distinct_flag | detail::limit_flag)) == 0 && !has(part::group_by) && !has(part::having)) {
    inner.replace_columns(detail::count_shape);
  } else {
    result.tokens.push_back({&detail::counted_shape, 0});
  }
  inner.add_to(result);
  return result;
}

PLINTH_INLINE fragment select_parts::existing() const {
  select_parts inner = *this;
  inner.clear(part::order_by);
  if (!has(part::having) && !has(part::group_by)) inner.replace_columns(detail::one_shape);
  fragment result;
  result.tokens.push_back({&detail::exists_shape, 0});
  inner.add_to(result);
  return result;
}

PLINTH_INLINE void select_parts::replace_columns(const sql::shape& columns) {
  clear(part::columns);
  add(part::columns, columns);
}

PLINTH_INLINE std::int64_t select_parts::not_negative(std::int64_t rows, const char* what) {
  if (rows < 0)
    throw query_error(3303, std::string(what) + "(" + std::to_string(rows) + "): a number of rows is not negative");
  return rows;
}

PLINTH_INLINE void select_parts::count(part p, std::uint64_t more) {
  const detail::count_field f = detail::count_fields[static_cast<std::size_t>(p)];
  if (f.bits == 0) return;
  const std::uint64_t most = (std::uint64_t{1} << f.bits) - 1;
  if (detail::count_in(head(), p) + more > most)
    throw query_error(3304, "one clause of a statement has more than " + std::to_string(most) +
                                " items; join conditions with plinth::all_of, or split the statement");
  head() += more << f.shift;
}

}  // namespace plinth::sql
