// SPDX-License-Identifier: MIT
#pragma once

// Makes every model, and every struct that says a schema, a Struct of Boost.Hana, so that its algorithms (keys,
// members, for_each, equal …) work on them. What Hana lists itself stays as Hana has it.

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <boost/hana/accessors.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <plinth/model/tables.hpp>
#include <plinth/reflect/fields.hpp>
#include <plinth/reflect/hana.hpp>
#include <plinth/schema/adapted.hpp>

namespace plinth::dto {

template <class T>
concept lists_for_hana = requires {
  typename T::hana_accessors_impl;
};

/// What plinth shows to Hana. A class template and not the concept: Hana asks with incomplete and other odd types.
template <class T>
inline constexpr bool shown_to_hana = false;
template <class T>
requires(std::is_class_v<T> && !lists_for_hana<T>) inline constexpr bool shown_to_hana<T> = entity<T> || adaptable<T>;

/// Gives the field at a position: a reference to an lvalue's, an rvalue reference to an rvalue's.
template <std::size_t Field>
struct field_accessor {
  template <class Object>
  constexpr decltype(auto) operator()(Object&& object) const {
    auto& field = reflect::apply_fields(
        object, [](auto&... fields) -> auto& { return std::get<Field>(std::tie(fields...)); });
    if constexpr (std::is_lvalue_reference_v<Object>)
      return (field);
    else
      return std::move(field);
  }
};

template <class T, std::size_t Field, std::size_t... Character>
constexpr auto hana_name(std::index_sequence<Character...>) {
  return boost::hana::string_c<reflect::field_names<T>[Field][Character]...>;
}

template <class T, std::size_t... Field>
constexpr auto hana_accessors(std::index_sequence<Field...>) {
  return boost::hana::make_tuple(
      boost::hana::make_pair(hana_name<T, Field>(std::make_index_sequence<reflect::field_names<T>[Field].size()>()),
                             field_accessor<Field>{})...);
}

}  // namespace plinth::dto

namespace boost::hana {

template <class T>
struct accessors_impl<T, when<plinth::dto::shown_to_hana<T>>> {
  using from_plinth = void;

  static constexpr auto apply() {
    return plinth::dto::hana_accessors<T>(std::make_index_sequence<plinth::reflect::field_count<T>>());
  }
};

}  // namespace boost::hana
