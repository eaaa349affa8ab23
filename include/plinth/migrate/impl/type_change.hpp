// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/type_change.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>

namespace plinth::migrate {

namespace detail {

using catalog::base_type;

[[nodiscard]] PLINTH_INLINE bool is_integer(base_type t) {
  return t == base_type::smallint || t == base_type::integer || t == base_type::bigint;
}

/// Whether every value of `from` is one of `to`, and none loses digits.
[[nodiscard]] PLINTH_INLINE bool holds_all(base_type from, base_type to) {
  if (from == to) return true;
  if (to == base_type::text)
    return from == base_type::enumeration || from == base_type::uuid || from == base_type::json;
  if (from == base_type::boolean) return is_integer(to);
  if (from == base_type::smallint)
    return to == base_type::integer || to == base_type::bigint || to == base_type::real ||
           to == base_type::double_precision;
  if (from == base_type::integer) return to == base_type::bigint || to == base_type::double_precision;
  return from == base_type::real && to == base_type::double_precision;
}

[[nodiscard]] PLINTH_INLINE std::vector<std::string> removed_labels(const own::data_type& from,
                                                                    const own::data_type& to) {
  std::vector<std::string> result;
  for (const std::string& label : from.labels)
    if (std::find(to.labels.begin(), to.labels.end(), label) == to.labels.end()) result.push_back(label);
  return result;
}

[[nodiscard]] PLINTH_INLINE std::string loss_of_type(const own::data_type& from, const own::data_type& to) {
  if (!holds_all(from.base, to.base) || from.name != to.name)
    return joined({shown_type(from), " becomes ", shown_type(to), ", which cannot hold every value of it"});
  if (to.base == base_type::text && to.length != 0 && (from.length == 0 || to.length < from.length))
    return joined({"longer texts than ", std::to_string(to.length), " characters may be there"});
  if (to.base == base_type::decimal && from.base == base_type::decimal &&
      (to.scale < from.scale || to.precision - to.scale < from.precision - from.scale))
    return joined({shown_type(from), " has digits that ", shown_type(to), " has no room for"});
  const std::vector<std::string> removed = removed_labels(from, to);
  if (to.base == base_type::enumeration && !removed.empty())
    return joined({"rows may have the value '", removed.front(), "', which is no longer allowed"});
  return {};
}

PLINTH_INLINE void note_change(std::string& out, std::string_view what, std::string_view from, std::string_view to) {
  if (from == to) return;
  if (!out.empty()) out += ", ";
  out += joined({what, from.empty() ? "none" : from, " to ", to.empty() ? "none" : to});
}

[[nodiscard]] PLINTH_INLINE std::string shown_labels(const own::data_type& type) {
  std::string result;
  for (const std::string& label : type.labels) result += joined({result.empty() ? "" : ", ", "'", label, "'"});
  return result;
}

[[nodiscard]] PLINTH_INLINE std::string shown_computation(const own::column& c) {
  if (c.computation == catalog::computation::none) return {};
  return joined({"(", c.expression, c.computation == catalog::computation::stored ? ") stored" : ")"});
}

}  // namespace detail

PLINTH_INLINE bool same_type(const own::data_type& a, const own::data_type& b) {
  return a.base == b.base && a.length == b.length && a.precision == b.precision && a.scale == b.scale &&
         a.labels == b.labels && a.name == b.name;
}

PLINTH_INLINE std::string shown_type(const own::data_type& type) {
  constexpr std::array<std::string_view, 15> words = {
      "boolean",   "smallint",        "integer", "bigint", "real", "double precision", "text",       "blob",
      "timestamp", "local timestamp", "date",    "uuid",   "json", "decimal",          "enumeration"};
  if (!type.name.empty()) return type.name;
  std::string result(words[static_cast<std::size_t>(type.base)]);
  if (type.length != 0) result += joined({"(", std::to_string(type.length), ")"});
  if (type.precision != 0)
    result += joined({"(", std::to_string(type.precision), ",", std::to_string(type.scale), ")"});
  if (!type.labels.empty()) result += joined({"(", detail::shown_labels(type), ")"});
  return result;
}

PLINTH_INLINE std::string difference_of(const own::column& from, const own::column& to) {
  std::string result;
  if (!same_type(from.type, to.type)) detail::note_change(result, "", shown_type(from.type), shown_type(to.type));
  detail::note_change(result, "", from.nullable ? "NULL" : "NOT NULL", to.nullable ? "NULL" : "NOT NULL");
  detail::note_change(result, "the default ", from.server_default, to.server_default);
  detail::note_change(result, "the collation ", from.collation, to.collation);
  detail::note_change(result, "the computation ", detail::shown_computation(from), detail::shown_computation(to));
  detail::note_change(result, "keys given again: ", from.never_reuses_keys ? "never" : "after a removal",
                      to.never_reuses_keys ? "never" : "after a removal");
  detail::note_change(result, "the key chosen by ", from.generated_key ? "the database" : "the program",
                      to.generated_key ? "the database" : "the program");
  return result;
}

PLINTH_INLINE std::string loss_of(const own::column& from, const own::column& to) {
  if (to.computation != catalog::computation::none)
    return from.computation == catalog::computation::none ? "its values give way to computed ones" : std::string();
  if (from.nullable && !to.nullable && from.computation == catalog::computation::none)
    return "it must have a value: it fails where a row has none";
  return detail::loss_of_type(from.type, to.type);
}

}  // namespace plinth::migrate
