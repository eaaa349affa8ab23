// SPDX-License-Identifier: MIT
#pragma once

// From C++ values to the parameters of a statement: always bound, never text.

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/model/column_type.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::sql {

/// Tokens and values in the order of the text: a piece of a statement.
struct fragment {
  std::vector<token> tokens;
  std::vector<parameter> values;

  void append(const fragment& more);
};

/// A parameter with a copy of the bytes.
[[nodiscard]] parameter bytes_parameter(std::string_view bytes, kind k = kind::text);

/// The value at `field` as its codec encodes it.
[[nodiscard]] parameter encoded_parameter(cell (*encode)(const void*, scratch&), const void* field);

// ---- which values fit which column ----------------------------------------------------------------------------------

template <class T>
struct without_optional {
  using type = T;
  static constexpr bool is_optional = false;
};
template <class T>
struct without_optional<std::optional<T>> {
  using type = T;
  static constexpr bool is_optional = true;
};
template <class T>
using plain = typename without_optional<T>::type;
template <class T>
inline constexpr bool is_optional = without_optional<T>::is_optional;

template <class T>
inline constexpr bool is_number = model::number<T> || std::is_floating_point_v<T>;
template <class T>
inline constexpr bool is_text = std::is_same_v<T, std::string>;

/// Whether a value of type V may stand beside a column of type T: the type itself, any number beside any number, any
/// text beside a text, and what the column's own type is made from without a word.
template <class T, class V>
consteval bool fits_column() {
  if constexpr (std::is_same_v<T, V>)
    return true;
  else if constexpr (std::is_arithmetic_v<T>)
    return is_number<T> && is_number<V>;
  else if constexpr (is_text<T>)
    return std::is_convertible_v<const V&, std::string_view>;
  else
    return std::is_class_v<T> && model::column_value<T> && std::is_convertible_v<const V&, T>;
}

/// Whether two columns' types may be compared with each other.
template <class A, class B>
inline constexpr bool comparable_types = std::is_same_v<A, B> || (is_number<A> && is_number<B>);

/// The value as a column of type T takes it. Numbers keep their own type: 2.5 beside an integer column stays 2.5.
template <class T, class V>
[[nodiscard]] parameter bind_as(const V& value) {
  if constexpr (is_text<T>)
    return bytes_parameter(std::string_view(value));
  else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, V>) {
    return encoded_parameter(&model::field_codec<V>::encode, &value);
  } else {
    const T converted = value;
    return encoded_parameter(&model::field_codec<T>::encode, &converted);
  }
}

}  // namespace plinth::sql

#ifndef PLINTH_PRECOMPILED
#include <plinth/sql/impl/bind.hpp>
#endif
