// SPDX-License-Identifier: MIT
#pragma once

// Which structs plinth shows to other libraries: those that say something to plinth themselves, and no others, so that
// nobody's own adaption of a type is touched.

#include <type_traits>

#include <plinth/reflect/fields.hpp>
#include <plinth/schema/words.hpp>

namespace plinth {

/// Shows a struct without words of its own to nlohmann_json and Boost.Hana, too:
/// `template <> inline constexpr bool plinth::adapted<UserUpdate> = true;`
template <class T>
inline constexpr bool adapted = false;

namespace dto {

template <class T>
inline constexpr bool is_definition = false;
template <class Bases, class... Entries>
inline constexpr bool is_definition<definition<Bases, Entries...>> = true;

template <class T>
concept has_schema_words = is_definition<std::remove_cvref_t<decltype(T::schema)>>;

/// A struct that says a schema, or that was opted in.
template <class T>
concept adaptable = std::is_class_v<T> && (adapted<T> || has_schema_words<T> || has_schema_words<mapping<T>>);

}  // namespace dto
}  // namespace plinth
