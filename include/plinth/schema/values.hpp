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
inline void refuse_number(reading& in, json::value_fault why, std::string_view expected) {
  if (why == json::value_fault::wrong_kind) return in.refuse("wrong_type", expected);
  if (why == json::value_fault::not_integral) return in.refuse("not_integral", expected);
  in.refuse("out_of_range", expected);
}

/// Whether the number between two places of the text is written with a fraction or an exponent.
[[nodiscard]] inline bool written_as_real(const char* begin, const char* end) noexcept {
  for (; begin != end; ++begin)
    if (*begin == '.' || *begin == 'e' || *begin == 'E') return true;
  return false;
}

[[nodiscard]] inline std::string range_words(std::int64_t least, std::uint64_t most) {
  return "an integer from " + std::to_string(least) + " to " + std::to_string(most);
}

/// An integer between the two, into `value`; one above the largest signed value in two's complement.
[[nodiscard]] inline bool read_integer(reading& in, std::int64_t least, std::uint64_t most, const ready_rules* r,
                                       std::int64_t& value) {
  const char* const begin = in.in.mark().at;
  const json::reader::bookmark before = in.in.mark();
  const bool wide = most > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  json::value_fault why = json::value_fault::none;
  if (wide) {
    const auto found = in.in.read_uint64();
    why = found.fault;
    value = static_cast<std::int64_t>(found.value);
  } else {
    const auto found = in.in.read_int64();
    why = found.fault;
    value = found.value;
    if (found && (value < least || std::cmp_greater(value, most))) {
      in.in.go_back(before);
      why = json::value_fault::out_of_range;
    }
  }
  if (why != json::value_fault::none) {
    const bool other_kind = why == json::value_fault::wrong_kind || why == json::value_fault::not_integral;
    refuse_number(in, why, other_kind ? "an integer" : range_words(least, most));
    return false;
  }
  if (!r) return true;
  if (r->has(rule_strict) && written_as_real(begin, in.in.mark().at)) {
    in.note("not_integral", "an integer has to be written without a fraction and an exponent");
    return false;
  }
  check_integer(in, value, wide && value < 0, *r);
  return true;
}

/// The position of a text among the names of an enumeration.
[[nodiscard]] inline std::optional<std::size_t> read_name(reading& in, std::span<const std::string_view> names) {
  if (in.in.next_kind() != json::value_kind::string) {
    in.refuse("wrong_type", "a text");
    return std::nullopt;
  }
  const json::reader::bookmark before = in.in.mark();
  const std::string_view text = in.in.read_string().value;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == text) return i;
  in.in.go_back(before);
  std::string expected = "one of";
  for (const std::string_view name : names) expected.append(name == names.front() ? " " : ", ").append(name);
  in.refuse("not_in_enum", expected);
  return std::nullopt;
}

// ---- one codec for each type ----------------------------------------------------------------------------------------

/// How T is JSON: `read`, `write` and `type`, a value_type.
template <class T>
struct codec;

template <>
struct codec<bool> {
  static void read(reading& in, void* field, const ready_rules*) {
    if (const auto value = in.in.read_bool())
      *static_cast<bool*>(field) = value.value;
    else
      in.refuse("wrong_type", "true or false");
  }
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
  static void read(reading& in, void* field, const ready_rules* r) {
    const auto value = in.in.read_string();
    if (!value) return in.refuse("wrong_type", "a text");
    auto& text = *static_cast<std::string*>(field);
    text.assign(value.value);
    if (r) check_text(in, text, *r);
  }
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
