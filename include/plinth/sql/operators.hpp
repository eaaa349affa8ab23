// SPDX-License-Identifier: MIT
#pragma once

// Comparisons, && || !, arithmetic. What does not fit together is one sentence of the compiler and then `rejected`.

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include <plinth/sql/nodes.hpp>

namespace plinth {

class condition;

}  // namespace plinth

namespace plinth::sql {

template <class L, class R>
concept either_expression = expression<L> || expression<R>;

// ---- comparisons ------------------------------------------------------------------------------------------------------

template <class Left, class Right>
struct compared_expressions {
  static constexpr bool ok = comparable_types<plain<typename Left::value_type>, plain<typename Right::value_type>>;
  static_assert(ok, "plinth[E1101]: two columns of different types are compared (Left, Right)");
};

template <class Column, class Value>
struct ordered_against_optional {
  static_assert(sizeof(Value) == 0,
                "plinth[E1103]: a std::optional stands behind < <= > or >=, and NULL has no order; compare with its value, "
                "or use == and !=");
};

constexpr operation mirrored(operation op) {
  switch (op) {
    case operation::less: return operation::greater;
    case operation::less_equal: return operation::greater_equal;
    case operation::greater: return operation::less;
    case operation::greater_equal: return operation::less_equal;
    default: return op;
  }
}

template <class T, class... From>
using nullable_if = std::conditional_t<(is_optional<From> || ...), std::optional<T>, T>;

template <operation Op, class L, class V>
constexpr auto compare_with_value(const L& left, const V& value) {
  constexpr bool equality = Op == operation::equal || Op == operation::not_equal;
  constexpr bool optional = is_optional<V> || std::is_same_v<V, std::nullopt_t>;
  if constexpr (optional && !equality) {
    static_cast<void>(ordered_against_optional<L, V>{});
    return rejected{};
  } else if constexpr (std::is_same_v<V, std::nullopt_t>) {
    return null_test<L, Op == operation::not_equal>{{}, left};
  } else if constexpr (!compared_with<L, plain<V>>::ok) {
    return rejected{};
  } else if constexpr (optional) {
    using column_type = plain<typename L::value_type>;
    return optional_test<L, Op == operation::not_equal>{
        {}, left, value ? bind_as<column_type>(*value) : parameter{}, !value.has_value()};
  } else {
    using result = nullable_if<bool, typename L::value_type>;
    return binary<Op, L, bound, result>{{}, left, {bind_as<plain<typename L::value_type>>(value)}};
  }
}

template <operation Op, class L, class R>
constexpr auto compare(const L& left, const R& right) {
  if constexpr (is_rejected<L> || is_rejected<R>) {
    return rejected{};
  } else if constexpr (!expression<L>) {
    return compare_with_value<mirrored(Op)>(right, left);
  } else if constexpr (!expression<R>) {
    return compare_with_value<Op>(left, right);
  } else if constexpr (compared_expressions<L, R>::ok) {
    using result = nullable_if<bool, typename L::value_type, typename R::value_type>;
    return binary<Op, L, R, result>{{}, left, right};
  } else {
    return rejected{};
  }
}

template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator==(const L& left, const R& right) {
  return compare<operation::equal>(left, right);
}
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator!=(const L& left, const R& right) {
  return compare<operation::not_equal>(left, right);
}
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator<(const L& left, const R& right) {
  return compare<operation::less>(left, right);
}
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator<=(const L& left, const R& right) {
  return compare<operation::less_equal>(left, right);
}
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator>(const L& left, const R& right) {
  return compare<operation::greater>(left, right);
}
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator>=(const L& left, const R& right) {
  return compare<operation::greater_equal>(left, right);
}

// ---- logic ------------------------------------------------------------------------------------------------------------

template <class E>
consteval bool is_condition() {
  if constexpr (expression<E>)
    return std::is_same_v<plain<typename E::value_type>, bool>;
  else
    return false;
}

template <class Condition>
struct condition_wanted {
  static constexpr bool ok = is_condition<Condition>();
  static_assert(ok,
                "plinth[E1105]: a condition is wanted here (comparisons, a bool column, plinth::condition) and this is none "
                "(Condition); for a bool of the program use filter_if");
};

template <class Left, class Right>
consteval bool are_conditions() {
  if constexpr (condition_wanted<Left>::ok) return condition_wanted<Right>::ok;
  return false;
}

template <class E>
inline constexpr bool decided_at_run_time = std::is_same_v<E, condition>;

template <operation Op, class L, class R>
constexpr auto combine(const L& left, const R& right) {
  if constexpr (is_rejected<L> || is_rejected<R> || !are_conditions<L, R>())
    return rejected{};
  else if constexpr (decided_at_run_time<L> || decided_at_run_time<R>)
    return condition_of(left).template with<Op>(condition_of(right));
  else
    return binary<Op, L, R, bool>{{}, left, right};
}

template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator&&(const L& left, const R& right) {
  return combine<operation::conjunction>(left, right);
}
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator||(const L& left, const R& right) {
  return combine<operation::disjunction>(left, right);
}
template <expression E>
[[nodiscard]] constexpr auto operator!(const E& inner) {
  if constexpr (is_rejected<E> || !condition_wanted<E>::ok)
    return rejected{};
  else if constexpr (decided_at_run_time<E>)
    return inner.negated();
  else
    return negation<E>{{}, inner};
}

// ---- arithmetic -------------------------------------------------------------------------------------------------------

template <class T>
struct value_type_of {
  using type = T;
};
template <expression E>
struct value_type_of<E> {
  using type = typename E::value_type;
};
template <class E>
using operand_type = typename value_type_of<E>::type;

template <class L, class R>
inline constexpr bool both_numbers = is_number<plain<operand_type<L>>> && is_number<plain<operand_type<R>>>;

template <class Left, class Right>
struct numbers_wanted {
  static constexpr bool ok = both_numbers<Left, Right>;
  static_assert(ok, "plinth[E1107]: + - * / work on numbers, and + on two texts (Left, Right)");
};

template <class E>
constexpr auto as_operand(const E& e) {
  if constexpr (expression<E>)
    return e;
  else
    return bound{bind_as<E>(e)};
}

template <operation Op, class L, class R>
constexpr auto calculate(const L& left, const R& right) {
  if constexpr (is_rejected<L> || is_rejected<R>) {
    return rejected{};
  } else if constexpr (numbers_wanted<L, R>::ok) {
    using left_type = operand_type<L>;
    using right_type = operand_type<R>;
    using number = std::common_type_t<plain<left_type>, plain<right_type>>;
    using left_operand = decltype(as_operand(left));
    using right_operand = decltype(as_operand(right));
    return binary<Op, left_operand, right_operand, nullable_if<number, left_type, right_type>>{
        {}, as_operand(left), as_operand(right)};
  } else {
    return rejected{};
  }
}

template <class E>
constexpr auto as_text_operand(const E& e) {
  if constexpr (expression<E>)
    return e;
  else
    return bound{bytes_parameter(e)};
}

template <class E>
consteval bool is_text_operand() {
  if constexpr (expression<E>)
    return is_text<plain<typename E::value_type>>;
  else
    return std::is_convertible_v<const E&, std::string_view>;
}

template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator+(const L& left, const R& right) {
  if constexpr (is_text_operand<L>() && is_text_operand<R>()) {
    using left_operand = decltype(as_text_operand(left));
    using right_operand = decltype(as_text_operand(right));
    using result = nullable_if<std::string, operand_type<L>, operand_type<R>>;
    return binary<operation::concatenate, left_operand, right_operand, result>{
        {}, as_text_operand(left), as_text_operand(right)};
  } else {
    return calculate<operation::add>(left, right);
  }
}
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator-(const L& left, const R& right) {
  return calculate<operation::subtract>(left, right);
}
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator*(const L& left, const R& right) {
  return calculate<operation::multiply>(left, right);
}
/// Of two integers an integer, as in C++ (but not on MariaDB).
template <class L, class R>
  requires either_expression<L, R>
[[nodiscard]] constexpr auto operator/(const L& left, const R& right) {
  return calculate<operation::divide>(left, right);
}

// ---- what operand.hpp left open ---------------------------------------------------------------------------------------

template <class Column, class Row>
struct one_column_wanted {
  static constexpr bool ok = comparable_types<plain<typename Column::value_type>, plain<Row>>;
  static_assert(ok,
                "plinth[E1108]: in(query) wants a query of one column whose type (Row) is the column's: "
                "session.query<Model>().select(col<&Model::member>)");
};

template <class Query>
concept subquery = requires(const Query& q, fragment& to) {
  typename Query::row_type;
  q.add_to(to);
};

template <class Self>
template <bool Negated, class Values>
auto operand<Self>::among(const Values& values) const {
  if constexpr (subquery<Values>) {
    if constexpr (one_column_wanted<Self, typename Values::row_type>::ok) {
      in_select<Self, Negated, typename Values::row_type> result{{}, self(), {}};
      values.add_to(result.query);
      return result;
    } else {
      return rejected{};
    }
  } else {
    using value = std::remove_cvref_t<decltype(*std::begin(values))>;
    if constexpr (compared_with<Self, value>::ok) {
      in_list<Self, Negated> result{{}, self(), {}};
      for (const auto& v : values) result.values.push_back(bind_as<plain<typename Self::value_type>>(value(v)));
      pad_list(result.values);
      return result;
    } else {
      return rejected{};
    }
  }
}

template <auto Member, class Where>
template <class Value>
constexpr auto column<Member, Where>::operator=(const Value& value) const {
  if constexpr (std::is_same_v<Value, std::nullopt_t>) {
    if constexpr (null_for<column, Value>::ok)
      return assignment<column, bound>{{parameter{}}};
    else
      return rejected{};
  } else if constexpr (is_optional<Value>) {
    if constexpr (null_for<column, Value>::ok && compared_with<column, plain<Value>>::ok)
      return assignment<column, bound>{{value ? bind_as<plain<value_type>>(*value) : parameter{}}};
    else
      return rejected{};
  } else if constexpr (expression<Value>) {
    if constexpr (compared_expressions<column, Value>::ok)
      return assignment<column, Value>{value};
    else
      return rejected{};
  } else {
    using operand_type = decltype(operand_for<column>(value));
    if constexpr (is_rejected<operand_type>)
      return rejected{};
    else
      return assignment<column, operand_type>{operand_for<column>(value)};
  }
}

}  // namespace plinth::sql
