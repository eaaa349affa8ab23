// SPDX-License-Identifier: MIT
#pragma once

// Operations as SQLite runs them. SQLite can rename, can add a simple column and drop one that nothing hangs on; for
// everything else the table is made anew: created under another name, filled, put in the place of the old one, and all
// that hung on it made again. All operations on one table share one such rebuild. Foreign keys must not be enforced
// meanwhile (a DROP TABLE would delete the rows that point to it), which is the runner's matter.

#include <vector>

#include <plinth/migrate/database.hpp>
#include <plinth/migrate/operation.hpp>
#include <plinth/migrate/step.hpp>

namespace plinth::migrate::sqlite {

/// The statements that do `ops` on `from`. Equal input, equal output. Throws `migration_error` where a table would have
/// to be made anew that has what a rebuild would lose.
[[nodiscard]] std::vector<step> render(const database& from, const std::vector<operation>& ops);

}  // namespace plinth::migrate::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/sqlite/impl/render.hpp>
#endif
