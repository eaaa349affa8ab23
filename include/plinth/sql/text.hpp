// SPDX-License-Identifier: MIT
#pragma once

// The text of an expression at compile time, for tests:
//
//   static_assert(plinth::sql_text<dialect::sqlite>([] { return col<&User::id> == 1; }) == R"("users"."id" = ?)");

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include <plinth/sql/expression.hpp>

namespace plinth {

namespace sql {

template <std::size_t Size>
struct fixed_text {
  std::array<char, Size> characters{};
  std::size_t size = 0;

  [[nodiscard]] constexpr std::string_view view() const { return {characters.data(), size}; }
  friend constexpr bool operator==(const fixed_text& a, std::string_view b) { return a.view() == b; }
};

}  // namespace sql

/// The text of an expression, which its type alone decides. What is only known at run time (lists, conditions,
/// std::optional values) has none here: `sql::render` writes those.
template <class Dialect, sql::expression E>
[[nodiscard]] consteval auto sql_text() {
  sql::fixed_text<2048> result;
  const Dialect dialect;
  sql::rendering out(dialect, result.characters, {});
  E::template write<sql::anywhere>(out);
  result.size = out.size();
  return result;
}

/// The text of the expression that `make` gives; it is not called.
template <class Dialect, class Make>
[[nodiscard]] consteval auto sql_text(Make) {
  return sql_text<Dialect, decltype(std::declval<Make>()())>();
}

}  // namespace plinth
