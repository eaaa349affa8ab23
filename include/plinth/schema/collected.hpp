// SPDX-License-Identifier: MIT
#pragma once

// What a struct's schema and those of its bases say of its fields, together.

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <plinth/reflect/fields.hpp>
#include <plinth/schema/rules.hpp>
#include <plinth/schema/words.hpp>

namespace plinth::dto {

/// Whether T says a schema of its own, or inherits one.
template <class T>
concept says_schema = reflect::detail::says_schema<mapping<T>> || reflect::detail::says_schema<T>;

template <says_schema T>
constexpr const auto& schema_words() {
  if constexpr (reflect::detail::says_schema<mapping<T>>)
    return mapping<T>::schema;
  else
    return T::schema;
}

template <says_schema T>
using schema_definition = std::remove_cvref_t<decltype(schema_words<T>())>;

template <class T>
struct collected {
  std::array<rules, reflect::field_count<T>> fields{};
  rules own{};
};

template <class T, class Source>
constexpr void collect(collected<T>& out);

template <class T, class Source, std::size_t I, auto Member, class Checks>
constexpr void collect_entry(collected<T>& out, std::type_identity<field_entry<Member, Checks>>) {
  if constexpr (reflect::index_of<T, Member>() < reflect::field_count<T>)
    merge(out.fields[reflect::index_of<T, Member>()], schema_words<Source>().entries[I]);
}

template <class T, class Source, std::size_t I, class Checks>
constexpr void collect_entry(collected<T>& out, std::type_identity<schema_entry<Checks>>) {
  merge(out.own, schema_words<Source>().entries[I]);
}

template <class T, class... Base>
constexpr void collect_bases(collected<T>& out, reflect::type_list<Base...>) {
  (collect<T, Base>(out), ...);
}

template <class T, class Source, class... Entries, std::size_t... I>
constexpr void collect_entries(collected<T>& out, reflect::type_list<Entries...>, std::index_sequence<I...>) {
  (collect_entry<T, Source, I>(out, std::type_identity<Entries>{}), ...);
}

/// Adds what Source, which is T or a base of it, says of T's fields.
template <class T, class Source>
constexpr void collect(collected<T>& out) {
  if constexpr (says_schema<Source>) {
    using words = schema_definition<Source>;
    collect_bases<T>(out, typename words::bases{});
    collect_entries<T, Source>(out, typename words::entry_types{},
                               std::make_index_sequence<words::entry_types::size>());
  }
}

template <class T>
inline constexpr collected<T> words_about = [] {
  collected<T> result;
  collect<T, T>(result);
  return result;
}();

}  // namespace plinth::dto
