// SPDX-License-Identifier: MIT
#pragma once

// The commands of the tool that only look, as functions. `heads` and `branches` are `revision_graph::heads` and
// `branch_points`; `show` is a revision of the graph; `current` is `graph.heads_of(applied)` of what `status` returns.

#include <string_view>

#include <plinth/migrate/database.hpp>
#include <plinth/migrate/graph.hpp>
#include <plinth/migrate/standing.hpp>
#include <plinth/migrate/workspace.hpp>

namespace plinth::migrate {

/// Where the workspace's database stands beside its files. Reads the version table, and makes none.
[[nodiscard]] standing status(const workspace& in);

/// What the workspace's database has, without the version table.
[[nodiscard]] database inspect(const workspace& in);

/// The revisions of "from:to", newest first; an empty side goes to the end, and no range is all of them. `applied` is
/// what "current" means.
[[nodiscard]] revision_set history(const revision_graph& graph, std::string_view range = {},
                                   const revision_set& applied = {});

/// The revisions that several others come after.
[[nodiscard]] revision_set branch_points(const revision_graph& graph);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/look.hpp>
#endif
