// SPDX-License-Identifier: MIT
#pragma once

// How a C++ type is a column: its SQL type, and the way to and from a cell. `column_type<T>` is the one customisation
// point; for a type of your own say what it is stored as:
//
//   template <>
//   struct plinth::column_type<money> {
//     using stored = std::int64_t;
//     static stored to_stored(const money& m) { return m.cents; }
//     static money from_stored(stored cents) { return money{cents}; }
//   };

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/core/cell.hpp>
#include <plinth/core/error.hpp>
#include <plinth/reflect/enum_name.hpp>

namespace plinth {

/// Built-in specialisations have: `type` (catalog::data_type), `kind` (what a driver is to read), `encode` and
/// `decode`. A cell that `encode` returns points into the value or into the scratch, and lives as long as both do.
template <class T>
struct column_type {};

namespace model {

/// 32 bits hold a cell's size; a longer value is refused before it reaches a driver.
[[nodiscard]] inline std::string_view checked_size(std::string_view bytes) {
  if (bytes.size() > std::numeric_limits<std::int32_t>::max())
    throw value_error(2310, "a value of more than 2 GiB cannot be stored in one column; split it");
  return bytes;
}

[[nodiscard]] std::string_view name_of(kind k) noexcept;

[[noreturn]] void wrong_kind(kind found, std::string_view wanted);

[[nodiscard]] inline std::int64_t integer_in(const cell& c, kind wanted) {
  if (c.kind != wanted) wrong_kind(c.kind, name_of(wanted));
  return c.integer;
}

/// A type that maps to another by the user's own two functions.
template <class T>
concept stored_as_another = requires {
  typename column_type<T>::stored;
};

template <class T>
concept built_in_column = requires {
  column_type<T>::type;
};

/// What may be a column.
template <class T>
concept column_value = stored_as_another<T> || built_in_column<T>;

template <std::integral T>
consteval catalog::base_type integer_type() {
  if constexpr (sizeof(T) <= 2 && (sizeof(T) == 1 || std::is_signed_v<T>)) return catalog::base_type::smallint;
  if constexpr (sizeof(T) <= 4 && (sizeof(T) <= 2 || std::is_signed_v<T>)) return catalog::base_type::integer;
  return catalog::base_type::bigint;
}

[[noreturn]] void out_of_range(std::int64_t value, std::string_view type);

/// The count of `time` in microseconds, which not every number of days or hours has.
template <class Rep, class Period>
[[nodiscard]] std::int64_t microseconds_in(std::chrono::duration<Rep, Period> time) {
  using coarse = std::chrono::duration<std::int64_t, Period>;
  constexpr std::int64_t least = std::chrono::duration_cast<coarse>(std::chrono::microseconds::min()).count();
  constexpr std::int64_t most = std::chrono::duration_cast<coarse>(std::chrono::microseconds::max()).count();
  if (std::cmp_less(time.count(), least) || std::cmp_greater(time.count(), most))
    throw value_error(2304, "a time more than 290,000 years from 1970 does not fit a column");
  return std::chrono::microseconds(coarse(static_cast<std::int64_t>(time.count()))).count();
}

/// So many microseconds as a Duration, which has to have room and digits for them.
template <class Duration>
[[nodiscard]] Duration duration_of(std::int64_t microseconds) {
  using coarse = std::chrono::duration<std::int64_t, typename Duration::period>;
  const std::chrono::microseconds since(microseconds);
  const auto whole = std::chrono::floor<coarse>(since);
  if (whole != since)
    throw value_error(2305, "a timestamp has more digits than its field keeps; give the field a finer duration");
  if (!std::in_range<typename Duration::rep>(whole.count())) out_of_range(whole.count(), "the field's duration");
  return Duration(static_cast<typename Duration::rep>(whole.count()));
}

/// What a database keeps of a time without losing digits.
template <class Duration>
concept at_most_microseconds = std::is_convertible_v<Duration, std::chrono::microseconds>;

template <class T>
concept number = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
                 !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

}  // namespace model

template <model::number T>
struct column_type<T> {
  static constexpr catalog::data_type type{.base = model::integer_type<T>()};
  static constexpr plinth::kind kind = plinth::kind::integer;

  static cell encode(const T& value, scratch&) {
    if constexpr (std::same_as<std::make_unsigned_t<T>, T> && sizeof(T) == 8)
      if (value > static_cast<T>(std::numeric_limits<std::int64_t>::max()))
        throw value_error(2303, "an unsigned value above 9223372036854775807 does not fit a column; store it as text");
    return cell::of_integer(static_cast<std::int64_t>(value));
  }

  static void decode(const cell& c, T& field) {
    const std::int64_t value = model::integer_in(c, kind);
    if (!std::in_range<T>(value))
      throw value_error(2304, "the integer " + std::to_string(value) + " does not fit the field of " +
                                  std::to_string(sizeof(T) * 8) + " bits; give the field a wider type");
    field = static_cast<T>(value);
  }
};

template <>
struct column_type<bool> {
  static constexpr catalog::data_type type{.base = catalog::base_type::boolean};
  static constexpr plinth::kind kind = plinth::kind::boolean;
  static cell encode(const bool& value, scratch&) { return cell::of_integer(value ? 1 : 0, kind); }
  static void decode(const cell& c, bool& field) { field = model::integer_in(c, kind) != 0; }
};

template <std::floating_point T>
requires(sizeof(T) <= sizeof(double)) struct column_type<T> {
  static constexpr catalog::data_type type{.base = sizeof(T) == 4 ? catalog::base_type::real
                                                                  : catalog::base_type::double_precision};
  static constexpr plinth::kind kind = plinth::kind::real;
  static cell encode(const T& value, scratch&) { return cell::of_real(static_cast<double>(value)); }
  static void decode(const cell& c, T& field) {
    if (c.kind != kind) model::wrong_kind(c.kind, model::name_of(kind));
    field = static_cast<T>(c.real);
  }
};

template <>
struct column_type<std::string> {
  static constexpr catalog::data_type type{.base = catalog::base_type::text};
  static constexpr plinth::kind kind = plinth::kind::text;
  static cell encode(const std::string& value, scratch&) { return cell::of_bytes(model::checked_size(value), kind); }
  static void decode(const cell& c, std::string& field) {
    if (c.kind != kind) model::wrong_kind(c.kind, model::name_of(kind));
    field.assign(c.data, c.size);
  }
};

template <>
struct column_type<std::vector<std::byte>> {
  static constexpr catalog::data_type type{.base = catalog::base_type::blob};
  static constexpr plinth::kind kind = plinth::kind::blob;
  static cell encode(const std::vector<std::byte>& value, scratch&) {
    return cell::of_bytes(model::checked_size({reinterpret_cast<const char*>(value.data()), value.size()}), kind);
  }
  static void decode(const cell& c, std::vector<std::byte>& field) {
    if (c.kind != kind) model::wrong_kind(c.kind, model::name_of(kind));
    const auto* begin = reinterpret_cast<const std::byte*>(c.data);
    field.assign(begin, begin + c.size);
  }
};

/// An instant, in UTC. Microseconds are what every server keeps; a finer duration is refused at compile time (E1004).
template <model::at_most_microseconds Duration>
struct column_type<std::chrono::time_point<std::chrono::system_clock, Duration>> {
  static constexpr catalog::data_type type{.base = catalog::base_type::timestamp};
  static constexpr plinth::kind kind = plinth::kind::timestamp;
  using time_point = std::chrono::time_point<std::chrono::system_clock, Duration>;

  static cell encode(const time_point& value, scratch&) {
    return cell::of_integer(model::microseconds_in(value.time_since_epoch()), kind);
  }
  static void decode(const cell& c, time_point& field) {
    field = time_point(model::duration_of<Duration>(model::integer_in(c, kind)));
  }
};

/// A wall clock's reading, of no known zone; it never mixes with instants.
template <model::at_most_microseconds Duration>
struct column_type<std::chrono::local_time<Duration>> {
  static constexpr catalog::data_type type{.base = catalog::base_type::local_timestamp};
  static constexpr plinth::kind kind = plinth::kind::local_timestamp;

  static cell encode(const std::chrono::local_time<Duration>& value, scratch&) {
    return cell::of_integer(model::microseconds_in(value.time_since_epoch()), kind);
  }
  static void decode(const cell& c, std::chrono::local_time<Duration>& field) {
    field = std::chrono::local_time<Duration>(model::duration_of<Duration>(model::integer_in(c, kind)));
  }
};

template <>
struct column_type<std::chrono::year_month_day> {
  static constexpr catalog::data_type type{.base = catalog::base_type::date};
  static constexpr plinth::kind kind = plinth::kind::date;
  static cell encode(const std::chrono::year_month_day& value, scratch&) {
    if (!value.ok()) throw value_error(2306, "a date that is not in the calendar cannot be stored");
    return cell::of_integer(std::chrono::sys_days(value).time_since_epoch().count(), kind);
  }
  static void decode(const cell& c, std::chrono::year_month_day& field) {
    using namespace std::chrono;
    constexpr std::int64_t first = sys_days(year::min() / January / 1).time_since_epoch().count();
    constexpr std::int64_t last = sys_days(year::max() / December / 31).time_since_epoch().count();
    const std::int64_t since = model::integer_in(c, kind);
    if (since < first || since > last) model::out_of_range(since, "a date");
    field = sys_days(days(static_cast<int>(since)));
  }
};

/// An enumeration is stored by the name of its value and checked both ways.
template <class Enum>
requires std::is_enum_v<Enum>
struct column_type<Enum> {
  static constexpr catalog::data_type type{.base = catalog::base_type::enumeration,
                                           .labels = reflect::enum_names<Enum>};
  static constexpr plinth::kind kind = plinth::kind::text;

  static cell encode(const Enum& value, scratch&) {
    const std::string_view name = reflect::enum_name(value);
    if (name.empty())
      throw value_error(2307, "the number " + std::to_string(static_cast<long long>(value)) +
                                  " is no enumerator's; only named values can be stored (see plinth::enum_range)");
    return cell::of_bytes(name, kind);
  }
  static void decode(const cell& c, Enum& field) {
    if (c.kind != kind) model::wrong_kind(c.kind, model::name_of(kind));
    const auto value = reflect::enum_value<Enum>(c.bytes());
    if (!value)
      throw value_error(
          2308, "the text '" + std::string(c.bytes().substr(0, 64)) + "' names no value of the field's enumeration");
    field = *value;
  }
};

namespace model {

/// The types that model/field_place.hpp reads and writes without a call.
enum class common_type : std::uint8_t { other, int64, int32, boolean, real, text, optional_text };

template <class T>
inline constexpr common_type common_type_of = common_type::other;
template <>
inline constexpr common_type common_type_of<std::int64_t> = common_type::int64;
template <>
inline constexpr common_type common_type_of<std::int32_t> = common_type::int32;
template <>
inline constexpr common_type common_type_of<bool> = common_type::boolean;
template <>
inline constexpr common_type common_type_of<double> = common_type::real;
template <>
inline constexpr common_type common_type_of<std::string> = common_type::text;
template <>
inline constexpr common_type common_type_of<std::optional<std::string>> = common_type::optional_text;

/// What every layer below the typed edge needs to know of a field's type: one for each C++ type, whatever model has it.
struct field_type {
  catalog::data_type type;
  plinth::kind kind = plinth::kind::null;
  bool nullable = false;
  cell (*encode)(const void* field, scratch& keep) = nullptr;
  void (*decode)(const cell& c, void* field) = nullptr;
  common_type common = common_type::other;
};

template <class T>
struct field_codec {
  static constexpr bool nullable = false;
  static constexpr catalog::data_type type = column_type<T>::type;
  static constexpr plinth::kind kind = column_type<T>::kind;
  static cell encode(const void* field, scratch& keep) {
    return column_type<T>::encode(*static_cast<const T*>(field), keep);
  }
  static void decode(const cell& c, void* field) { column_type<T>::decode(c, *static_cast<T*>(field)); }
};

template <stored_as_another T>
struct field_codec<T> {
  using stored = typename column_type<T>::stored;
  using inner = field_codec<stored>;
  static constexpr bool nullable = inner::nullable;
  static constexpr catalog::data_type type = inner::type;
  static constexpr plinth::kind kind = inner::kind;

  static cell encode(const void* field, scratch& keep) {
    const stored value = column_type<T>::to_stored(*static_cast<const T*>(field));
    cell c = inner::encode(&value, keep);
    if (has_bytes(c.kind)) c = cell::of_bytes(keep.keep(c.bytes()), c.kind);  // `value` ends here
    return c;
  }
  static void decode(const cell& c, void* field) {
    stored value{};
    inner::decode(c, &value);
    *static_cast<T*>(field) = column_type<T>::from_stored(std::move(value));
  }
};

template <class T>
struct field_codec<std::optional<T>> {
  using inner = field_codec<T>;
  static constexpr bool nullable = true;
  static constexpr catalog::data_type type = inner::type;
  static constexpr plinth::kind kind = inner::kind;

  static cell encode(const void* field, scratch& keep) {
    const auto& value = *static_cast<const std::optional<T>*>(field);
    return value ? inner::encode(&*value, keep) : cell{};
  }
  static void decode(const cell& c, void* field) {
    auto& value = *static_cast<std::optional<T>*>(field);
    if (c.is_null())
      value.reset();
    else
      inner::decode(c, value ? &*value : &value.emplace());
  }
};

template <class T>
inline constexpr bool is_column_field = column_value<T>;
template <class T>
inline constexpr bool is_column_field<std::optional<T>> = column_value<T>;

/// A time_point that would be a column if it were coarser.
template <class T>
inline constexpr bool is_too_fine_time = false;
template <class T>
inline constexpr bool is_too_fine_time<std::optional<T>> = is_too_fine_time<T>;
template <class Duration>
inline constexpr bool is_too_fine_time<std::chrono::sys_time<Duration>> = !at_most_microseconds<Duration>;
template <class Duration>
inline constexpr bool is_too_fine_time<std::chrono::local_time<Duration>> = !at_most_microseconds<Duration>;

template <class T>
inline constexpr field_type field_type_of{field_codec<T>::type,    field_codec<T>::kind,    field_codec<T>::nullable,
                                          &field_codec<T>::encode, &field_codec<T>::decode, common_type_of<T>};

}  // namespace model
}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/model/impl/column_type.hpp>
#endif
