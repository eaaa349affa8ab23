// SPDX-License-Identifier: MIT
#pragma once

// What becomes of each table: everything that is to be done to it, taken together.
//
// Renames come last, by SQLite's own RENAME, which changes all that mentions a name: triggers, views, foreign keys of
// other tables. Until then everything is done under the old names, and what is made anew is made under them.

#include <string>
#include <utility>
#include <vector>

#include <plinth/migrate/database.hpp>
#include <plinth/migrate/operation.hpp>

namespace plinth::migrate::sqlite {

/// Old and new names.
using renames = std::vector<std::pair<std::string, std::string>>;

struct table_plan {
  /// The table before, without the indexes that are dropped.
  own::table from;

  /// The table afterwards but for the renames, without the indexes that are created later.
  own::table to;

  /// For each column of `to` the one of `from` that it was; empty for a new one.
  std::vector<std::string> origins;

  renames column_renames;
  std::string final_name;

  /// All of them are about this table.
  std::vector<operation> ops;
};

/// The tables that `ops` change, in the order in which they are first named; those that come to be or go are not among
/// them. `end` is `start` with all operations applied.
[[nodiscard]] std::vector<table_plan> plans_for(const database& start, const database& end,
                                                const std::vector<operation>& ops);

/// Renames by which each first name becomes its second; where they are a ring, through names that nobody has.
[[nodiscard]] renames in_order(renames wanted);

}  // namespace plinth::migrate::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/sqlite/impl/plan.hpp>
#endif
