// SPDX-License-Identifier: MIT
#pragma once

// Functions of SQL: aggregates, and the few scalar ones that every server has.

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include <plinth/sql/operators.hpp>

namespace plinth::sql {

/// A function without operands; the name is the whole text.
template <fixed_string Text, class Value>
struct constant : operand<constant<Text, Value>> {
  using is_expression = void;
  using value_type = Value;
  static constexpr rank binds = rank::primary;

  template <class>
  static constexpr void write(rendering& out) {
    out << Text.view();
  }
  template <class>
  static consteval place find() {
    return place::own;
  }
  template <class>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(fragment&) const {}
};

/// A function of one operand. `Opening` is its name with what stands before the operand: "sum(".
template <fixed_string Opening, class Value, class E>
struct call : unary<call<Opening, Value, E>, E, Value, rank::primary> {
  [[no_unique_address]] E argument;

  template <class Sources>
  static constexpr void write(rendering& out) {
    out << Opening.view();
    E::template write<Sources>(out);
    out << ')';
  }
  void collect(fragment& to) const { argument.collect(to); }
};

/// The first of two operands that is not NULL.
template <class Value, class First, class Second>
struct coalesced : operand<coalesced<Value, First, Second>> {
  using is_expression = void;
  using value_type = Value;
  static constexpr rank binds = rank::primary;

  [[no_unique_address]] First first;
  [[no_unique_address]] Second second;

  template <class Sources>
  static constexpr void write(rendering& out) {
    out << "coalesce(";
    First::template write<Sources>(out);
    out << ", ";
    Second::template write<Sources>(out);
    out << ')';
  }
  template <class Sources>
  static consteval place find() {
    return worse(First::template find<Sources>(), Second::template find<Sources>());
  }
  template <class Sources>
  static consteval bool may_be_missing() {
    return Second::template may_be_missing<Sources>();
  }
  void collect(fragment& to) const {
    first.collect(to);
    second.collect(to);
  }
};

/// A value that is bound, where an expression is wanted: `select(lit(1))`.
template <class Value>
struct literal : operand<literal<Value>> {
  using is_expression = void;
  using value_type = Value;
  static constexpr rank binds = rank::primary;

  bound content;

  template <class>
  static constexpr void write(rendering& out) {
    out.dialect().typed_placeholder(out, model::field_codec<Value>::type);
  }
  template <class>
  static consteval place find() {
    return place::own;
  }
  template <class>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(fragment& to) const { content.collect(to); }
};

template <class T>
using sum_type = std::optional<std::conditional_t<std::is_floating_point_v<T>, double, std::int64_t>>;

template <fixed_string Opening, class Value, class E>
constexpr auto make_call(const E& e) {
  if constexpr (is_rejected<E>)
    return rejected{};
  else
    return call<Opening, Value, E>{{}, e};
}

}  // namespace plinth::sql

namespace plinth {

/// count(*): rows, whatever is in them.
[[nodiscard]] constexpr auto count() { return sql::constant<"count(*)", std::int64_t>{}; }

/// Rows in which the expression is not NULL.
template <sql::expression E>
[[nodiscard]] constexpr auto count(const E& e) {
  return sql::make_call<"count(", std::int64_t>(e);
}

/// The different values that the expression has, NULL not counted.
template <sql::expression E>
[[nodiscard]] constexpr auto count_distinct(const E& e) {
  return sql::make_call<"count(DISTINCT ", std::int64_t>(e);
}

// Of no rows at all these are NULL, so what they give is a std::optional.

template <sql::expression E>
[[nodiscard]] constexpr auto sum(const E& e) {
  constexpr bool number = sql::is_rejected<E> || sql::is_number<sql::plain<typename E::value_type>>;
  static_assert(number, "plinth[E1109]: sum works on a column of numbers (E)");
  if constexpr (sql::is_rejected<E> || !number)
    return sql::rejected{};
  else
    return sql::make_call<"sum(", sql::sum_type<sql::plain<typename E::value_type>>>(e);
}
template <sql::expression E>
[[nodiscard]] constexpr auto avg(const E& e) {
  constexpr bool number = sql::is_rejected<E> || sql::is_number<sql::plain<typename E::value_type>>;
  static_assert(number, "plinth[E1109]: avg works on a column of numbers (E)");
  if constexpr (sql::is_rejected<E> || !number)
    return sql::rejected{};
  else
    return sql::make_call<"avg(", std::optional<double>>(e);
}
template <sql::expression E>
[[nodiscard]] constexpr auto min(const E& e) {
  return sql::make_call<"min(", std::optional<sql::plain<typename E::value_type>>>(e);
}
template <sql::expression E>
[[nodiscard]] constexpr auto max(const E& e) {
  return sql::make_call<"max(", std::optional<sql::plain<typename E::value_type>>>(e);
}

/// Of ASCII letters on SQLite.
template <sql::expression E>
[[nodiscard]] constexpr auto lower(const E& e) {
  return sql::make_call<"lower(", typename E::value_type>(e);
}
template <sql::expression E>
[[nodiscard]] constexpr auto upper(const E& e) {
  return sql::make_call<"upper(", typename E::value_type>(e);
}

/// The expression where it is not NULL, else the value or other expression.
template <sql::expression E, class Other>
[[nodiscard]] constexpr auto coalesce(const E& e, const Other& other) {
  using second = decltype(sql::operand_for<E>(other));
  if constexpr (sql::is_rejected<E> || sql::is_rejected<second>) {
    return sql::rejected{};
  } else {
    using plain = sql::plain<typename E::value_type>;
    constexpr bool nullable = sql::is_optional<sql::operand_type<Other>>;
    return sql::coalesced<std::conditional_t<nullable, std::optional<plain>, plain>, E, second>{
        {}, e, sql::operand_for<E>(other)};
  }
}

/// A value of the program as an expression.
template <class Value>
[[nodiscard]] auto lit(const Value& value) {
  if constexpr (std::is_convertible_v<const Value&, std::string_view>)
    return sql::literal<std::string>{{}, {sql::bytes_parameter(value)}};
  else
    return sql::literal<Value>{{}, {sql::bind_as<Value>(value)}};
}

}  // namespace plinth
