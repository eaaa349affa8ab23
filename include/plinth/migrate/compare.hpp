// SPDX-License-Identifier: MIT
#pragma once

// The difference between two databases, as operations. Both are values: neither is asked anything.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/operation.hpp>

namespace plinth::migrate {

struct compare_options {
  /// Whether tables that only the first database has are dropped. They are left alone otherwise, and told.
  bool drop_unknown_tables = false;

  /// Tables that belong to the migrations themselves, and others that are to be passed over in silence.
  std::vector<std::string> passed_over{};

  /// Whether the server can give a constraint another name without making the table anew. Then a constraint that was
  /// named by the convention follows its table and its columns; else its old name stays, which does no harm.
  bool renames_constraints = false;

  /// Whether a table can be created before those that its foreign keys point to.
  bool targets_may_be_missing = true;
};

struct difference {
  /// In an order in which each can run after those before it.
  std::vector<operation> operations;

  /// What looks like something else than it says: a column dropped and one added that may be the same.
  std::vector<std::string> hints;

  /// What is in the first database and was not compared.
  std::vector<std::string> not_compared;
};

/// What makes `to` out of `from`. A table or column of `to` that names an old one (`renamed_from`) which only `from`
/// has is the same one. Names of constraints count where `to` has others than the convention gives; names of indexes
/// always count. The order of columns does not.
[[nodiscard]] difference compare(database from, const database& to, const compare_options& options = {});

/// Puts the old names that the models give into `expected`, which a database does not keep.
void note_old_names(database& expected, std::span<const catalog::table* const> tables);

/// The database in one form for all spellings, to be compared with ==: expressions in their normal form, tables and
/// constraints in the order of their names, columns too.
[[nodiscard]] database normalised(database d);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/compare.hpp>
#endif
