// SPDX-License-Identifier: MIT
#pragma once

// One table made anew.

#include <string>
#include <vector>

#include <plinth/migrate/database.hpp>
#include <plinth/migrate/sqlite/plan.hpp>

namespace plinth::migrate::sqlite {

/// Whether SQLite's ALTER can do all that is planned, but for the renames.
[[nodiscard]] bool can_alter(const table_plan& plan);

/// ALTER statements for it.
[[nodiscard]] std::vector<std::string> alter_statements(const table_plan& plan);

/// The statements of a rebuild: a new table under a name that nobody has, the rows, the sequence of its keys, the old
/// table away, the new one in its place, its indexes, and its triggers word for word.
[[nodiscard]] std::vector<std::string> rebuild_statements(const table_plan& plan, const std::vector<trigger>& triggers);

}  // namespace plinth::migrate::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/sqlite/impl/rebuild.hpp>
#endif
