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

#include <plinth/reflect/detail/binding.hpp>
#include <plinth/reflect/detail/count.hpp>
#include <plinth/reflect/member_name.hpp>
#include <plinth/reflect/object.hpp>

namespace plinth {

/// What is said about a struct that cannot be changed: specialise with a member `table` or `schema`, as the struct
/// itself would have it.
template <class T>
struct mapping {};

}  // namespace plinth

namespace plinth::reflect {

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
concept says_table = requires {
  T::table;
};
template <class T>
concept says_schema = requires {
  T::schema;
};

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
inline constexpr bool lists_own<T, listing<Bases, Members...>> = sizeof...(Members) == 0 ||
                                                                 (std::is_same_v<class_of<Members>, T> || ...);

/// Whether T's fields must come from its own list: where it names bases, and where it is no aggregate.
template <class T>
concept has_listing = requires {
  words<T>::names_bases;
}
&&(words<T>::names_bases || !std::is_aggregate_v<T>)&&lists_own<T, typename words<T>::listing>;

/// A struct whose fields cannot be found: the compiler has said why, and what asks further finds no field.
struct unreadable {
  static constexpr std::size_t count = 0;

  template <class Object, class Function>
  static constexpr decltype(auto) apply(Object&, Function&& f) {
    return f();
  }

  static consteval auto names() { return std::array<std::string_view, 0>{}; }
};

// The reasons, each as a class that the compiler names in its error together with the struct.

template <class T, std::size_t... Counts>
inline constexpr bool all_fields_are_known = false;

/// What says that there is no fault.
struct nothing_wrong {};

/// How the fields of a struct are found, or why they are not.
template <class Fields, class Reason = nothing_wrong>
struct finding {
  using fields = Fields;
  using reason = Reason;
};

template <class T, std::size_t Listed, std::size_t Found>
struct list_leaves_a_field_out {
  static_assert(
      all_fields_are_known<T, Listed, Found>,
      "plinth[E1001]: this struct has a base and its list leaves a field out (the first number counts the bases "
      "and own fields that it lists, the second those that it has); name each in its `table` or `schema`");
};

template <class T>
struct has_base_and_no_list {
  static_assert(all_fields_are_known<T>,
                "plinth[E1002]: this class (T) has a base or a constructor, so its fields cannot be found; give it a "
                "`table` or `schema` of its own that names its bases (plinth::bases<Base>()) and all its own fields");
};

template <class T>
struct has_more_than_64_fields {
  static_assert(all_fields_are_known<T>, "plinth[E1003]: this struct has more than 64 fields; split it");
};

}  // namespace detail

template <class T>
using source_of = source<std::remove_cv_t<T>>;

/// Whether another library lists the fields of T (source 3).
template <class T>
inline constexpr bool listed_elsewhere = false;

namespace detail {

template <class T, class Listing>
struct complete_list;

template <class T, class... Bases, auto... Members>
struct complete_list<T, listing<type_list<Bases...>, Members...>> {
  static constexpr std::size_t count = (source<Bases>::count + ... + sizeof...(Members));

  template <class Object, class Function>
  static constexpr decltype(auto) apply(Object& object, Function&& f) {
    if constexpr (sizeof...(Bases) == 0)
      return f(object.*Members...);
    else
      return with_bases(object, type_list<Bases...>{}, f);
  }

  static consteval auto names() {
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
  static constexpr decltype(auto) with_bases(Object& object, type_list<First, Rest...>, Function& f,
                                             Before&... before) {
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

namespace detail {

template <class T>
consteval auto find_fields();

template <class... Reasons>
struct first_reason {
  using type = nothing_wrong;
};
template <class First, class... Rest>
struct first_reason<First, Rest...>
    : std::conditional_t<std::is_same_v<First, nothing_wrong>, first_reason<Rest...>, std::type_identity<First>> {};

/// The fields by the struct's own list, or the reason why not.
template <class T, class... Bases, auto... Members>
consteval auto by_list(listing<type_list<Bases...>, Members...>) {
  constexpr std::size_t listed = sizeof...(Bases) + sizeof...(Members);
  using base_reasons = first_reason<typename decltype(find_fields<Bases>())::reason...>;
  if constexpr (!std::is_same_v<typename base_reasons::type, nothing_wrong>)
    return finding<unreadable, typename base_reasons::type>{};
  else if constexpr ((source<Bases>::count + ... + sizeof...(Members)) > max_fields)
    return finding<unreadable, has_more_than_64_fields<T>>{};
  else if constexpr (listed == 0)
    return finding<unreadable, has_base_and_no_list<T>>{};
  else if constexpr (!std::is_aggregate_v<T>)
    return finding<complete_list<T, typename words<T>::listing>>{};
  else if constexpr (listed != initialisers<T>())
    return finding<unreadable, list_leaves_a_field_out<T, listed, initialisers<T>()>>{};
  else
    return finding<complete_list<T, typename words<T>::listing>>{};
}

/// An aggregate without bases.
template <class T, std::size_t Count>
struct flat {
  static constexpr std::size_t count = Count;

  template <class Object, class Function>
  static constexpr decltype(auto) apply(Object& object, Function&& f) {
    return binding<Count>::apply(object, std::forward<Function>(f));
  }

  static consteval auto names() { return names_of(std::make_index_sequence<Count>()); }

 private:
  template <std::size_t... I>
  static consteval auto names_of(std::index_sequence<I...>) {
    [[maybe_unused]] constexpr auto keys = apply(object_of<T>(), addresses{});
    return part_names<Count>(spelling<part{keys[I]}...>());
  }
};

template <class T>
consteval auto without_list() {
  if constexpr (!std::is_aggregate_v<T>)
    return finding<unreadable, has_base_and_no_list<T>>{};
  else if constexpr (has_base<T>)
    return finding<unreadable, has_base_and_no_list<T>>{};
  else if constexpr (initialisers<T>() > max_fields)
    return finding<unreadable, has_more_than_64_fields<T>>{};
  else
    return finding<flat<T, initialisers<T>()>>{};
}

}  // namespace detail

namespace detail {

template <class T>
consteval auto find_fields() {
  if constexpr (listed_elsewhere<T>)
    return finding<source<T>>{};
  else if constexpr (has_listing<T>)
    return by_list<T>(typename words<T>::listing{});
  else
    return without_list<T>();
}

template <class T>
using found = decltype(find_fields<std::remove_cv_t<T>>());

}  // namespace detail

/// A class whose assertions say why T's fields cannot be found; without any where they can.
template <class T>
using check_of_fields = typename detail::found<T>::reason;

template <class T>
inline constexpr bool fields_are_known = std::is_same_v<check_of_fields<T>, detail::nothing_wrong>;

template <class T, class>
struct source : detail::found<T>::fields {
  static_assert(sizeof(check_of_fields<T>) > 0);
};

/// A struct whose fields plinth can see.
template <class T>
concept reflectable = std::is_class_v<T> &&(std::is_aggregate_v<T> || detail::has_listing<T> || listed_elsewhere<T>);

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

/// The fields' identities; equal to `key_of<&T::member>()`. No variable: g++ would put one of a type without linkage
/// into the program, where the object behind the addresses does not exist.
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
      result[i] =
          static_cast<std::size_t>(static_cast<const char*>(places[i]) - reinterpret_cast<const char*>(&storage));
    return result;
  }();
  return offsets;
}

/// A field's name as a template argument, so that the compiler's errors show it.
template <std::size_t Size>
struct label {
  char text[Size + 1]{};
};

template <class T, std::size_t Field>
inline constexpr auto label_of = [] {
  constexpr std::string_view name = field_names<T>[Field];
  label<name.size()> result;
  for (std::size_t i = 0; i < name.size(); ++i) result.text[i] = name[i];
  result.text[name.size()] = '\0';  // else clang shows a longer one as numbers
  return result;
}();

}  // namespace plinth::reflect
