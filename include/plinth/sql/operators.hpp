// SPDX-License-Identifier: MIT
#pragma once

// Comparisons, && || !, arithmetic. What does not fit together is one sentence of the compiler and then `rejected`.

#include <concepts>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/sql/nodes.hpp>

namespace plinth {

class condition;

}  // namespace plinth

namespace plinth::sql {

template <class L, class R>
concept either_expression = expression<L> || expression<R>;

// ---- comparisons ----------------------------------------------------------------------------------------------------

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

/// Whether two expressions, or an expression and a value, may be compared; `equality` for == and !=.
template <class L, class R>
consteval bool may_compare(bool equality) {
  if constexpr (!expression<L>) {
    return may_compare<R, L>(equality);
  } else if constexpr (expression<R>) {
    return comparable_types<plain<typename L::value_type>, plain<typename R::value_type>>;
  } else if constexpr (std::is_same_v<R, std::nullopt_t>) {
    return equality;
  } else {
    return (equality || !is_optional<R>) && fits_column<plain<typename L::value_type>, plain<R>>();
  }
}

template <operation Op, class L, class V>
constexpr auto compare_with_value(const L& left, const V& value) {
  constexpr bool negated = Op == operation::not_equal;
  using column_type = plain<typename L::value_type>;
  if constexpr (std::is_same_v<V, std::nullopt_t>)
    return null_test<L, negated>{{}, left};
  else if constexpr (is_optional<V>)
    return optional_test<L, negated>{{}, left, value ? bind_as<column_type>(*value) : parameter{}, !value.has_value()};
  else
    return binary<Op, L, bound, nullable_if<bool, typename L::value_type>>{{}, left, {bind_as<column_type>(value)}};
}

template <operation Op, class L, class R>
constexpr auto compare(const L& left, const R& right) {
  constexpr bool bad = is_rejected<L> || is_rejected<R>;
  constexpr bool same_kind = bad || may_compare<L, R>(true);
  constexpr bool ordered = !same_kind || bad || may_compare<L, R>(Op == operation::equal || Op == operation::not_equal);
  static_assert(same_kind,
                "plinth[E1101]: a column is compared with something of another type (L, R); give the value the type of "
                "the model's member");
  static_assert(ordered,
                "plinth[E1103]: a std::optional stands behind < <= > or >= (L, R), and NULL has no order; compare with "
                "its value, or use == and !=");
  if constexpr (bad || !same_kind || !ordered) {
    return rejected{};
  } else if constexpr (!expression<L>) {
    return compare_with_value<mirrored(Op)>(right, left);
  } else if constexpr (!expression<R>) {
    return compare_with_value<Op>(left, right);
  } else {
    using result = nullable_if<bool, typename L::value_type, typename R::value_type>;
    return binary<Op, L, R, result>{{}, left, right};
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

// ---- logic ----------------------------------------------------------------------------------------------------------

template <class E>
consteval bool is_condition() {
  if constexpr (expression<E>)
    return std::is_same_v<plain<typename E::value_type>, bool>;
  else
    return false;
}

template <class E>
inline constexpr bool decided_at_run_time = std::is_same_v<E, condition>;

template <operation Op, class L, class R>
constexpr auto combine(const L& left, const R& right) {
  constexpr bool conditions = is_condition<L>() && is_condition<R>();
  static_assert(conditions,
                "plinth[E1105]: && and || join conditions (comparisons, bool columns, plinth::condition), and one side "
                "is none (L, R); for a bool of the program use filter_if");
  if constexpr (is_rejected<L> || is_rejected<R> || !conditions)
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
  constexpr bool negates = is_condition<E>();
  static_assert(negates, "plinth[E1105]: ! negates a condition (a comparison, a bool column), and this is none (E)");
  if constexpr (is_rejected<E> || !negates)
    return rejected{};
  else if constexpr (decided_at_run_time<E>)
    return inner.negated();
  else
    return negation<E>{{}, inner};
}

// ---- arithmetic -----------------------------------------------------------------------------------------------------

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

template <class E>
constexpr auto as_operand(const E& e) {
  if constexpr (expression<E>)
    return e;
  else
    return bound{bind_as<E>(e)};
}

template <operation Op, class L, class R>
constexpr auto calculate(const L& left, const R& right) {
  constexpr bool numbers = both_numbers<L, R> || is_rejected<L> || is_rejected<R>;
  static_assert(numbers, "plinth[E1107]: + - * / work on numbers, and + on two texts (L, R)");
  if constexpr (is_rejected<L> || is_rejected<R> || !numbers) {
    return rejected{};
  } else {
    using left_type = operand_type<L>;
    using right_type = operand_type<R>;
    using number = std::common_type_t<plain<left_type>, plain<right_type>>;
    using left_operand = decltype(as_operand(left));
    using right_operand = decltype(as_operand(right));
    return binary<Op, left_operand, right_operand, nullable_if<number, left_type, right_type>>{
        {}, as_operand(left), as_operand(right)};
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

// ---- what operand.hpp left open -------------------------------------------------------------------------------------

template <class Query>
concept subquery = requires(const Query& q, fragment& to) {
  typename Query::row_type;
  q.add_to(to);
};

template <class Values>
concept value_list = requires(const Values& values) { std::begin(values) != std::end(values); };

/// True of what is no list at all, which is another mistake.
template <class Column, class Values>
consteval bool list_fits() {
  if constexpr (value_list<Values>)
    return fits_column<Column, std::remove_cvref_t<decltype(*std::begin(std::declval<const Values&>()))>>();
  return true;
}

template <bool Negated, class E, class Values>
in_list<E, Negated> make_in_list(const E& e, const Values& values) {
  using value_type = std::remove_cvref_t<decltype(*std::begin(values))>;
  in_list<E, Negated> result{{}, e, {}};
  for (const value_type& v : values) result.values.push_back(bind_as<plain<typename E::value_type>>(v));
  pad_list(result.values);
  return result;
}

template <class Self>
template <bool Negated, class Values>
auto operand<Self>::among(const Values& values) const {
  using column_type = plain<typename Self::value_type>;
  if constexpr (is_rejected<Self>) {
    return rejected{};
  } else if constexpr (subquery<Values>) {
    constexpr bool fits = comparable_types<column_type, plain<typename Values::row_type>>;
    static_assert(fits,
                  "plinth[E1108]: in(query) wants a query of one column of this one's type (Self, Values): "
                  "in(plinth::from<Model>().select(col<&Model::member>))");
    if constexpr (fits) {
      in_select<Self, Negated, typename Values::row_type> result{{}, self(), {}};
      values.add_to(result.query);
      return result;
    } else {
      return rejected{};
    }
  } else {
    constexpr bool is_list = value_list<Values>;
    constexpr bool fits = list_fits<column_type, Values>();
    static_assert(is_list,
                  "plinth[E1111]: in() takes a list, a range or a query of one column, and this is none (Values)");
    static_assert(fits, "plinth[E1101]: the values of a list are not of the column's type (Self, Values)");
    if constexpr (is_list && fits)
      return make_in_list<Negated>(self(), values);
    else
      return rejected{};
  }
}

/// NULL, a std::optional, an expression or a value: what an assignment takes.
template <class Column, class Value>
consteval bool may_assign() {
  using column_type = plain<typename Column::value_type>;
  if constexpr (std::is_same_v<Value, std::nullopt_t> || is_rejected<Value>)
    return true;
  else if constexpr (expression<Value>)
    return comparable_types<column_type, plain<typename Value::value_type>>;
  else
    return fits_column<column_type, plain<Value>>();
}

template <auto Member, class Where>
template <class Value>
constexpr auto column<Member, Where>::operator=(const Value& value) const {
  constexpr bool maybe_null = std::is_same_v<Value, std::nullopt_t> || is_optional<Value>;
  constexpr bool fits = may_assign<column, Value>();
  constexpr bool takes_null = !maybe_null || is_optional<value_type>;
  static_assert(fits, "plinth[E1101]: a column is set to something of another type (Member, Value)");
  static_assert(takes_null,
                "plinth[E1103]: this column (Member) cannot be NULL, its member is no std::optional; give it a value, "
                "or make the member a std::optional");
  if constexpr (!fits || !takes_null || is_rejected<Value>)
    return rejected{};
  else if constexpr (std::is_same_v<Value, std::nullopt_t>)
    return assignment<column, bound>{{parameter{}}};
  else if constexpr (is_optional<Value>)
    return assignment<column, bound>{{value ? bind_as<plain<value_type>>(*value) : parameter{}}};
  else if constexpr (expression<Value>)
    return assignment<column, Value>{value};
  else
    return assignment<column, bound>{{bind_as<plain<value_type>>(value)}};
}

}  // namespace plinth::sql
