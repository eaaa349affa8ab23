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

template <class Model, class... Values>
struct key_values_fit {
  static constexpr bool ok = sizeof...(Values) == key_size<Model>;
  static_assert(ok, "plinth[E1030]: a primary key needs one value for each of its columns, in their order (Model, Values)");
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
  if constexpr (std::is_integral_v<Value> && !std::is_same_v<Value, bool>)
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
