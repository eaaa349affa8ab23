// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/look.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/impl/targets.hpp>
#include <plinth/migrate/server.hpp>
#include <plinth/migrate/targets.hpp>

namespace plinth::migrate {

PLINTH_INLINE standing status(const workspace& in) {
  const std::unique_ptr<engine> on = in.open();
  connection reading = on->connect();
  return standing_of(reading, in.revisions(), in.settings.version_table);
}

PLINTH_INLINE database inspect(const workspace& in) {
  const std::unique_ptr<engine> on = in.open();
  connection reading = on->connect();
  database found = server_of(*on).inspect(reading);
  std::erase_if(found.tables, [&](const own::table& t) { return t.name == in.settings.version_table; });
  return found;
}

PLINTH_INLINE revision_set history(const revision_graph& graph, std::string_view range, const revision_set& applied) {
  revision_set which = graph.with_ancestors(graph.heads());
  if (!range.empty()) {
    std::string first;
    std::string last;
    if (!split_range(range, first, last))
      throw migration_error(5028, joined({"\"", range, "\" is no range: say from:to, as in base:head"}));
    which = graph.with_ancestors(resolve(graph, last.empty() ? "heads" : last, applied));
    const revision_set from = first.empty() ? revision_set() : resolve(graph, first, applied);
    const revision_set after = from.empty() ? which : graph.with_descendants(from);
    std::erase_if(which, [&](std::size_t i) { return !detail::has_revision(after, i); });
  }
  std::reverse(which.begin(), which.end());
  return which;
}

PLINTH_INLINE revision_set branch_points(const revision_graph& graph) {
  revision_set result;
  for (std::size_t i = 0; i < graph.size(); ++i)
    if (graph.children(i).size() > 1) result.push_back(i);
  return result;
}

}  // namespace plinth::migrate
