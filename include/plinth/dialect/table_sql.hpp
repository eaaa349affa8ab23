// SPDX-License-Identifier: MIT
#pragma once

// A model's DDL as text that the compiler knows, for a `static_assert` on it:
//
//   static_assert(plinth::create_table_sql<plinth::dialect::sqlite, User>() == "CREATE TABLE ...");

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <plinth/dialect/ddl.hpp>
#include <plinth/model/tables.hpp>

namespace plinth {

namespace dialect::detail {

template <class Dialect>
inline constexpr Dialect the_dialect{};

template <class Dialect, class Write>
consteval std::size_t size_of_text() {
  sql::writer counting(the_dialect<Dialect>, std::span<char>());
  Write{}(counting);
  return counting.size();
}

/// What `Write` writes, in an array of its length.
template <class Dialect, class Write>
inline constexpr auto written = [] {
  std::array<char, size_of_text<Dialect, Write>()> text{};
  sql::writer out(the_dialect<Dialect>, text);
  Write{}(out);
  return text;
}();

template <class Model>
struct write_table {
  constexpr void operator()(sql::writer& out) const { create_table(out, model::table_of<Model>); }
};

template <class Model, std::size_t Index>
struct write_index {
  constexpr void operator()(sql::writer& out) const {
    create_index(out, model::table_of<Model>, model::table_of<Model>.indexes[Index]);
  }
};

template <class Dialect, class Write>
consteval std::string_view text_written() {
  return {written<Dialect, Write>.data(), written<Dialect, Write>.size()};
}

}  // namespace dialect::detail

/// The CREATE TABLE of a model, as `metadata::create_all` emits it but for IF NOT EXISTS.
template <class Dialect, entity Model>
consteval std::string_view create_table_sql() {
  return dialect::detail::text_written<Dialect, dialect::detail::write_table<Model>>();
}

/// The CREATE INDEX of the model's index at this position, in the order of the entries.
template <class Dialect, entity Model, std::size_t Index = 0>
consteval std::string_view create_index_sql() {
  static_assert(Index < model::table_of<Model>.indexes.size());
  return dialect::detail::text_written<Dialect, dialect::detail::write_index<Model, Index>>();
}

}  // namespace plinth
