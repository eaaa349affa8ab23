// SPDX-License-Identifier: MIT
#pragma once

// The tables that a statement reads from, as a list of types, and the search for the one that a column belongs to.
// An entry is a model, a model under another name (`aliased`), or either of them behind `outer`.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <plinth/model/tables.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::sql {

/// A text as a template argument.
template <std::size_t Size>
struct fixed_string {
  char text[Size]{};

  consteval fixed_string(const char (&from)[Size]) {  // NOLINT: implicit, so that a literal is one
    for (std::size_t i = 0; i < Size; ++i) text[i] = from[i];
  }
  [[nodiscard]] constexpr std::string_view view() const { return {text, Size - 1}; }
};

}  // namespace plinth::sql

namespace plinth {

/// A model under another name, for a statement that reads its table twice. Its columns are `col<&User::id, "manager">`.
template <class Model, sql::fixed_string Alias>
struct aliased {};

}  // namespace plinth

namespace plinth::sql {

/// A source whose row may be missing: what an outer join brings in. Its columns are read as std::optional.
template <class Source>
struct outer {};

/// The source of a query inside the statement: a column that could be its is its.
template <class Source>
struct innermost {};

template <class... Source>
struct sources {};

template <class Source>
struct source_traits {
  using model = Source;
  static constexpr std::string_view alias{};
  static constexpr bool is_outer = false;
  static constexpr bool is_innermost = false;
};
template <class Model, fixed_string Alias>
struct source_traits<aliased<Model, Alias>> {
  using model = Model;
  static constexpr std::string_view alias = Alias.view();
  static constexpr bool is_outer = false;
  static constexpr bool is_innermost = false;
};
template <class Source>
struct source_traits<outer<Source>> : source_traits<Source> {
  static constexpr bool is_outer = true;
};
template <class Source>
struct source_traits<innermost<Source>> : source_traits<Source> {
  static constexpr bool is_innermost = true;
};

/// The source as plain data.
template <class Source>
inline constexpr source source_data{&model::table_data<typename source_traits<Source>::model>::value,
                                    source_traits<Source>::alias,
                                    model::removal_column<typename source_traits<Source>::model>};

// How a column says whose it is.

/// By the struct that its member is declared in: that model, or the one that inherits from it.
struct by_class {};
/// By the name that `aliased` gave to a model.
template <fixed_string Alias>
struct by_alias {};
/// By the model, for a member that several models of a statement inherit.
template <class Model>
struct by_model {};

enum class match : std::uint8_t { none, inherited, exact };

template <class Where>
struct source_matcher {
  template <class Class, class Source>
  static consteval match test() {
    using traits = source_traits<Source>;
    if (!traits::alias.empty()) return match::none;
    if (std::is_same_v<Class, typename traits::model>) return match::exact;
    return std::is_base_of_v<Class, typename traits::model> ? match::inherited : match::none;
  }
};
template <fixed_string Alias>
struct source_matcher<by_alias<Alias>> {
  template <class Class, class Source>
  static consteval match test() {
    using traits = source_traits<Source>;
    if (traits::alias != Alias.view()) return match::none;
    if (std::is_same_v<Class, typename traits::model>) return match::exact;
    return std::is_base_of_v<Class, typename traits::model> ? match::inherited : match::none;
  }
};
template <class Model>
struct source_matcher<by_model<Model>> {
  template <class Class, class Source>
  static consteval match test() {
    using traits = source_traits<Source>;
    return traits::alias.empty() && std::is_same_v<Model, typename traits::model> ? match::exact : match::none;
  }
};

inline constexpr std::size_t no_source = static_cast<std::size_t>(-1);
inline constexpr std::size_t several_sources = static_cast<std::size_t>(-2);

struct found_source {
  std::size_t index = no_source;
  match how = match::none;
};

/// Which of the sources the column belongs to: the model itself before one that inherits from it.
template <class Class, class Where, class... Source>
consteval found_source find_source(sources<Source...>) {
  constexpr match matches[] = {source_matcher<Where>::template test<Class, Source>()...};
  constexpr bool is_innermost[] = {source_traits<Source>::is_innermost...};
  found_source result;
  for (std::size_t i = 0; i < sizeof...(Source); ++i) {
    if (matches[i] == match::none || matches[i] < result.how) continue;
    if (is_innermost[i]) return {i, matches[i]};
    result.index = matches[i] == result.how ? several_sources : i;
    result.how = matches[i];
  }
  return result;
}

template <std::size_t Index, class First, class... Rest>
struct source_at : source_at<Index - 1, Rest...> {};
template <class First, class... Rest>
struct source_at<0, First, Rest...> {
  using type = First;
};

template <std::size_t Index, class Sources>
struct nth_source;
template <std::size_t Index, class... Source>
struct nth_source<Index, sources<Source...>> : source_at<Index, Source...> {};

template <class... Source>
consteval bool any_outer(sources<Source...>) {
  return (source_traits<Source>::is_outer || ...);
}

}  // namespace plinth::sql
