// SPDX-License-Identifier: MIT
#pragma once

// The seam between C++ structs and everything above: each struct is lowered once into a flat descriptor of its fields
// (name, identity, type, access). Nothing above this layer knows where a descriptor came from.
//
// Sources, in this order:
//   1. `plinth::mapping<T>`, for a struct that cannot be changed;
//   2. the struct's own list (`table` or `schema` with bases, or of a class that is no aggregate);
//   3. Boost.Hana's lists, where <plinth/hana.hpp> is included (reflect/hana.hpp);
//   4. Boost.PFR, for flat aggregates: nothing to list.

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

#include <boost/pfr/tuple_size.hpp>

#include <plinth/reflect/detail/binding.hpp>
#include <plinth/reflect/member_name.hpp>
#include <plinth/reflect/object.hpp>

namespace plinth {

/// What is said about a struct that cannot be changed: specialise with a member `table` or `schema`, as the struct
/// itself would have it.
template <class T>
struct mapping {};

}  // namespace plinth

namespace plinth::reflect {

inline constexpr std::size_t max_fields = 64;

template <class... T>
struct type_list {
  static constexpr std::size_t size = sizeof...(T);
};

/// What a struct says of itself when its fields cannot be found without help: its bases, then its own members.
template <class Bases, auto... Members>
struct listing {
  static constexpr std::size_t own = sizeof...(Members);
  static constexpr bool has_bases = Bases::size > 0;
};

/// How the fields of T are found. A source has `static constexpr std::size_t count`, `static constexpr decltype(auto)
/// apply(T&, f)` (also for const T) that returns f(field...), and `static consteval auto names()`.
template <class T, class = void>
struct source;

namespace detail {

struct addresses {
  template <class... Field>
  constexpr auto operator()(Field&... field) const {
    return std::array<const void*, sizeof...(field)>{static_cast<const void*>(std::addressof(field))...};
  }
};

template <class T>
concept says_table = requires { T::table; };
template <class T>
concept says_schema = requires { T::schema; };

template <class T>
struct no_words {
  static constexpr bool none = true;
};

/// The struct that carries T's `table` or `schema`: its mapping before itself. T may only inherit what it finds; see
/// `lists_own`.
template <class T>
consteval auto words_of() {
  if constexpr (says_table<mapping<T>>)
    return std::type_identity<std::remove_cvref_t<decltype(mapping<T>::table)>>{};
  else if constexpr (says_schema<mapping<T>>)
    return std::type_identity<std::remove_cvref_t<decltype(mapping<T>::schema)>>{};
  else if constexpr (says_table<T>)
    return std::type_identity<std::remove_cvref_t<decltype(T::table)>>{};
  else if constexpr (says_schema<T>)
    return std::type_identity<std::remove_cvref_t<decltype(T::schema)>>{};
  else
    return std::type_identity<no_words<T>>{};
}

template <class T>
using words = typename decltype(words_of<T>())::type;

/// Whether a listing is about T itself: one that T only inherits names members of a base and none of T.
template <class T, class Listing>
inline constexpr bool lists_own = false;
template <class T, class Bases, auto... Members>
inline constexpr bool lists_own<T, listing<Bases, Members...>> =
    sizeof...(Members) == 0 || (std::is_same_v<class_of<Members>, T> || ...);

/// Whether T's fields must come from its own list: where it names bases, and where it is no aggregate.
template <class T>
concept has_listing = requires { words<T>::names_bases; } && (words<T>::names_bases || !std::is_aggregate_v<T>) &&
                      lists_own<T, typename words<T>::listing>;

/// Converts to the bases of T only.
template <class T>
struct any_base_of {
  template <class Base>
    requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>)
  operator Base() const noexcept;  // NOLINT: implicit on purpose
};
struct stranger {};

/// Whether the aggregate T has a base class. (What takes a stranger as well takes anything: it says nothing of bases.)
template <class T>
concept has_base = requires { T{any_base_of<T>{}}; } && !requires { T{stranger{}}; };

/// Converts to anything: as many of them as an aggregate takes, so many initialisers it has.
struct anything {
  template <class T>
  operator T() const noexcept;  // NOLINT: implicit on purpose; constexpr, g++ 12 asks for its definition
};

template <class T, std::size_t... I>
consteval bool takes(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), anything{})...}; };
}

/// How many initialisers the aggregate T takes, its bases counted one each.
template <class T, std::size_t Count = max_fields>
consteval std::size_t initialisers() {
  if constexpr (Count == 0 || takes<T>(std::make_index_sequence<Count>()))
    return Count;
  else
    return initialisers<T, Count - 1>();
}

template <class T, std::size_t Listed, std::size_t Found>
struct field_left_out {
  static_assert(Listed == Found, "plinth[E1001]: this struct has a base and its list leaves a field out (Listed and Found "
                                 "count its bases and own fields); name every own field in its `table` or `schema`");
  static constexpr bool ok = Listed == Found;
};

template <class T>
struct fields_not_found {
  static constexpr bool listed = std::is_void_v<T>;
  static_assert(listed, "plinth[E1002]: this class (T) has a base or a constructor, so its fields cannot be found; give it "
                        "a `table` or `schema` of its own that names its bases and own fields");
};

template <class T, class Listing>
inline constexpr std::size_t listed_count = 0;
template <class T, class... Bases, auto... Members>
inline constexpr std::size_t listed_count<T, listing<type_list<Bases...>, Members...>> =
    sizeof...(Bases) + sizeof...(Members);

struct nothing_wrong {};

/// What the compiler has to say of T's list, for who asks before using it: the class to look at.
template <class T>
consteval auto check_of_list() {
  if constexpr (has_listing<T> && std::is_aggregate_v<T>) {
    constexpr std::size_t named = listed_count<T, typename words<T>::listing>;
    constexpr std::size_t found = initialisers<T>();
    return std::conditional_t<named == found, std::type_identity<nothing_wrong>,
                              std::type_identity<field_left_out<T, named, found>>>{};
  } else if constexpr (!has_listing<T> && std::is_aggregate_v<T> && has_base<T>) {
    return std::type_identity<fields_not_found<T>>{};
  } else {
    return std::type_identity<nothing_wrong>{};
  }
}

}  // namespace detail

/// A class whose assertions say why T's fields cannot be found; without any where they can.
template <class T>
using check_of_fields = typename decltype(detail::check_of_list<T>())::type;

template <class T>
inline constexpr bool fields_are_known = std::is_same_v<check_of_fields<T>, detail::nothing_wrong>;

template <class T>
using source_of = source<std::remove_cv_t<T>>;

namespace detail {

template <class T, class Listing>
struct listed;

template <class T, class... Bases, auto... Members>
struct listed<T, listing<type_list<Bases...>, Members...>> {
  static constexpr std::size_t count = (source<Bases>::count + ... + sizeof...(Members));

  static consteval bool is_complete() {
    if constexpr (std::is_aggregate_v<T>)
      return field_left_out<T, sizeof...(Bases) + sizeof...(Members), initialisers<T>()>::ok;
    else
      return true;
  }

  template <class Object, class Function>
  static constexpr decltype(auto) apply(Object& object, Function&& f) {
    if constexpr (sizeof...(Bases) == 0)
      return f(object.*Members...);
    else
      return with_bases(object, type_list<Bases...>{}, f);
  }

  static consteval auto names() {
    static_assert(is_complete());
    std::array<std::string_view, count> result;
    std::size_t at = 0;
    const auto append = [&](const auto& more) {
      for (const std::string_view name : more) result[at++] = name;
    };
    (append(source<Bases>::names()), ...);
    if constexpr (sizeof...(Members) > 0) append(member_names<sizeof...(Members)>(spelling<Members...>()));
    return result;
  }

 private:
  template <class Object, class Function, class First, class... Rest, class... Before>
  static constexpr decltype(auto) with_bases(Object& object, type_list<First, Rest...>, Function& f, Before&... before) {
    using base = std::conditional_t<std::is_const_v<Object>, const First, First>;
    return source<First>::apply(static_cast<base&>(object), [&](auto&... field) -> decltype(auto) {
      if constexpr (sizeof...(Rest) == 0)
        return f(before..., field..., object.*Members...);
      else
        return with_bases(object, type_list<Rest...>{}, f, before..., field...);
    });
  }
};

}  // namespace detail

template <class T, class>
struct source {
  static constexpr bool flat = std::is_aggregate_v<T> && !detail::has_base<T>;
  static_assert(flat, "plinth[E1002]: this class (T) has a base or a constructor, so its fields cannot be found; give it a "
                      "`table` or `schema` of its own that names its bases and own fields");
  static constexpr std::size_t count = [] {
    if constexpr (flat)
      return boost::pfr::tuple_size_v<T>;
    else
      return std::size_t{0};
  }();
  static_assert(count <= max_fields, "plinth[E1003]: this struct has more than 64 fields; split it");

  template <class Object, class Function>
  static constexpr decltype(auto) apply(Object& object, Function&& f) {
    return detail::binding<count>::apply(object, std::forward<Function>(f));
  }

  static consteval auto names() { return names_of(std::make_index_sequence<count>()); }

 private:
  template <std::size_t... I>
  static consteval auto names_of(std::index_sequence<I...>) {
    constexpr auto keys = apply(detail::object_of<T>(), detail::addresses{});
    return detail::member_names<count>(detail::spelling<detail::part{keys[I]}...>());
  }
};

template <class T>
  requires(detail::has_listing<T>)
struct source<T, void> : detail::listed<T, typename detail::words<T>::listing> {};

/// Whether another library lists the fields of T (source 3).
template <class T>
inline constexpr bool listed_elsewhere = false;

/// A struct whose fields plinth can see.
template <class T>
concept reflectable =
    std::is_class_v<T> && (std::is_aggregate_v<T> || detail::has_listing<T> || listed_elsewhere<T>);

template <class T>
inline constexpr std::size_t field_count = source_of<T>::count;

/// The fields' names, in the order of declaration, those of bases first.
template <class T>
inline constexpr std::array<std::string_view, field_count<T>> field_names = source_of<T>::names();

namespace detail {

struct types {
  template <class... Field>
  constexpr auto operator()(Field&...) const {
    return type_list<std::remove_cv_t<Field>...>{};
  }
};

}  // namespace detail

/// The fields' types as a type_list.
template <class T>
using field_types = decltype(source_of<T>::apply(std::declval<T&>(), detail::types{}));

/// The fields' identities; equal to `key_of<&T::member>()`. No variable: g++ would put one of a type without linkage into
/// the program, where the object behind the addresses does not exist.
template <class T>
consteval std::array<const void*, field_count<T>> field_keys() {
  return source_of<T>::apply(detail::object_of<T>(), detail::addresses{});
}

/// The position of a member among T's fields, or `field_count<T>` if it is none of them. The member may be inherited.
template <class T, auto Member>
consteval std::size_t index_of() {
  if constexpr (std::is_base_of_v<detail::class_of<Member>, T>) {
    const void* const key = &(detail::object_of<T>().*Member);
    const auto keys = field_keys<T>();
    for (std::size_t i = 0; i < field_count<T>; ++i)
      if (keys[i] == key) return i;
  }
  return field_count<T>;
}

/// Calls `f(field…)` once with all fields of `object`.
template <class T, class Function>
constexpr decltype(auto) apply_fields(T& object, Function&& f) {
  return source_of<T>::apply(object, std::forward<Function>(f));
}

namespace detail {

/// Storage in which the places of fields can be measured without making an object.
template <class T>
union unmade {
  unmade() {}
  ~unmade() {}
  T value;
};

}  // namespace detail

/// Where each field lies in a T, in bytes from its begin.
template <class T>
[[nodiscard]] const std::array<std::size_t, field_count<T>>& field_offsets() {
  static const auto offsets = [] {
    detail::unmade<T> storage;
    const auto places = apply_fields(storage.value, detail::addresses{});
    std::array<std::size_t, field_count<T>> result{};
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i] = static_cast<std::size_t>(static_cast<const char*>(places[i]) - reinterpret_cast<const char*>(&storage));
    return result;
  }();
  return offsets;
}

}  // namespace plinth::reflect
