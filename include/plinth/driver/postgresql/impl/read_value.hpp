// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/postgresql/bytes.hpp>
#include <plinth/driver/postgresql/numeric.hpp>
#include <plinth/driver/postgresql/read_value.hpp>

namespace plinth::postgresql::detail {

/// PostgreSQL counts from 2000-01-01.
inline constexpr std::int64_t epoch_days = 10'957;
inline constexpr std::int64_t epoch_microseconds = epoch_days * 86'400'000'000;

/// The stored value is not what the column is read as. Its value is not part of the message.
[[noreturn]] PLINTH_INLINE void refuse_stored(const column_place& at, std::string_view why) {
  throw value_error(2301, joined({"column ", std::to_string(at.position), " of the result holds ", name_of(at.stored),
                                  ", which cannot be read as ", name_of(at.expected), why}));
}

PLINTH_INLINE cell read_boolean(const char* data, std::uint32_t, const column_place&) {
  return cell::of_integer(*data != 0 ? 1 : 0, kind::boolean);
}

template <class Stored>
[[nodiscard]] std::int64_t integer_at(const char* data) noexcept {
  using bits = std::make_unsigned_t<Stored>;
  return static_cast<Stored>(load<bits>(data));
}

template <class Stored>
cell read_integer(const char* data, std::uint32_t, const column_place&) {
  return cell::of_integer(integer_at<Stored>(data));
}

template <class Stored>
cell read_integer_as_decimal(const char* data, std::uint32_t, const column_place&) {
  return cell::of_integer(integer_at<Stored>(data), kind::decimal);
}

template <class Stored>
cell read_integer_as_real(const char* data, std::uint32_t, const column_place& at) {
  const std::int64_t integer = integer_at<Stored>(data);
  const auto real = static_cast<double>(integer);
  if (real >= 9'223'372'036'854'775'808.0 || static_cast<std::int64_t>(real) != integer) refuse_stored(at, " exactly");
  return cell::of_real(real);
}

[[nodiscard]] PLINTH_INLINE double real_at(const char* data, std::uint32_t size) noexcept {
  if (size == 4) return std::bit_cast<float>(load<std::uint32_t>(data));
  return std::bit_cast<double>(load<std::uint64_t>(data));
}

PLINTH_INLINE cell read_real(const char* data, std::uint32_t size, const column_place&) {
  return cell::of_real(real_at(data, size));
}

PLINTH_INLINE cell read_real_as_integer(const char* data, std::uint32_t size, const column_place& at) {
  const double real = real_at(data, size);
  const bool in_range = real >= -9'223'372'036'854'775'808.0 && real < 9'223'372'036'854'775'808.0;
  const std::int64_t integer = in_range ? static_cast<std::int64_t>(real) : 0;
  if (!in_range || static_cast<double>(integer) != real) refuse_stored(at, ": it has a fraction or is out of range");
  return cell::of_integer(integer);
}

PLINTH_INLINE cell read_decimal(const char* data, std::uint32_t size, const column_place& at) {
  const std::optional<scaled_number> number = read_numeric({data, size});
  if (!number) refuse_stored(at, ": it has more than 18 digits, or is not a number");
  cell result = cell::of_integer(number->value, kind::decimal);
  result.scale = number->scale;
  return result;
}

PLINTH_INLINE cell read_numeric_as_integer(const char* data, std::uint32_t size, const column_place& at) {
  std::optional<scaled_number> number = read_numeric({data, size});
  while (number && number->scale > 0 && number->value % 10 == 0) {
    number->value /= 10;
    --number->scale;
  }
  if (!number || number->scale > 0) refuse_stored(at, ": it has a fraction or is out of range");
  return cell::of_integer(number->value);
}

PLINTH_INLINE cell read_as_real(const char* data, std::uint32_t size, const column_place&) {
  return cell::of_real(read_numeric_as_real({data, size}));
}

template <kind Kind>
cell read_bytes(const char* data, std::uint32_t size, const column_place&) {
  return cell::of_bytes({data, size}, Kind);
}

/// JSONB has the number of its format, 1, in front.
template <kind Kind>
cell read_jsonb(const char* data, std::uint32_t size, const column_place&) {
  return cell::of_bytes({data + 1, size - 1}, Kind);
}

template <kind Kind>
cell read_timestamp(const char* data, std::uint32_t, const column_place& at) {
  const std::int64_t since_2000 = integer_at<std::int64_t>(data);
  if (since_2000 == std::numeric_limits<std::int64_t>::max() || since_2000 == std::numeric_limits<std::int64_t>::min())
    refuse_stored(at, ": it is infinite");
  if (since_2000 > std::numeric_limits<std::int64_t>::max() - epoch_microseconds)
    refuse_stored(at, ": it is more than 290,000 years from 1970");
  return cell::of_integer(since_2000 + epoch_microseconds, Kind);
}

PLINTH_INLINE cell read_date(const char* data, std::uint32_t, const column_place& at) {
  const std::int64_t since_2000 = integer_at<std::int32_t>(data);
  if (since_2000 == std::numeric_limits<std::int32_t>::max() || since_2000 == std::numeric_limits<std::int32_t>::min())
    refuse_stored(at, ": it is infinite");
  return cell::of_integer(since_2000 + epoch_days, kind::date);
}

PLINTH_INLINE cell read_nothing(const char*, std::uint32_t, const column_place&) { return {}; }

PLINTH_INLINE cell refuse_kind(const char*, std::uint32_t, const column_place& at) { refuse_stored(at, ""); }

PLINTH_INLINE cell refuse_type(const char*, std::uint32_t, const column_place& at) {
  throw value_error(2420, joined({"column ", std::to_string(at.position),
                                  " of the result is of a type of the server that plinth does not read; cast it in the "
                                  "statement, as in column::text"}));
}

template <class Stored>
[[nodiscard]] reader integer_reader(kind expected) noexcept {
  switch (expected) {
    case kind::null:
    case kind::integer: return &read_integer<Stored>;
    case kind::real: return &read_integer_as_real<Stored>;
    case kind::decimal: return &read_integer_as_decimal<Stored>;
    default: return &refuse_kind;
  }
}

[[nodiscard]] PLINTH_INLINE reader number_reader(form stored, kind expected) noexcept {
  switch (stored) {
    case form::int2: return integer_reader<std::int16_t>(expected);
    case form::int4: return integer_reader<std::int32_t>(expected);
    case form::int8: return integer_reader<std::int64_t>(expected);
    case form::uint4:
      return expected == kind::null || expected == kind::integer ? &read_integer<std::uint32_t> : &refuse_kind;
    case form::numeric:
      if (expected == kind::null || expected == kind::decimal) return &read_decimal;
      if (expected == kind::real) return &read_as_real;
      return expected == kind::integer ? &read_numeric_as_integer : &refuse_kind;
    default:
      if (expected == kind::null || expected == kind::real) return &read_real;
      return expected == kind::integer ? &read_real_as_integer : &refuse_kind;
  }
}

PLINTH_INLINE reader reader_for(form stored, kind expected) noexcept {
  const auto only = [expected](kind k, reader r) { return expected == kind::null || expected == k ? r : &refuse_kind; };
  switch (stored) {
    case form::other: return &refuse_type;
    case form::boolean: return only(kind::boolean, &read_boolean);
    case form::int2:
    case form::int4:
    case form::int8:
    case form::uint4:
    case form::float4:
    case form::float8:
    case form::numeric: return number_reader(stored, expected);
    case form::text:
      return expected == kind::json ? &read_bytes<kind::json> : only(kind::text, &read_bytes<kind::text>);
    case form::json:
      return expected == kind::text ? &read_bytes<kind::text> : only(kind::json, &read_bytes<kind::json>);
    case form::jsonb:
      return expected == kind::text ? &read_jsonb<kind::text> : only(kind::json, &read_jsonb<kind::json>);
    case form::bytea: return only(kind::blob, &read_bytes<kind::blob>);
    case form::date: return only(kind::date, &read_date);
    case form::timestamp: return only(kind::local_timestamp, &read_timestamp<kind::local_timestamp>);
    case form::timestamptz: return only(kind::timestamp, &read_timestamp<kind::timestamp>);
    case form::uuid: return only(kind::uuid, &read_bytes<kind::uuid>);
    case form::nothing: return &read_nothing;
  }
  return &refuse_type;
}

}  // namespace plinth::postgresql::detail
