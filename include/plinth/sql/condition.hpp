// SPDX-License-Identifier: MIT
#pragma once

// Conditions that are put together at run time, and words for all and none.

#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>

#include <plinth/sql/operators.hpp>

namespace plinth {

namespace sql {

/// `detail` conditions, joined by AND or OR, in parentheses.
template <operation Op>
constexpr void render_joined(rendering& out, const shape&, std::uint64_t detail) {
  out << '(';
  for (std::uint64_t i = 0; i < detail; ++i) {
    if (i > 0) out << text_of(Op);
    out.next();
  }
  out << ')';
}

constexpr void render_negated(rendering& out, const shape&, std::uint64_t) {
  out << "NOT (";
  out.next();
  out << ')';
}

/// A neutral condition in a place where there must be one.
constexpr void render_neutral(rendering& out, const shape&, std::uint64_t) { out << "1 = 1"; }

template <operation Op>
inline constexpr shape joined_shape{&render_joined<Op>};
inline constexpr shape negated_shape{&render_negated};
inline constexpr shape neutral_shape{&render_neutral};

}  // namespace sql

/// A condition of whatever columns, decided at run time; it combines with && || ! like every other. A fresh one is
/// neutral: it says nothing, and everything it is combined with stays as it is.
///
///   plinth::condition wanted;
///   if (!name.empty()) wanted = wanted && col<&User::name> == name;
///
/// That its columns belong to the statement is found out by the server only, not by the compiler.
class condition : public sql::operand<condition> {
 public:
  using is_expression = void;
  using value_type = bool;
  static constexpr sql::rank binds = sql::rank::primary;

  condition() = default;

  template <sql::expression E>
  requires(!std::is_same_v<E, condition>)
      condition(const E& e) {  // NOLINT: implicit, so that conditions and expressions mix
    constexpr bool true_or_false = sql::is_condition<E>();
    static_assert(true_or_false,
                  "plinth[E1105]: a condition is made of a comparison or a bool column, and this is none (E)");
    constexpr bool own_columns = E::template find<sql::anywhere>() == sql::place::own;
    static_assert(own_columns,
                  "plinth[E1106]: a plinth::condition is apart from any statement, and this one (E) has a column that "
                  "its model inherits; say which model with col_of<Model, &Model::member>");
    if constexpr (!sql::is_rejected<E> && true_or_false && own_columns)
      sql::append<sql::rank::negation, sql::anywhere>(content_, e);
  }

  /// Whether it says nothing.
  [[nodiscard]] bool is_neutral() const noexcept { return content_.tokens.empty(); }
  [[nodiscard]] const sql::fragment& content() const noexcept { return content_; }

  template <sql::operation Op>
  [[nodiscard]] condition with(const condition& other) const {
    if (is_neutral()) return other;
    if (other.is_neutral()) return *this;
    condition result;
    result.content_.tokens.push_back({&sql::joined_shape<Op>, 0});
    result.take_in<Op>(content_);
    result.take_in<Op>(other.content_);
    return result;
  }

  [[nodiscard]] condition negated() const;

  // As a part of something that must have a condition (ON, EXISTS).

  template <class>
  static constexpr void write(sql::rendering& out) {
    out.next();
  }
  template <class>
  static consteval sql::place find() {
    return sql::place::own;
  }
  template <class>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(sql::fragment& to) const;

 private:
  /// The other's conditions become this one's where they are joined by the same word: a && b && c is one list.
  template <sql::operation Op>
  void take_in(const sql::fragment& other) {
    sql::token& head = content_.tokens.front();
    const bool same_word = other.tokens.front().what == &sql::joined_shape<Op>;
    head.detail += same_word ? other.tokens.front().detail : 1;
    content_.tokens.insert(content_.tokens.end(), other.tokens.begin() + (same_word ? 1 : 0), other.tokens.end());
    content_.values.insert(content_.values.end(), other.values.begin(), other.values.end());
  }

  sql::fragment content_;
};

namespace sql {

template <class E>
[[nodiscard]] condition condition_of(const E& e) {
  return condition(e);
}

/// Stands where a condition is demanded and every row is meant.
struct all_rows {};

}  // namespace sql

/// Every row, said on purpose: `session.remove<User>().where(plinth::all_rows)`.
inline constexpr sql::all_rows all_rows{};

/// All of the conditions; of none, the neutral one.
template <class Conditions>
[[nodiscard]] condition all_of(const Conditions& conditions) {
  condition result;
  for (const auto& c : conditions) result = result.template with<sql::operation::conjunction>(condition(c));
  return result;
}
[[nodiscard]] inline condition all_of(std::initializer_list<condition> conditions) {
  return all_of<std::initializer_list<condition>>(conditions);
}

/// At least one of the conditions; of none, the neutral one.
template <class Conditions>
[[nodiscard]] condition any_of(const Conditions& conditions) {
  condition result;
  for (const auto& c : conditions) result = result.template with<sql::operation::disjunction>(condition(c));
  return result;
}
[[nodiscard]] inline condition any_of(std::initializer_list<condition> conditions) {
  return any_of<std::initializer_list<condition>>(conditions);
}

template <sql::expression E>
[[nodiscard]] constexpr auto not_(const E& e) {
  return !e;
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/sql/impl/condition.hpp>
#endif
