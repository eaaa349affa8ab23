// SPDX-License-Identifier: MIT
#pragma once

// A model's primary key in a statement, for code that works with any model: its columns and its values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <plinth/model/tables.hpp>
#include <plinth/sql/expression.hpp>
#include <plinth/sql/operand.hpp>

namespace plinth {

namespace sql {

/// The number of columns that the model's key has.
template <class Model>
inline constexpr std::size_t key_size = model::table_data<Model>::key_columns.size();

template <class Model>
constexpr void write_key_column(rendering& out, std::size_t i) {
  out.name(model::table_of<Model>.name) << '.';
  out.name(model::table_of<Model>.key.columns[i]);
}

/// Whether a value of type V may stand for the key's column of type T: any integer for an integer, what text is made
/// from for a text, else the type itself.
template <class T, class V>
consteval bool fits_key_column() {
  if constexpr (model::number<T>)
    return model::number<V>;
  else if constexpr (std::is_same_v<T, std::string>)
    return std::is_convertible_v<const V&, std::string_view>;
  else
    return std::is_same_v<T, V>;
}

template <class Model, class... Values, class... Fields>
consteval bool fit_key(reflect::type_list<Values...>, reflect::type_list<Fields...>) {
  // For each field of the model and each value whether they fit, and then only those of the key are looked at.
  constexpr std::size_t values = sizeof...(Values);
  const auto row = []<class F>(std::type_identity<F>) {
    return std::array<bool, values>{fits_key_column<F, Values>()...};
  };
  const std::array<std::array<bool, values>, sizeof...(Fields)> fits{row(std::type_identity<Fields>{})...};
  for (std::size_t k = 0; k < values; ++k)
    for (std::size_t c = 0; c < model::column_count<Model>; ++c)
      if (model::table_of<Model>.columns[c].name == model::table_of<Model>.key.columns[k] &&
          !fits[model::column_fields<Model>[c]][k])
        return false;
  return true;
}

template <class Model, class... Values>
struct key_values_fit {
  static constexpr bool complete = sizeof...(Values) == key_size<Model>;
  static_assert(complete,
                "plinth[E1030]: a primary key needs one value for each of its columns, in their order (Model, Values)");
  static constexpr bool of_its_types =
      !complete || fit_key<Model>(reflect::type_list<Values...>{}, reflect::field_types<Model>{});
  static_assert(
      of_its_types,
      "plinth[E1034]: a value (Values) is of another type than its column of the primary key (Model); pass the "
      "column's type");
  static constexpr bool ok = complete && of_its_types;
};

/// "The row with this key": `"t"."a" = ? AND "t"."b" = ?`.
template <class Model>
struct key_condition : operand<key_condition<Model>> {
  using is_expression = void;
  using value_type = bool;
  static constexpr rank binds = rank::conjunction;

  std::array<parameter, key_size<Model>> values;

  template <class>
  static constexpr void write(rendering& out) {
    for (std::size_t i = 0; i < key_size<Model>; ++i) {
      if (i > 0) out << " AND ";
      write_key_column<Model>(out, i);
      out << " = ";
      out.parameter();
    }
  }
  template <class>
  static consteval place find() {
    return place::own;
  }
  template <class>
  static consteval bool may_be_missing() {
    return false;
  }
  void collect(fragment& to) const { to.values.insert(to.values.end(), values.begin(), values.end()); }
};

/// The key's columns, to order by.
template <class Model>
struct key_columns {
  using is_expression = void;
  using value_type = std::int64_t;
  static constexpr rank binds = rank::primary;

  template <class>
  static constexpr void write(rendering& out) {
    for (std::size_t i = 0; i < key_size<Model>; ++i) {
      if (i > 0) out << ", ";
      write_key_column<Model>(out, i);
    }
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

/// A key's value as it is bound: an integer of any width, a text, or the column's own type.
template <class Value>
[[nodiscard]] parameter key_parameter(const Value& value) {
  if constexpr (model::number<Value>)
    return {cell::of_integer(static_cast<std::int64_t>(value)), nullptr};
  else if constexpr (std::is_convertible_v<const Value&, std::string_view>)
    return bytes_parameter(std::string_view(value));
  else
    return encoded_parameter(model::field_type_of<Value>.encode, &value);
}

}  // namespace sql

/// The condition that a row of Model has this primary key: `query<User>().filter(plinth::key_is<User>(7))`.
template <entity Model, class... Values>
[[nodiscard]] auto key_is(const Values&... values) {
  sql::key_condition<Model> result;
  if constexpr (sql::key_values_fit<Model, Values...>::ok) result.values = {sql::key_parameter(values)...};
  return result;
}

/// The columns of Model's primary key, to order by.
template <entity Model>
inline constexpr sql::key_columns<Model> key_order{};

}  // namespace plinth
