// SPDX-License-Identifier: MIT
#pragma once

// Where a database stands: which revisions it has, beside those that the files have.

#include <string>
#include <string_view>
#include <vector>

#include <plinth/engine/connection.hpp>
#include <plinth/migrate/graph.hpp>
#include <plinth/migrate/revision.hpp>
#include <plinth/migrate/version_table.hpp>

namespace plinth::migrate {

/// What a database has, beside what the files have.
struct standing {
  std::vector<applied_revision> rows;
  revision_graph graph;
  revision_set applied;

  /// Ids of rows that no file has: the database is ahead.
  std::vector<std::string> unknown;

  /// Applied revisions whose file has another text now.
  revision_set edited;

  /// Revisions that were left in their middle.
  std::vector<applied_revision> unfinished;
};

/// Reads the version table. Makes nothing.
[[nodiscard]] standing standing_of(connection& on, const std::vector<revision>& revisions,
                                   std::string_view version_table = "plinth_version");

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/standing.hpp>
#endif
