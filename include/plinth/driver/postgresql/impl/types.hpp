// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <plinth/driver/postgresql/types.hpp>

namespace plinth::postgresql::detail {

PLINTH_INLINE form form_of(Oid type) noexcept {
  switch (type) {
    case type::boolean: return form::boolean;
    case type::int2: return form::int2;
    case type::int4: return form::int4;
    case type::int8: return form::int8;
    case type::oid:
    case type::xid:
    case type::regproc:
    case type::regclass:
    case type::regtype: return form::uint4;
    case type::float4: return form::float4;
    case type::float8: return form::float8;
    case type::numeric: return form::numeric;
    case type::text:
    case type::varchar:
    case type::bpchar:
    case type::name:
    case type::character:
    case type::unknown:
    case type::xml: return form::text;
    case type::json: return form::json;
    case type::jsonb: return form::jsonb;
    case type::bytea: return form::bytea;
    case type::date: return form::date;
    case type::timestamp: return form::timestamp;
    case type::timestamptz: return form::timestamptz;
    case type::uuid: return form::uuid;
    case type::nothing: return form::nothing;
    default: return form::other;
  }
}

PLINTH_INLINE Oid natural_type(kind k) noexcept {
  switch (k) {
    case kind::null: return 0;
    case kind::boolean: return type::boolean;
    case kind::integer: return type::int8;
    case kind::real: return type::float8;
    case kind::text: return type::text;
    case kind::blob: return type::bytea;
    case kind::timestamp: return type::timestamptz;
    case kind::local_timestamp: return type::timestamp;
    case kind::date: return type::date;
    case kind::uuid: return type::uuid;
    case kind::json: return type::jsonb;
    case kind::decimal: return type::numeric;
  }
  return 0;
}

PLINTH_INLINE std::string_view name_of(form f) noexcept {
  constexpr std::string_view names[] = {"a type of its own",
                                        "a boolean",
                                        "an integer",
                                        "an integer",
                                        "an integer",
                                        "an object's number",
                                        "a real number",
                                        "a real number",
                                        "a numeric",
                                        "text",
                                        "JSON",
                                        "JSON",
                                        "a blob",
                                        "a date",
                                        "a timestamp",
                                        "a timestamp with time zone",
                                        "a uuid",
                                        "nothing"};
  return names[static_cast<std::size_t>(f)];
}

PLINTH_INLINE std::string_view name_of(kind k) noexcept {
  constexpr std::string_view names[] = {"NULL",   "a boolean", "an integer", "a real number",
                                        "text",   "a blob",    "an instant", "a wall clock's time",
                                        "a date", "a uuid",    "JSON",       "a decimal"};
  return names[static_cast<std::size_t>(k)];
}

}  // namespace plinth::postgresql::detail
