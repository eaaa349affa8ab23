// SPDX-License-Identifier: MIT
#pragma once

// The commands of the tool that make, change or look at revision files, as functions. Those that run revisions are in
// <plinth/migrate/runner.hpp>.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/engine/engine.hpp>
#include <plinth/migrate/autogenerate.hpp>
#include <plinth/migrate/graph.hpp>
#include <plinth/migrate/revision.hpp>
#include <plinth/migrate/settings.hpp>
#include <plinth/migrate/standing.hpp>
#include <plinth/migrate/workspace.hpp>

namespace plinth::migrate {

/// Makes the settings file, unless it is there, and the folder with its `versions`. Returns what was made. Throws
/// `migration_error` where the folder is there and not empty; nothing is made then.
std::vector<std::filesystem::path> init(const std::filesystem::path& folder, const std::filesystem::path& settings_file,
                                        const settings& said = {});

struct revision_options {
  std::string message{};
  bool autogenerate = false;

  /// The revision to come after; empty for the only head.
  std::string head{};

  /// Whether `head` may be one that others come after already.
  bool splice = false;
  std::string branch_label{};
  std::vector<std::string> depends_on{};
  std::string id{};  ///< empty for one at random
  bool drop_unknown_tables = false;
};

struct new_revision {
  std::filesystem::path file;
  migrate::revision revision;
  difference found{};  ///< with autogenerate
  bool tried = false;  ///< with autogenerate: on an empty copy of the database
};

/// Writes a new file. With `autogenerate` the database has to be at all heads, and is only read; a difference of
/// nothing makes a file without statements.
new_revision create_revision(const workspace& in, const revision_options& options);

/// Writes into the file of a revision, which another server's sections are in, what it does on the server of this
/// workspace: the difference between the models and the database, which has to be where the revision begins. The other
/// sections stay as they are. Of the options, `drop_unknown_tables` counts.
new_revision add_sections(const workspace& in, std::string_view which, const revision_options& options = {});

/// Writes a file that comes after all of the given heads and does nothing by itself.
new_revision merge(const workspace& in, const std::vector<std::string>& heads, const revision_options& options);

struct check_result {
  difference found;

  /// What has to be done first: several heads, revisions that are not applied. Empty for nothing.
  std::string obstacle;

  [[nodiscard]] bool is_good() const noexcept { return obstacle.empty() && found.operations.empty(); }
};

/// Whether the database has what the models ask for, and the files make one line.
[[nodiscard]] check_result check(const workspace& in);

struct finding {
  std::string file;
  std::size_t line = 0;
  std::string rule;  ///< "no-downgrade"
  std::string message;
};

/// What is doubtful in the files, without a database.
[[nodiscard]] std::vector<finding> lint(const std::vector<revision>& revisions, std::string_view server_name);

/// Gives a revision that the database does not have, and that nothing comes after, another predecessor: changes that
/// line of its file. Returns the file.
std::filesystem::path rebase(const workspace& in, std::string_view moved, std::string_view onto);

/// Writes one file that does what all from `first` to `last` do, which have to be a line. The files stay, for databases
/// that have some of them; where a database has none or all, the new one counts.
new_revision squash(const workspace& in, std::string_view first, std::string_view last,
                    const revision_options& options);

/// The SQL of an upgrade or downgrade as a script, without a database. `range` is a target, for upgrades from nothing,
/// or from:to.
[[nodiscard]] std::string offline_sql(const workspace& in, direction way, std::string_view range);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/add_sections.hpp>
#include <plinth/migrate/impl/commands.hpp>
#include <plinth/migrate/impl/lint.hpp>
#include <plinth/migrate/impl/offline.hpp>
#endif
