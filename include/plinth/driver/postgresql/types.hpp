// SPDX-License-Identifier: MIT
#pragma once

// The types of a PostgreSQL server that plinth reads and binds in binary form. A type is known by its number ("oid"),
// which never changes for those that come with the server; `form` says how its bytes are to be read.

#include <cstdint>
#include <string>
#include <string_view>

#include <libpq-fe.h>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>

namespace plinth::postgresql::detail {

namespace type {

inline constexpr Oid boolean = 16;
inline constexpr Oid bytea = 17;
inline constexpr Oid character = 18;
inline constexpr Oid name = 19;
inline constexpr Oid int8 = 20;
inline constexpr Oid int2 = 21;
inline constexpr Oid int4 = 23;
inline constexpr Oid regproc = 24;
inline constexpr Oid text = 25;
inline constexpr Oid oid = 26;
inline constexpr Oid xid = 28;
inline constexpr Oid json = 114;
inline constexpr Oid xml = 142;
inline constexpr Oid float4 = 700;
inline constexpr Oid float8 = 701;
inline constexpr Oid unknown = 705;
inline constexpr Oid bpchar = 1042;
inline constexpr Oid varchar = 1043;
inline constexpr Oid date = 1082;
inline constexpr Oid timestamp = 1114;
inline constexpr Oid timestamptz = 1184;
inline constexpr Oid numeric = 1700;
inline constexpr Oid regclass = 2205;
inline constexpr Oid regtype = 2206;
inline constexpr Oid nothing = 2278;  // "void"
inline constexpr Oid uuid = 2950;
inline constexpr Oid jsonb = 3802;

}  // namespace type

/// The binary form of a value. Types that share a form are read by the same function.
enum class form : std::uint8_t {
  other,  ///< nothing that plinth reads
  boolean,
  int2,
  int4,
  int8,
  uint4,  ///< an oid and its relatives
  float4,
  float8,
  numeric,
  text,  ///< the characters themselves; enumerations as well
  json,
  jsonb,  ///< a version byte in front of the text
  bytea,
  date,
  timestamp,
  timestamptz,
  uuid,
  nothing,  ///< what a function that returns void gives
};

/// The form of a type that comes with the server; `other` for all that do not.
[[nodiscard]] form form_of(Oid type) noexcept;

/// The type that says most plainly what the value is, for a parameter that the server is to take as it is.
[[nodiscard]] Oid natural_type(kind k) noexcept;

/// What a message calls a value of this form: "an integer".
[[nodiscard]] std::string_view name_of(form f) noexcept;
[[nodiscard]] std::string_view name_of(kind k) noexcept;

}  // namespace plinth::postgresql::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/postgresql/impl/types.hpp>
#endif
