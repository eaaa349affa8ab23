// SPDX-License-Identifier: MIT
#pragma once

// A type's name without its namespaces, for messages.

#include <cstddef>
#include <string_view>

namespace plinth::reflect {

namespace detail {

template <class Type>
consteval std::string_view type_spelling() {
  return __PRETTY_FUNCTION__;
}

/// What stands behind `Type = `, without what qualifies it; template arguments stay.
constexpr std::string_view unqualified(std::string_view spelling) {
  constexpr std::string_view marker = "Type = ";
  const std::size_t begin = spelling.find(marker) + marker.size();
  std::size_t end = begin;
  std::size_t word = begin;
  int depth = 0;
  for (; end < spelling.size(); ++end) {
    const char c = spelling[end];
    if (depth == 0 && (c == ';' || c == ']')) break;
    if (c == '<' || c == '(' || c == '{' || c == '[') ++depth;
    if (c == '>' || c == ')' || c == '}' || c == ']') --depth;
    if (depth == 0 && c == ':') word = end + 1;
  }
  return spelling.substr(word, end - word);
}

static_assert(unqualified("f() [with Type = app::{anonymous}::user; x = y]") == "user");
static_assert(unqualified("f() [Type = app::page<app::user>]") == "page<app::user>");

}  // namespace detail

template <class T>
inline constexpr std::string_view type_name = detail::unqualified(detail::type_spelling<T>());

}  // namespace plinth::reflect
