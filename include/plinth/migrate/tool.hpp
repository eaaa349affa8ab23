// SPDX-License-Identifier: MIT
#pragma once

// The migration tool of an application: its models and one call.
//
//   int main(int argc, char** argv) { return plinth::migrate::main<Base>(argc, argv); }

#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <plinth/driver/drivers.hpp>
#include <plinth/migrate/data_migration.hpp>
#include <plinth/migrate/workspace.hpp>

namespace plinth::migrate {

/// Where the tool writes, and what it knows about that.
struct terminal {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;  ///< results in colours
  bool err_is_terminal = false;  ///< errors in colours, and the progress of long statements
  bool colours = true;
  std::size_t columns = 80;
};

/// Runs one command. Returns 0, 1 for a failed check or a refused operation, 2 for wrong usage; throws nothing.
[[nodiscard]] int run_tool(workspace in, const std::string& program, const std::vector<std::string>& arguments,
                           const terminal& to);

/// The same with the process's own output. No colours where the environment has NO_COLOR, no codes at all where TERM is
/// dumb.
[[nodiscard]] int run_tool(workspace in, int argc, char** argv);

/// The tool for the models of `Metadata`, with the drivers whose headers are included where it is called, and with the
/// functions that revisions run by name.
template <class Metadata, class Sqlite = driver::found<driver::scheme::sqlite, Metadata>,
          class Postgresql = driver::found<driver::scheme::postgresql, Metadata>,
          class Mariadb = driver::found<driver::scheme::mariadb, Metadata>>
[[nodiscard]] int main(int argc, char** argv, named_functions functions = {}) {
  return run_tool(workspace_for<Metadata, Sqlite, Postgresql, Mariadb>({}, std::move(functions)), argc, argv);
}

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/tool.hpp>
#endif
