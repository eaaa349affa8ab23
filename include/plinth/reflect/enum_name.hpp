// SPDX-License-Identifier: MIT
#pragma once

// The names of an enumeration's values, from the compiler's spelling of them: one text for the whole enumeration.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/reflect/member_name.hpp>

namespace plinth {

/// Which values of an enumeration are looked at for names. Specialise it for an enumeration that goes further.
template <class Enum>
struct enum_range {
  static constexpr int min = 0;
  static constexpr int max = 63;
};

}  // namespace plinth

namespace plinth::reflect {

namespace detail {

/// The enumerator's name at the end of entry text such as `color::red` or `(anonymous namespace)::color::red`; nothing
/// in `(color)7` and `-7`.
constexpr std::string_view enumerator_in(std::string_view entry) {
  std::size_t begin = entry.size();
  while (begin > 0 && is_name_character(entry[begin - 1])) --begin;
  const std::string_view word = entry.substr(begin);
  return !word.empty() && (word[0] < '0' || word[0] > '9') ? word : std::string_view();
}

// A number beyond what an enumeration without a fixed type can hold: g++ and clang up to 19 take it with a warning and
// find no name, later ones refuse it, which `fits_enum` notices.
#if defined(__clang__)
#pragma clang diagnostic push
#if __has_warning("-Wenum-constexpr-conversion")
#pragma clang diagnostic ignored "-Wenum-constexpr-conversion"
#endif
#else
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#endif

/// Whether the number may become an Enum.
template <class Enum, int Number, class = void>
inline constexpr bool fits_enum = requires {
  Enum{0};
};
template <class Enum, int Number>
inline constexpr bool fits_enum<Enum, Number, std::void_t<std::integral_constant<Enum, static_cast<Enum>(Number)>>> =
    true;

template <class Enum, int Number>
consteval Enum enum_or_first() {
  if constexpr (fits_enum<Enum, Number>)
    return static_cast<Enum>(Number);
  else
    return Enum();
}

template <class Enum, int... Offset>
consteval std::string_view enum_spelling(std::integer_sequence<int, Offset...>) {
  return spelling<enum_or_first<Enum, enum_range<Enum>::min + Offset>()...>();
}

template <class Enum, int... Offset>
consteval auto which_fit(std::integer_sequence<int, Offset...>) {
  return std::array<bool, sizeof...(Offset)>{fits_enum<Enum, enum_range<Enum>::min + Offset>...};
}

#if defined(__clang__)
#pragma clang diagnostic pop
#else
#pragma GCC diagnostic pop
#endif

/// For each value of the range its name, or nothing where the value has none.
template <class Enum>
consteval auto enum_words() {
  constexpr int count = enum_range<Enum>::max - enum_range<Enum>::min + 1;
  constexpr std::string_view text = enum_spelling<Enum>(std::make_integer_sequence<int, count>());
  constexpr auto fits = which_fit<Enum>(std::make_integer_sequence<int, count>());
  constexpr std::string_view marker = "Pointers = ";
  std::array<std::string_view, static_cast<std::size_t>(count)> words;
  std::size_t found = 0;
  std::size_t begin = text.find(marker) + marker.size() + 1;
  int depth = 0;
  for (std::size_t i = begin; found < words.size(); ++i) {
    const char c = text[i];
    const bool closes = c == ')' || c == '}' || c == '>';
    if (depth == 0 && (c == ',' || closes)) {
      if (fits[found]) words[found] = enumerator_in(text.substr(begin, i - begin));
      ++found;
      begin = i + 2;
    } else if (closes) {
      --depth;
    } else if (c == '(' || c == '{' || c == '<') {
      ++depth;
    }
  }
  return words;
}

template <class Enum>
consteval std::size_t enum_size() {
  std::size_t size = 0;
  for (const std::string_view word : enum_words<Enum>())
    if (!word.empty()) ++size;
  return size;
}

}  // namespace detail

template <class Enum>
struct enumerator {
  Enum value;
  std::string_view name;
};

/// The enumeration's named values in the order of their numbers. Of two names for one value the compiler keeps one.
template <class Enum>
inline constexpr auto enumerators = [] {
  constexpr auto words = detail::enum_words<Enum>();
  std::array<enumerator<Enum>, detail::enum_size<Enum>()> result{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!words[i].empty()) result[at++] = {static_cast<Enum>(enum_range<Enum>::min + static_cast<int>(i)), words[i]};
  return result;
}();

/// The names alone, as the labels of a column's type.
template <class Enum>
inline constexpr auto enum_names = [] {
  std::array<std::string_view, enumerators<Enum>.size()> result{};
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = enumerators<Enum>[i].name;
  return result;
}();

/// The value's name, or nothing for a number that no enumerator has.
template <class Enum>
[[nodiscard]] constexpr std::string_view enum_name(Enum value) noexcept {
  for (const auto& known : enumerators<Enum>)
    if (known.value == value) return known.name;
  return {};
}

template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> enum_value(std::string_view name) noexcept {
  for (const auto& known : enumerators<Enum>)
    if (known.name == name) return known.value;
  return std::nullopt;
}

}  // namespace plinth::reflect
