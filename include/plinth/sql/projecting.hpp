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

template <class E>
struct column_wanted {
  static constexpr bool ok = expression<E>;
  static_assert(ok, "plinth[E1207]: select takes columns and other expressions; this is none (E); bind a value with lit()");
};

template <class Sources, class... E>
consteval bool can_select() {
  if constexpr ((is_rejected<E> || ...))
    return false;
  else if constexpr ((column_wanted<E>::ok && ...))
    return (in_statement<E, Sources>::ok && ...);
  else
    return false;
}

/// The type of the rows of `select(e...)`: the value itself of one expression, a tuple of several.
template <class Sources, class... E>
using selected_row = typename row_of_values<read_type<E, Sources>...>::type;

template <class Sources, class E>
void add_column(select_parts& parts, const E& e) {
  append<rank::disjunction, typename in_statement<E, Sources>::context>(parts.open(), e);
  parts.close(part::columns);
}

// ---- named structs ----------------------------------------------------------------------------------------------------

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

/// Positions of columns, from 1, that do not fit their field: 0 where they do.
template <class Row, class Fields>
struct misfits;
template <class... From, class... To>
struct misfits<std::tuple<From...>, reflect::type_list<To...>> {
  static constexpr std::size_t columns = sizeof...(From);
  static constexpr std::size_t fields = sizeof...(To);

  template <std::size_t I>
  static consteval std::size_t at() {
    constexpr bool fits[] = {fits_field<From, To>()...};
    return fits[I] ? 0 : I + 1;
  }
};

template <class Row>
struct as_tuple {
  using type = std::tuple<Row>;
};
template <class... Value>
struct as_tuple<std::tuple<Value...>> {
  using type = std::tuple<Value...>;
};

template <class Struct, std::size_t Columns, std::size_t Fields>
struct as_many_columns {
  static constexpr bool ok = Columns == Fields;
  static_assert(ok,
                "plinth[E1211]: the struct has another number of fields than the query has columns (Struct, Columns, "
                "Fields); select one column for each field, in their order");
};

/// `Misfits` are the positions, from 1, of all columns that do not fit; the others are 0.
template <class Struct, std::size_t... Misfits>
struct columns_fit_fields {
  static constexpr bool ok = ((Misfits == 0) && ...);
  static_assert(ok,
                "plinth[E1212]: columns of the query do not fit the struct's fields; Misfits has their positions, counted "
                "from 1: a field has the column's type, and is a std::optional where the column may be NULL");
};

template <class Struct, class Found, std::size_t... I>
consteval bool fits_struct(std::index_sequence<I...>) {
  return columns_fit_fields<Struct, Found::template at<I>()...>::ok;
}

/// Whether rows fit the struct, field by field.
template <class Struct, class Row>
consteval bool row_fits() {
  using found = misfits<typename as_tuple<Row>::type, reflect::field_types<Struct>>;
  if constexpr (as_many_columns<Struct, found::columns, found::fields>::ok)
    return fits_struct<Struct, found>(std::make_index_sequence<found::columns>{});
  return false;
}

}  // namespace plinth::sql
