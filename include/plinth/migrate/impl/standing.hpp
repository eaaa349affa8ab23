// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/standing.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/migrate/server.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE std::vector<std::string> ids_of(const std::vector<applied_revision>& rows) {
  std::vector<std::string> result;
  for (const applied_revision& row : rows)
    if (row.unfinished.empty()) result.push_back(row.id);
  return result;
}

PLINTH_INLINE void add_once(revision_set& set, std::size_t revision) {
  const auto place = std::lower_bound(set.begin(), set.end(), revision);
  if (place == set.end() || *place != revision) set.insert(place, revision);
}

PLINTH_INLINE void sort_row(standing& s, const applied_revision& row, std::string_view server_name) {
  if (!row.unfinished.empty()) {
    s.unfinished.push_back(row);
    return;
  }
  const std::optional<std::size_t> found = s.graph.find(row.id);
  if (!found) {
    s.unknown.push_back(row.id);
    return;
  }
  add_once(s.applied, *found);
  const revision& r = s.graph[*found];
  if (r.id == row.id && r.checksum(server_name) != row.checksum) add_once(s.edited, *found);
}

}  // namespace detail

PLINTH_INLINE standing standing_of(connection& on, const std::vector<revision>& revisions,
                                   std::string_view version_table_name) {
  const server& at = server_named(on.dialect().name());
  std::vector<applied_revision> rows = version_table(at, std::string(version_table_name)).read(on);
  revision_graph graph(revisions, detail::ids_of(rows));
  standing result{
      .rows = std::move(rows), .graph = std::move(graph), .applied = {}, .unknown = {}, .edited = {}, .unfinished = {}};
  for (const applied_revision& row : result.rows) detail::sort_row(result, row, at.name());
  return result;
}

}  // namespace plinth::migrate
