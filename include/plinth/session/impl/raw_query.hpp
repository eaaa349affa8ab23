// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/raw_query.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/session/query_run.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sql/bind.hpp>

namespace plinth::detail {

PLINTH_INLINE std::vector<cell> raw_statement::cells() const {
  std::vector<cell> result;
  result.reserve(values.size());
  for (const sql::parameter& p : values) result.push_back(p.value);
  return result;
}

[[noreturn]] PLINTH_INLINE void refuse_columns(std::string_view owner, const std::string& missing,
                                               const std::string& extra) {
  std::string text = "the columns of a raw statement do not fit " + std::string(owner);
  if (!missing.empty()) text += "; no column for the fields " + missing;
  if (!extra.empty()) text += "; no field for the columns " + extra;
  throw query_error(3305, text + "; give columns the fields' names with AS");
}

PLINTH_INLINE void note_name(std::string& list, std::string_view name) {
  if (!list.empty()) list += ", ";
  list += name;
}

PLINTH_INLINE fitted_layout fit_by_name(const row_layout& wanted, std::span<const std::string_view> names,
                                        std::span<const std::string> columns) {
  fitted_layout result;
  std::vector<bool> used(names.size());
  std::string missing;
  std::string extra;
  for (const std::string& column : columns) {
    const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin());
    if (at == names.size() || used[at]) {
      note_name(extra, column);
      continue;
    }
    used[at] = true;
    result.fields.push_back(wanted.fields[at]);
    result.kinds.push_back(wanted.kinds[at]);
    result.places.push_back(wanted.places[at]);
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!used[i]) note_name(missing, wanted.fields[i]);
  if (!missing.empty() || !extra.empty()) refuse_columns(wanted.owner, missing, extra);
  result.layout = {wanted.owner, result.fields, result.kinds, result.places, wanted.unread};
  return result;
}

PLINTH_INLINE std::vector<std::string> columns_of(connection& c, const std::string& text) {
  const auto prepared = c.driver().prepare(text);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < prepared->columns(); ++i) names.push_back(prepared->column_name(i));
  return names;
}

}  // namespace plinth::detail
