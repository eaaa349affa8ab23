// SPDX-License-Identifier: MIT
#pragma once

// The JSON forms of values that hold no others: booleans, numbers, texts, enumerations, and types of json_type.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <plinth/reflect/enum_name.hpp>
#include <plinth/schema/value_type.hpp>

namespace plinth::dto {

// ---- without templates ----------------------------------------------------------------------------------------------

/// Notes why the next value is no number of the kind that was asked for, and steps over it.
void refuse_number(reading& in, json::value_fault why, std::string_view expected);

/// An integer between the two, into `value`; one above the largest signed value in two's complement.
[[nodiscard]] bool read_integer(reading& in, std::int64_t least, std::uint64_t most, const ready_rules* r,
                                std::int64_t& value);

/// The position of a text among the names of an enumeration.
[[nodiscard]] std::optional<std::size_t> read_name(reading& in, std::span<const std::string_view> names);

// ---- one codec for each type ----------------------------------------------------------------------------------------

/// How T is JSON: `read`, `write` and `type`, a value_type.
template <class T>
struct codec;

template <>
struct codec<bool> {
  static void read(reading& in, void* field, const ready_rules*);
  static void write(json::writer& out, const void* field) { out.boolean(*static_cast<const bool*>(field)); }
  static constexpr value_type type{.shape = shape::boolean, .plain = plain::boolean, .read = &read, .write = &write};
};

template <class T>
concept json_integer =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
    !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

template <json_integer T>
struct codec<T> {
  static constexpr auto least = static_cast<std::int64_t>(std::numeric_limits<T>::min());
  static constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<T>::max());

  static void read(reading& in, void* field, const ready_rules* r) {
    std::int64_t value = 0;
    if (read_integer(in, least, most, r, value)) *static_cast<T*>(field) = static_cast<T>(value);
  }
  static void write(json::writer& out, const void* field) { out.integer(*static_cast<const T*>(field)); }
  static constexpr value_type type{.shape = shape::integer,
                                   .plain = std::same_as<T, std::int64_t> ? plain::int64 : plain::none,
                                   .read = &read,
                                   .write = &write,
                                   .least = least,
                                   .most = most};
};

template <std::floating_point T>
requires(sizeof(T) <= sizeof(double)) struct codec<T> {
  static void read(reading& in, void* field, const ready_rules* r) {
    const auto value = [&] {
      if constexpr (sizeof(T) == sizeof(double))
        return in.in.read_double();
      else
        return in.in.read_float();
    }();
    if (!value) {
      const bool large = value.fault == json::value_fault::too_large;
      return refuse_number(in, value.fault, large ? "a smaller number" : "a number");
    }
    *static_cast<T*>(field) = static_cast<T>(value.value);
    if (r) check_real(in, static_cast<double>(value.value), *r);
  }
  static void write(json::writer& out, const void* field) { out.floating(*static_cast<const T*>(field)); }
  static constexpr value_type type{.shape = shape::number,
                                   .plain = std::same_as<T, double> ? plain::real : plain::none,
                                   .read = &read,
                                   .write = &write};
};

template <>
struct codec<std::string> {
  static void read(reading& in, void* field, const ready_rules* r);
  static void write(json::writer& out, const void* field) { out.string(*static_cast<const std::string*>(field)); }
  static constexpr value_type type{.shape = shape::text, .plain = plain::text, .read = &read, .write = &write};
};

template <class T>
concept json_enumeration = std::is_enum_v<T> && !std::same_as<T, std::byte>;

/// An enumeration is its value's name.
template <json_enumeration Enum>
struct codec<Enum> {
  static void read(reading& in, void* field, const ready_rules*) {
    if (const auto at = read_name(in, reflect::enum_names<Enum>))
      *static_cast<Enum*>(field) = reflect::enumerators<Enum>[*at].value;
  }
  static void write(json::writer& out, const void* field) {
    const std::string_view name = reflect::enum_name(*static_cast<const Enum*>(field));
    if (name.empty())
      throw value_error(4112, "a number that is no enumerator's cannot be written as JSON (see plinth::enum_range)");
    out.string(name);
  }
  static constexpr value_type type{
      .shape = shape::enumeration, .read = &read, .write = &write, .names = reflect::enum_names<Enum>};
};

// ---- json_type ------------------------------------------------------------------------------------------------------

template <class T>
concept json_by_another = requires {
  typename json_type<T>::stored;
};
template <class T>
concept json_by_text = requires(std::string_view text, T& value) {
  json_type<T>::from_text(text, value);
};
template <class T>
concept json_by_json = requires(std::string_view text, T& value) {
  json_type<T>::from_json_text(text, value);
};

template <class T>
consteval std::string_view expected_words() {
  if constexpr (requires { json_type<T>::expected; })
    return json_type<T>::expected;
  else
    return "another value";
}

template <class T>
consteval std::string_view fault_word() {
  if constexpr (requires { json_type<T>::fault; })
    return json_type<T>::fault;
  else
    return "value_error";
}

template <class T>
consteval std::string_view format_word() {
  if constexpr (requires { json_type<T>::format; })
    return json_type<T>::format;
  else
    return {};
}

template <json_by_text T>
struct codec<T> {
  static void read(reading& in, void* field, const ready_rules*) {
    if (in.in.next_kind() != json::value_kind::string) return in.refuse("wrong_type", expected_words<T>());
    const json::reader::bookmark before = in.in.mark();
    if (json_type<T>::from_text(in.in.read_string().value, *static_cast<T*>(field))) return;
    in.in.go_back(before);
    in.refuse(fault_word<T>(), expected_words<T>());
  }
  static void write(json::writer& out, const void* field) { json_type<T>::to_json(out, *static_cast<const T*>(field)); }
  static constexpr value_type type{.shape = shape::text, .read = &read, .write = &write, .format = format_word<T>()};
};

template <json_by_json T>
struct codec<T> {
  static void read(reading& in, void* field, const ready_rules*) {
    const json::reader::bookmark before = in.in.mark();
    if (json_type<T>::from_json_text(in.in.skip_value(), *static_cast<T*>(field))) return;
    in.in.go_back(before);
    in.refuse(fault_word<T>(), expected_words<T>());
  }
  static void write(json::writer& out, const void* field) { json_type<T>::to_json(out, *static_cast<const T*>(field)); }
  static constexpr value_type type{.read = &read, .write = &write};
};

template <json_by_another T>
struct codec<T> {
  using stored = typename json_type<T>::stored;

  static void read(reading& in, void* field, const ready_rules* r) {
    const std::size_t before = in.fault_count();
    const json::reader::bookmark begin = in.in.mark();
    stored value{};
    codec<stored>::read(in, &value, r);
    if (in.fault_count() != before) return;
    std::optional<T> made = json_type<T>::from_stored(value);
    if (made) {
      *static_cast<T*>(field) = *std::move(made);
      return;
    }
    in.in.go_back(begin);
    in.refuse(fault_word<T>(), expected_words<T>());
  }
  static void write(json::writer& out, const void* field) {
    const stored value = json_type<T>::to_stored(*static_cast<const T*>(field));
    codec<stored>::write(out, &value);
  }
  static constexpr value_type type = [] {
    value_type t = codec<stored>::type;
    t.plain = plain::none;  // the field is not of the stored type
    t.read = &read;
    t.write = &write;
    if (!format_word<T>().empty()) t.format = format_word<T>();
    return t;
  }();
};

}  // namespace plinth::dto

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/values.hpp>
#endif
