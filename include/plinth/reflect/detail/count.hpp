// SPDX-License-Identifier: MIT
#pragma once

// How many fields an aggregate has. Boost.PFR knows for every aggregate; where each field can be left out of a list of
// initialisers, which is the rule, the same is found with a few small questions instead of some large ones: a
// fraction of the compiler's time with g++ 12, a tenth of it with clang 16.

#include <cstddef>
#include <type_traits>
#include <utility>

#include <boost/pfr/tuple_size.hpp>

namespace plinth::reflect {

inline constexpr std::size_t max_fields = 64;

namespace detail {

/// Converts to anything: as many of them as an aggregate takes, so many initialisers it has.
struct anything {
  /// Never called. It has a body because clang takes it for called where it looks into a noexcept of std::optional.
  template <class T>
  operator T() const noexcept {  // NOLINT: implicit on purpose
    __builtin_unreachable();
  }
};

/// Converts to the bases of T only.
template <class T>
struct any_base_of {
  template <class Base>
    requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>)
  operator Base() const noexcept;  // NOLINT: implicit on purpose
};

/// Converts to nothing; what takes it as well takes whatever it is given.
struct no_value {};

template <class T, std::size_t... I>
consteval bool takes(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), anything{})...}; };
}

/// The largest number in [Low, High) of initialisers that T takes; it takes Low.
template <class T, std::size_t Low, std::size_t High>
consteval std::size_t most_between() {
  if constexpr (High - Low == 1) {
    return Low;
  } else {
    constexpr std::size_t middle = Low + (High - Low) / 2;
    if constexpr (takes<T>(std::make_index_sequence<middle>()))
      return most_between<T, middle, High>();
    else
      return most_between<T, Low, middle>();
  }
}

/// The same without an upper end: eight, then twice as many, until it is too much. Most structs are small.
template <class T, std::size_t Low = 0, std::size_t High = 8>
consteval std::size_t most_initialisers() {
  if constexpr (Low > max_fields)
    return Low;
  else if constexpr (takes<T>(std::make_index_sequence<High>()))
    return most_initialisers<T, High, High * 2>();
  else
    return most_between<T, Low, High>();
}

/// How many initialisers the aggregate T takes, its bases counted one each. Where there are more than `max_fields`,
/// any number above.
template <class T>
consteval std::size_t initialisers() {
  if constexpr (takes<T>(std::index_sequence<>()))
    return most_initialisers<T>();
  else
    return boost::pfr::tuple_size_v<T>;
}

/// Whether the aggregate T has a base class, which then is its first initialiser.
template <class T>
concept has_base = requires { T{any_base_of<T>{}}; } && !requires { T{no_value{}}; };

}  // namespace detail
}  // namespace plinth::reflect
