// SPDX-License-Identifier: MIT
#pragma once

// What the compiler's errors are made of: a field's name as a template argument, a field's type by its position.

#include <cstddef>
#include <string_view>
#include <tuple>

#include <plinth/reflect/fields.hpp>

namespace plinth::dto {

template <std::size_t Size>
struct label {
  char text[Size + 1]{};
};

template <class Struct, std::size_t Field>
inline constexpr auto label_of = [] {
  constexpr std::string_view name = reflect::field_names<Struct>[Field];
  label<name.size()> result;
  name.copy(result.text, name.size());
  result.text[name.size()] = '\0';  // said again, for clang shows only what was assigned
  return result;
}();

template <class List>
struct as_tuple;
template <class... T>
struct as_tuple<reflect::type_list<T...>> {
  using type = std::tuple<T..., void>;  // never made: only asked for its elements; void stands behind the last
};

/// The type at a position of a type_list; void behind its end.
template <std::size_t I, class List>
using nth = std::tuple_element_t<I, typename as_tuple<List>::type>;

template <class T, std::size_t I>
using field_type_at = nth<I, reflect::field_types<T>>;

}  // namespace plinth::dto
