// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/postgresql/conversion.hpp>

#include <string>
#include <string_view>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/postgresql/text.hpp>

namespace plinth::migrate::postgresql {

namespace detail {

using catalog::base_type;

[[nodiscard]] PLINTH_INLINE bool is_integer(base_type t) {
  return t == base_type::smallint || t == base_type::integer || t == base_type::bigint;
}

[[nodiscard]] PLINTH_INLINE bool is_number(base_type t) {
  return is_integer(t) || t == base_type::real || t == base_type::double_precision || t == base_type::decimal;
}

[[nodiscard]] PLINTH_INLINE std::string cast(std::string_view expression, std::string_view to) {
  return joined({"CAST(", expression, " AS ", to, ")"});
}

/// Whether one becomes the other by a cast of its own.
[[nodiscard]] PLINTH_INLINE bool casts_directly(const own::data_type& from, const own::data_type& to) {
  if (!from.name.empty() || !to.name.empty()) return false;
  if (is_number(from.base) && is_number(to.base)) return true;
  return from.base == to.base || (to.base == base_type::date && from.base == base_type::local_timestamp) ||
         (from.base == base_type::date && to.base == base_type::local_timestamp) ||
         (to.base == base_type::text && from.base != base_type::blob);
}

}  // namespace detail

PLINTH_INLINE std::string words_for(const own::data_type& type) {
  if (!type.declared.empty()) return type.declared;
  return detail::written([&](sql::writer& out) { detail::server.type_name(out, catalog::without_labels(type)); });
}

PLINTH_INLINE std::string conversion(std::string_view column, const own::data_type& from, const own::data_type& to) {
  using catalog::base_type;
  const std::string name = dialect::as_name(column);
  const std::string words = words_for(to);
  const bool plain = from.name.empty() && to.name.empty();
  if (plain && from.base == base_type::text && to.base == base_type::text) return {};
  if (plain && from.base == base_type::boolean && detail::is_number(to.base))
    return detail::cast(detail::cast(name, "integer"), words);
  if (plain && detail::is_number(from.base) && to.base == base_type::boolean) return joined({name, " <> 0"});
  if (plain && ((from.base == base_type::timestamp && to.base == base_type::local_timestamp) ||
                (from.base == base_type::local_timestamp && to.base == base_type::timestamp)))
    return joined({name, " AT TIME ZONE 'UTC'"});
  if (plain && from.base == base_type::text && to.base == base_type::blob)
    return joined({"convert_to(", name, ", 'UTF8')"});
  if (plain && from.base == base_type::blob && to.base == base_type::text)
    return detail::cast(joined({"convert_from(", name, ", 'UTF8')"}), words);
  if (detail::casts_directly(from, to)) return detail::cast(name, words);
  return detail::cast(detail::cast(name, "text"), words);
}

}  // namespace plinth::migrate::postgresql
