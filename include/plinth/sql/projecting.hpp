// SPDX-License-Identifier: MIT
#pragma once

// Queries of columns and expressions: which types their rows have, and which structs those rows fit.

#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <plinth/reflect/fields.hpp>
#include <plinth/sql/joining.hpp>

namespace plinth::sql {

template <class E, class Sources>
consteval bool read_as_optional() {
  if constexpr (any_outer(Sources{}) && !is_optional<typename E::value_type>)
    return E::template may_be_missing<Sources>();
  else
    return false;
}

/// What an expression is read as in a statement: a std::optional where an outer join may leave it NULL.
template <class E, class Sources>
using read_type = std::conditional_t<read_as_optional<E, Sources>(), std::optional<typename E::value_type>,
                                     typename E::value_type>;

template <class... Value>
struct row_of_values {
  using type = std::tuple<Value...>;
};
template <class Value>
struct row_of_values<Value> {
  using type = Value;
};

/// Where the columns of several expressions come from, the worst of them; `own` where one was refused before.
template <class Sources, class... E>
consteval place place_of_all() {
  place result = place::own;
  if constexpr (!(is_rejected<E> || ...)) ((result = worse(result, E::template find<Sources>())), ...);
  return result;
}

/// The type of the rows of `select(e...)`: the value itself of one expression, a tuple of several.
template <class Sources, class... E>
using selected_row = typename row_of_values<read_type<E, Sources>...>::type;

template <class Sources, class E>
void add_column(select_parts& parts, const E& e) {
  append<rank::disjunction, context_of<E, Sources>>(parts.open(), e);
  parts.close(part::columns);
}

// ---- named structs --------------------------------------------------------------------------------------------------

/// Whether a column read as From can go into a field of type To.
template <class From, class To>
consteval bool fits_field() {
  if constexpr (is_optional<From> && !is_optional<To>)
    return false;
  else if constexpr (std::is_same_v<plain<From>, plain<To>>)
    return true;
  else
    return is_number<plain<From>> && is_number<plain<To>> &&
           (std::is_floating_point_v<plain<To>> || !std::is_floating_point_v<plain<From>>);
}

template <class Row>
struct as_tuple {
  using type = std::tuple<Row>;
};
template <class... Value>
struct as_tuple<std::tuple<Value...>> {
  using type = std::tuple<Value...>;
};

/// The columns of a row, as a list of types.
template <class Row>
using columns_of_row = typename as_tuple<Row>::type;

template <class Columns, class Fields, class Positions>
struct misfits;
template <class... From, class... To, std::size_t... I>
struct misfits<std::tuple<From...>, reflect::type_list<To...>, std::index_sequence<I...>> {
  using positions = std::index_sequence<(fits_field<From, To>() ? 0 : I + 1)...>;
};

/// For each column its position, from 1, where it does not fit the struct's field, and 0 where it does.
template <class Struct, class Row>
using misfits_of =
    typename misfits<columns_of_row<Row>, reflect::field_types<Struct>,
                     std::make_index_sequence<std::tuple_size_v<columns_of_row<Row>>>>::positions;

}  // namespace plinth::sql
