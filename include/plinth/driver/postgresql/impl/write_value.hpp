// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/postgresql/bytes.hpp>
#include <plinth/driver/postgresql/write_value.hpp>

namespace plinth::postgresql::detail {

PLINTH_INLINE void refuse_nul(std::string_view text) {
  if (text.empty() || std::memchr(text.data(), 0, text.size()) == nullptr) return;
  throw value_error(2423,
                    "a text has a NUL byte in it, which PostgreSQL cannot store; take it out, or make the column a "
                    "blob (std::vector<std::byte>)");
}

PLINTH_INLINE std::int64_t timestamp_on_server(std::int64_t microseconds) {
  constexpr std::int64_t since_1970 = 946'684'800'000'000;  // 2000-01-01
  constexpr std::int64_t first = -210'866'803'200'000'000;  // 4714-11-24 before our era; the last is beyond 64 bits
  if (microseconds < first)
    throw value_error(2424,
                      "a timestamp before the year 4713 before our era cannot be stored; use NULL for \"always\"");
  return microseconds - since_1970;
}

PLINTH_INLINE std::int32_t date_on_server(std::int64_t days) {
  constexpr std::int64_t since_1970 = 10'957;     // 2000-01-01
  constexpr std::int64_t first = -2'440'588;      // 4714-11-24 before our era
  constexpr std::int64_t beyond = 2'145'042'906;  // 5874898-01-01
  if (days < first || days >= beyond)
    throw value_error(2424,
                      "a date outside the years 4713 before our era to 5874897 cannot be stored; use NULL for "
                      "\"never\" and \"always\"");
  return static_cast<std::int32_t>(days - since_1970);
}

template <class T>
written parameters::put_number(std::size_t at, T value) noexcept {
  store(value, numbers_[at].data());
  put(at, {numbers_[at].data(), sizeof(T)});
  return written::yes;
}

PLINTH_INLINE std::size_t parameters::write(std::span<const cell> values, std::span<const form> wanted) {
  data_.resize(values.size());
  sizes_.resize(values.size());
  formats_.resize(values.size());
  numbers_.resize(values.size());
  longer_.clear();
  for (std::size_t i = 0; i < values.size(); ++i)
    if (write_one(i, values[i], wanted[i]) == written::no) return i;
  return values.size();
}

PLINTH_INLINE written parameters::write_one(std::size_t at, const cell& value, form wanted) {
  switch (value.kind) {
    case kind::null:
      data_[at] = nullptr;
      sizes_[at] = 0;
      formats_[at] = 1;
      return written::yes;
    case kind::text:
    case kind::json: return write_text(at, value, wanted);
    case kind::boolean:
      if (wanted != form::boolean) return written::no;
      return put_number(at, static_cast<std::uint8_t>(value.integer != 0 ? 1 : 0));
    case kind::integer:
    case kind::real:
    case kind::decimal: return write_number(at, value, wanted);
    case kind::timestamp:
    case kind::local_timestamp:
      if (wanted != (value.kind == kind::timestamp ? form::timestamptz : form::timestamp)) return written::no;
      return put_number(at, static_cast<std::uint64_t>(timestamp_on_server(value.integer)));
    case kind::date:
      if (wanted != form::date) return written::no;
      return put_number(at, static_cast<std::uint32_t>(date_on_server(value.integer)));
    case kind::blob:
    case kind::uuid:
      if (wanted != (value.kind == kind::blob ? form::bytea : form::uuid)) return written::no;
      put(at, value.bytes());
      return written::yes;
  }
  return written::no;
}

/// A text is bound as it is where the server wants text. Everywhere else the server reads it, as it does the text of a
/// quoted literal: that is how a label becomes a value of its enumeration.
PLINTH_INLINE written parameters::write_text(std::size_t at, const cell& value, form wanted) {
  const std::string_view text = value.bytes();
  refuse_nul(text);
  if (wanted == form::text || wanted == form::json) {
    put(at, text);
  } else if (wanted == form::jsonb) {
    put(at, longer_.keep(joined({"\x01", text})));
  } else if (value.kind == kind::json) {
    return written::no;
  } else {
    data_[at] = longer_.keep(joined({text, std::string_view("\0", 1)})).data();
    sizes_[at] = 0;
    formats_[at] = 0;
  }
  return written::yes;
}

/// The integer that a number is, if it is one.
[[nodiscard]] PLINTH_INLINE bool as_integer(const cell& value, std::int64_t& integer) noexcept {
  integer = value.integer;
  if (value.kind == kind::integer) return true;
  if (value.kind == kind::real) {
    const bool in_range = value.real >= -9'223'372'036'854'775'808.0 && value.real < 9'223'372'036'854'775'808.0;
    integer = in_range ? static_cast<std::int64_t>(value.real) : 0;
    return in_range && static_cast<double>(integer) == value.real;
  }
  for (int i = 0; i < value.scale; ++i, integer /= 10)
    if (integer % 10 != 0) return false;
  return true;
}

template <class T>
[[nodiscard]] bool fits(std::int64_t integer) noexcept {
  return integer >= std::numeric_limits<T>::min() && integer <= std::numeric_limits<T>::max();
}

PLINTH_INLINE written parameters::write_number(std::size_t at, const cell& value, form wanted) {
  std::int64_t integer = 0;
  switch (wanted) {
    case form::int2:
      if (!as_integer(value, integer) || !fits<std::int16_t>(integer)) return written::no;
      return put_number(at, static_cast<std::uint16_t>(integer));
    case form::int4:
      if (!as_integer(value, integer) || !fits<std::int32_t>(integer)) return written::no;
      return put_number(at, static_cast<std::uint32_t>(integer));
    case form::int8:
      if (!as_integer(value, integer)) return written::no;
      return put_number(at, static_cast<std::uint64_t>(integer));
    case form::uint4:
      if (!as_integer(value, integer) || !fits<std::uint32_t>(integer)) return written::no;
      return put_number(at, static_cast<std::uint32_t>(integer));
    case form::float4:
    case form::float8: {
      if (value.kind == kind::decimal) return written::no;
      const double real = value.kind == kind::real ? value.real : static_cast<double>(value.integer);
      if (value.kind == kind::integer && (!as_integer(cell::of_real(real), integer) || integer != value.integer))
        return written::no;
      if (wanted == form::float8) return put_number(at, std::bit_cast<std::uint64_t>(real));
      const auto narrow = static_cast<float>(real);
      if (static_cast<double>(narrow) != real && real == real) return written::no;
      return put_number(at, std::bit_cast<std::uint32_t>(narrow));
    }
    case form::numeric: {
      if (value.kind == kind::real) return written::no;
      std::array<char, numeric_room> room;
      const std::uint8_t scale = value.kind == kind::decimal ? value.scale : std::uint8_t{0};
      put(at, longer_.keep(write_numeric({value.integer, scale}, room.data())));
      return written::yes;
    }
    default: return written::no;
  }
}

}  // namespace plinth::postgresql::detail
