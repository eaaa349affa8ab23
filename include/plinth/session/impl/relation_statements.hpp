// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/relation_statements.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/impl/statements.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/sql/select.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

[[nodiscard]] PLINTH_INLINE sql::token relation_operand(const model::relationship_info& r) noexcept {
  return {&operand, reinterpret_cast<std::uintptr_t>(&r)};
}

[[nodiscard]] PLINTH_INLINE const model::relationship_info& take_relation(sql::rendering& out) noexcept {
  return *reinterpret_cast<const model::relationship_info*>(static_cast<std::uintptr_t>(out.take().detail));
}

PLINTH_INLINE void write_link_name(sql::rendering& out, const model::relationship_info& r, std::string_view column) {
  out.name(r.secondary->name) << '.';
  out.name(column);
}

/// The columns by which targets are found: the pairs' that point to the owner, or the targets' own.
PLINTH_INLINE void write_link_column(sql::rendering& out, const model::relationship_info& r, std::size_t i) {
  if (r.secondary)
    write_link_name(out, r, r.own_links[i]);
  else
    write_qualified(out, r.target(), r.target_columns[i]);
}

/// `count` rows of placeholders, each as wide as the key.
PLINTH_INLINE void write_keys(sql::rendering& out, std::size_t width, std::uint64_t count) {
  for (std::uint64_t row = 0; row < count; ++row) {
    if (row > 0) out << ", ";
    if (width > 1) out << '(';
    for (std::size_t i = 0; i < width; ++i) {
      if (i > 0) out << ", ";
      out.parameter();
    }
    if (width > 1) out << ')';
  }
}

PLINTH_INLINE void write_related_columns(sql::rendering& out, const model::relationship_info& r, column_set columns) {
  const model::model_info& target = r.target();
  const char* separator = "SELECT ";
  for (std::size_t i = 0; i < target.columns.size(); ++i) {
    if (!has_column(columns, i)) continue;
    out << separator;
    write_qualified(out, target, i);
    separator = ", ";
  }
  for (const std::string_view link : r.own_links) {
    out << separator;
    write_link_name(out, r, link);
    separator = ", ";
  }
}

PLINTH_INLINE void write_related_tables(sql::rendering& out, const model::relationship_info& r) {
  const model::model_info& target = r.target();
  if (!r.secondary) {
    (out << " FROM ").name(target.table->name);
    return;
  }
  (out << " FROM ").name(r.secondary->name);
  (out << " JOIN ").name(target.table->name);
  for (std::size_t i = 0; i < r.target_links.size(); ++i) {
    out << (i == 0 ? " ON " : " AND ");
    write_qualified(out, target, r.target_columns[i]);
    out << " = ";
    write_link_name(out, r, r.target_links[i]);
  }
}

/// The relationship's own order, and what is equal in that by the targets' key. Targets that hold a foreign key come
/// owner by owner: an index of the foreign key has them in that order, so that nothing has to be sorted. `own` terms
/// of the statement stand in place of the relationship's.
PLINTH_INLINE void write_related_order(sql::rendering& out, const model::relationship_info& r, std::uint64_t own) {
  const model::model_info& target = r.target();
  const char* separator = " ORDER BY ";
  const auto begin_term = [&] { out << std::exchange(separator, ", "); };
  const auto write_term = [&](std::uint16_t column) {
    begin_term();
    write_qualified(out, target, column);
  };
  if (own == 0) {
    if (r.to_many && !r.secondary)
      for (const std::uint16_t column : r.target_columns) write_term(column);
    for (const model::order_term& term : r.order) {
      write_term(term.column);
      if (term.descending) out << " DESC";
    }
  }
  for (; own > 0; --own) {
    begin_term();
    out.next();
  }
  for (const std::uint16_t key : target.key) write_term(key);
}

inline constexpr unsigned condition_shift = 32;
inline constexpr unsigned order_shift = 48;

PLINTH_INLINE void render_select_related(sql::rendering& out, const sql::shape&, std::uint64_t detail) {
  const model::relationship_info& r = take_relation(out);
  write_related_columns(out, r, out.take().detail);
  write_related_tables(out, r);
  const std::size_t width = r.own_columns.size();
  out << (width > 1 ? " WHERE (" : " WHERE ");
  for (std::size_t i = 0; i < width; ++i) {
    if (i > 0) out << ", ";
    write_link_column(out, r, i);
  }
  out << (width > 1 ? ") IN (" : " IN (") << (width > 1 ? out.dialect().row_list() : "");
  write_keys(out, width, detail & 0xFFFF'FFFFU);
  out << ')';
  write_not_removed(out, r.target());
  for (std::uint64_t i = (detail >> condition_shift) & 0xFFFFU; i > 0; --i) {
    out << " AND ";
    out.next();
  }
  write_related_order(out, r, detail >> order_shift);
}

PLINTH_INLINE void render_insert_pair(sql::rendering& out, const sql::shape&, std::uint64_t unsure) {
  const model::relationship_info& r = take_relation(out);
  (out << "INSERT INTO ").name(r.secondary->name);
  const char* separator = " (";
  for (const auto links : {r.own_links, r.target_links})
    for (const std::string_view link : links) {
      (out << separator).name(link);
      separator = ", ";
    }
  out << ") VALUES (";
  write_keys(out, 1, r.own_links.size() + r.target_links.size());
  out << ')';
  if (unsure != 0) out << out.dialect().unless_there();
}

PLINTH_INLINE void write_pair_condition(sql::rendering& out, std::string_view before,
                                        std::span<const std::string_view> links) {
  for (const std::string_view link : links) {
    (out << before).name(link) << " = ";
    out.parameter();
    before = " AND ";
  }
}

PLINTH_INLINE void render_delete_pair(sql::rendering& out, const sql::shape&, std::uint64_t) {
  const model::relationship_info& r = take_relation(out);
  (out << "DELETE FROM ").name(r.secondary->name);
  write_pair_condition(out, " WHERE ", r.own_links);
  write_pair_condition(out, " AND ", r.target_links);
}

PLINTH_INLINE void render_delete_pairs(sql::rendering& out, const sql::shape&, std::uint64_t of_target) {
  const model::relationship_info& r = take_relation(out);
  (out << "DELETE FROM ").name(r.secondary->name);
  write_pair_condition(out, " WHERE ", of_target != 0 ? r.target_links : r.own_links);
}

inline constexpr sql::shape select_related_shape{&render_select_related};
inline constexpr sql::shape insert_pair_shape{&render_insert_pair};
inline constexpr sql::shape delete_pair_shape{&render_delete_pair};
inline constexpr sql::shape delete_pairs_shape{&render_delete_pairs};

PLINTH_INLINE fixed_shape select_related_statement(const model::relationship_info& r, column_set columns,
                                                   std::uint64_t count) noexcept {
  return {{sql::token{&select_related_shape, count}, relation_operand(r), sql::token{&operand, columns}}, 3};
}

PLINTH_INLINE std::vector<sql::token> select_related_statement(const model::relationship_info& r, column_set columns,
                                                               std::uint64_t count, const sql::select_parts& targets) {
  const std::uint64_t words =
      (targets.size(sql::part::where) << condition_shift) | (targets.size(sql::part::order_by) << order_shift);
  const fixed_shape plain = select_related_statement(r, columns, count | words);
  std::vector<sql::token> tokens(plain.view().begin(), plain.view().end());
  for (const sql::part p : {sql::part::where, sql::part::order_by}) {
    const sql::fragment clause = targets.clause(p);
    tokens.insert(tokens.end(), clause.tokens.begin(), clause.tokens.end());
  }
  return tokens;
}

PLINTH_INLINE fixed_shape insert_pair_statement(const model::relationship_info& r, bool unsure) noexcept {
  return {{sql::token{&insert_pair_shape, unsure ? 1U : 0U}, relation_operand(r)}, 2};
}

PLINTH_INLINE fixed_shape delete_pair_statement(const model::relationship_info& r) noexcept {
  return {{sql::token{&delete_pair_shape, 0}, relation_operand(r)}, 2};
}

PLINTH_INLINE fixed_shape delete_pairs_statement(const model::relationship_info& r, pair_end end) noexcept {
  return {{sql::token{&delete_pairs_shape, end == pair_end::target ? 1U : 0U}, relation_operand(r)}, 2};
}

}  // namespace plinth::detail
