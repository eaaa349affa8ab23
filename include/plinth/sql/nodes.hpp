// SPDX-License-Identifier: MIT
#pragma once

// The kinds of expressions: plain structs of operands and bound values. Users make them with operators and methods.

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/sql/operand.hpp>

namespace plinth {

/// A statement was put together in a way that no server could run. Nothing was sent.
class query_error : public error {
 public:
  using error::error;
};

}  // namespace plinth

namespace plinth::sql {

constexpr rank rank_of(operation op) {
  switch (op) {
    case operation::disjunction: return rank::disjunction;
    case operation::conjunction: return rank::conjunction;
    case operation::add:
    case operation::subtract:
    case operation::concatenate: return rank::additive;
    case operation::multiply:
    case operation::divide: return rank::multiplicative;
    default: return rank::comparison;
  }
}

constexpr std::string_view text_of(operation op) {
  constexpr std::string_view texts[] = {" = ",  " <> ", " < ", " <= ", " > ", " >= ", " AND ",
                                        " OR ", " + ",  " - ", " * ",  " / ", " || "};
  return texts[static_cast<std::size_t>(op)];
}

constexpr rank next(rank r) { return static_cast<rank>(static_cast<std::uint8_t>(r) + 1); }

/// AND and OR associate whichever way; everything else groups to the left and comparisons do not group at all. Servers
/// do not agree on how tightly || binds.
constexpr rank least_on_left(operation op) {
  if (op == operation::concatenate) return rank::unary;
  return rank_of(op) == rank::comparison ? rank::additive : rank_of(op);
}
constexpr rank least_on_right(operation op) {
  if (op == operation::concatenate) return rank::unary;
  return op == operation::conjunction || op == operation::disjunction ? rank_of(op) : next(rank_of(op));
}

template <operation Op, class L, class R, class Value>
struct binary : operand<binary<Op, L, R, Value>> {
  using is_expression = void;
  using value_type = Value;
  static constexpr rank binds = rank_of(Op);

  [[no_unique_address]] L left;
  [[no_unique_address]] R right;

  template <class Sources>
  static constexpr void write(rendering& out) {
    write_operand<L, least_on_left(Op), Sources>(out);
    out << text_of(Op);
    write_operand<R, least_on_right(Op), Sources>(out);
  }
  template <class Sources>
  static consteval place find() {
    return worse(L::template find<Sources>(), R::template find<Sources>());
  }
  template <class Sources>
  static consteval bool may_be_missing() {
    return L::template may_be_missing<Sources>() || R::template may_be_missing<Sources>();
  }
  void collect(fragment& to) const {
    left.collect(to);
    right.collect(to);
  }
};

/// What nodes of one operand share.
template <class Self, class E, class Value, rank Binds>
struct unary : operand<Self> {
  using is_expression = void;
  using value_type = Value;
  static constexpr rank binds = Binds;

  template <class Sources>
  static consteval place find() {
    return E::template find<Sources>();
  }
  template <class Sources>
  static consteval bool may_be_missing() {
    return E::template may_be_missing<Sources>();
  }
};

template <class E>
struct negation : unary<negation<E>, E, bool, rank::negation> {
  [[no_unique_address]] E inner;

  template <class Sources>
  static constexpr void write(rendering& out) {
    out << "NOT ";
    write_operand<E, rank::negation, Sources>(out);
  }
  void collect(fragment& to) const { inner.collect(to); }
};

template <class E, bool Negated>
struct null_test : operand<null_test<E, Negated>> {
  using is_expression = void;
  using value_type = bool;
  static constexpr rank binds = rank::comparison;

  [[no_unique_address]] E inner;

  template <class Sources>
  static constexpr void write(rendering& out) {
    write_operand<E, rank::additive, Sources>(out);
    out << (Negated ? " IS NOT NULL" : " IS NULL");
  }
  template <class Sources>
  static consteval place find() {
    return E::template find<Sources>();
  }
  template <class Sources>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(fragment& to) const { inner.collect(to); }
};

/// A comparison with a std::optional: whether it is empty is part of the text, for NULL equals nothing in SQL.
template <class E, bool Negated>
struct optional_test : operand<optional_test<E, Negated>> {
  using is_expression = void;
  using value_type = bool;
  static constexpr rank binds = rank::comparison;

  [[no_unique_address]] E inner;
  parameter value;
  bool empty;

  template <class Sources>
  static constexpr void write(rendering& out) {
    const bool is_empty = out.take().detail != 0;
    write_operand<E, rank::additive, Sources>(out);
    if (is_empty) {
      out << (Negated ? " IS NOT NULL" : " IS NULL");
    } else {
      out << (Negated ? " <> " : " = ");
      out.parameter();
    }
  }
  template <class Sources>
  static consteval place find() {
    return E::template find<Sources>();
  }
  template <class Sources>
  static consteval bool may_be_missing() {
    return E::template may_be_missing<Sources>();
  }
  void collect(fragment& to) const {
    to.tokens.push_back({&number_for_node, empty ? 1U : 0U});
    inner.collect(to);
    if (!empty) to.values.push_back(value);
  }
};

template <class E, like_style Style>
struct like_test : unary<like_test<E, Style>, E, bool, rank::comparison> {
  [[no_unique_address]] E inner;
  bound pattern;

  template <class Sources>
  static constexpr void write(rendering& out) {
    write_operand<E, rank::additive, Sources>(out);
    out << (Style == like_style::ignoring_case ? out.dialect().case_insensitive_like() : " LIKE ");
    out.parameter();
    if (Style == like_style::escaped) out << " ESCAPE '!'";
  }
  void collect(fragment& to) const {
    inner.collect(to);
    pattern.collect(to);
  }
};

template <class E, class Low, class High>
struct between_test : unary<between_test<E, Low, High>, E, bool, rank::comparison> {
  [[no_unique_address]] E inner;
  [[no_unique_address]] Low low;
  [[no_unique_address]] High high;

  template <class Sources>
  static constexpr void write(rendering& out) {
    write_operand<E, rank::additive, Sources>(out);
    out << " BETWEEN ";
    write_operand<Low, rank::additive, Sources>(out);
    out << " AND ";
    write_operand<High, rank::additive, Sources>(out);
  }
  template <class Sources>
  static consteval place find() {
    return worse(E::template find<Sources>(), worse(Low::template find<Sources>(), High::template find<Sources>()));
  }
  void collect(fragment& to) const {
    inner.collect(to);
    low.collect(to);
    high.collect(to);
  }
};

inline constexpr std::size_t most_in_list = 30'000;

/// Repeats the last value up to the next power of two: a list of 9 and one of 16 are the same statement.
void pad_list(std::vector<parameter>& values);

constexpr void write_placeholders(rendering& out, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i > 0) out << ", ";
    out.parameter();
  }
}

/// An empty list is written as a condition that is false (or, negated, true) for every row: IN () is no standard SQL.
template <class E, bool Negated>
struct in_list : unary<in_list<E, Negated>, E, bool, rank::comparison> {
  [[no_unique_address]] E inner;
  std::vector<parameter> values;

  template <class Sources>
  static constexpr void write(rendering& out) {
    const std::uint64_t count = out.take().detail;
    if (count == 0) {
      out << (Negated ? "1 = 1" : "1 = 0");
      return;
    }
    write_operand<E, rank::additive, Sources>(out);
    out << (Negated ? " NOT IN (" : " IN (");
    write_placeholders(out, count);
    out << ')';
  }
  void collect(fragment& to) const {
    to.tokens.push_back({&number_for_node, values.size()});
    if (values.empty()) return;
    inner.collect(to);
    to.values.insert(to.values.end(), values.begin(), values.end());
  }
};

template <class E, bool Negated, class Row>
struct in_select : unary<in_select<E, Negated, Row>, E, bool, rank::comparison> {
  [[no_unique_address]] E inner;
  fragment query;

  template <class Sources>
  static constexpr void write(rendering& out) {
    write_operand<E, rank::additive, Sources>(out);
    out << (Negated ? " NOT IN (" : " IN (");
    out.next();
    out << ')';
  }
  void collect(fragment& to) const {
    inner.collect(to);
    to.append(query);
  }
};

// ---- terms of ORDER BY and SET --------------------------------------------------------------------------------------

template <class E, direction Direction, nulls Nulls>
struct ordering {
  using is_ordering = void;
  static constexpr rank binds = rank::primary;

  [[no_unique_address]] E inner;

  [[nodiscard]] constexpr auto nulls_first() const { return ordering<E, Direction, nulls::first>{inner}; }
  [[nodiscard]] constexpr auto nulls_last() const { return ordering<E, Direction, nulls::last>{inner}; }

  template <class Sources>
  static constexpr void write(rendering& out) {
    write_operand<E, rank::disjunction, Sources>(out);
    if (Direction == direction::descending) out << " DESC";
    if (Nulls == nulls::first) out << " NULLS FIRST";
    if (Nulls == nulls::last) out << " NULLS LAST";
  }
  template <class Sources>
  static consteval place find() {
    return E::template find<Sources>();
  }
  void collect(fragment& to) const { inner.collect(to); }
};

template <class Column, class Value>
struct assignment {
  using is_assignment = void;
  using column = Column;
  static constexpr rank binds = rank::primary;

  [[no_unique_address]] Value value;

  template <class Sources>
  static constexpr void write(rendering& out) {
    using model = typename home<Column::member, typename Column::where, Sources>::model;
    constexpr std::string_view name = name_in<model, Column::member>();
    out.name(name) << " = ";
    write_operand<Value, rank::comparison, Sources>(out);
  }
  template <class Sources>
  static consteval place find() {
    return worse(Column::template find<Sources>(), Value::template find<Sources>());
  }
  void collect(fragment& to) const { value.collect(to); }
};

}  // namespace plinth::sql

#ifndef PLINTH_PRECOMPILED
#include <plinth/sql/impl/nodes.hpp>
#endif
