// SPDX-License-Identifier: MIT
#pragma once

// Runs revisions on a database. Each one is a transaction of its own, in which its row of the version table is written
// as well: a revision is there with its row, or nothing of it is. One that fails stops the run; it can be repeated.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/engine/engine.hpp>
#include <plinth/migrate/data_migration.hpp>
#include <plinth/migrate/revision.hpp>

namespace plinth::migrate {

/// What is happening, for whoever shows it.
struct run_event {
  enum class kind : std::uint8_t { waits, begins, statement, ends } what = kind::begins;
  const migrate::revision* revision = nullptr;
  migrate::direction direction = migrate::direction::upgrade;
  std::string_view sql{};      ///< of a statement, before it runs
  std::size_t number = 0;      ///< of a statement, from 1
  std::size_t statements = 0;  ///< of the revision
  std::chrono::milliseconds duration{};
};

struct run_options {
  /// Whether what is marked as destructive may run. Undoing a revision needs no permission.
  bool allow_destructive = false;

  /// How long to wait for another run to end.
  std::chrono::milliseconds lock_timeout{60'000};

  std::string version_table = "plinth_version";
  named_functions functions{};
  std::function<void(const run_event&)> observer{};
};

struct finished_revision {
  std::string id;
  std::string message;
  migrate::direction direction = migrate::direction::upgrade;
  std::chrono::milliseconds duration{};
};

/// Applies what is missing up to the target. Returns what ran, in its order; nothing where nothing was missing. Other
/// runs on the same database wait for each other: each looks again at what is there once it is its turn.
///
/// Everything is read and checked before the first statement runs: that targets and functions exist, that scripts can
/// be split, that what is destructive is allowed. Throws `migration_error`; revisions that ended before the one that
/// failed stay.
std::vector<finished_revision> upgrade(engine& on, const std::vector<revision>& revisions, std::string_view target,
                                       const run_options& options = {});

/// Undoes what follows the target.
std::vector<finished_revision> downgrade(engine& on, const std::vector<revision>& revisions, std::string_view target,
                                         const run_options& options = {});

/// Writes rows without running anything: the targets and all before them are applied then, and nothing else of their
/// branches. With `purge` what the table had is forgotten first, also what no file has.
void stamp(engine& on, const std::vector<revision>& revisions, const std::vector<std::string>& targets,
           const run_options& options = {}, bool purge = false);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/runner.hpp>
#endif
