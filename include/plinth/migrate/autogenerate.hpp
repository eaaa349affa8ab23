// SPDX-License-Identifier: MIT
#pragma once

// From the difference between the models and a database to the sections of a revision.

#include <span>
#include <string>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/migrate/compare.hpp>
#include <plinth/migrate/revision.hpp>
#include <plinth/migrate/server.hpp>
#include <plinth/migrate/step.hpp>

namespace plinth::migrate {

struct autogenerate_options {
  bool drop_unknown_tables = false;
  std::string version_table = "plinth_version";
};

/// What would have to change in the database so that it has what the models ask for. Reads only.
[[nodiscard]] difference compare_with(engine& on, std::span<const catalog::table* const> tables,
                                      const autogenerate_options& options = {});

struct generated_sections {
  difference found;
  std::vector<revision_section> sections;  ///< none where nothing differs

  /// Whether both directions were run on an empty copy of the database, and the second brought back what was there.
  bool tried = false;
};

/// The same with the SQL of both directions.
[[nodiscard]] generated_sections generate(engine& on, std::span<const catalog::table* const> tables,
                                          const autogenerate_options& options = {});

/// Steps as the text of a section, comments above them.
[[nodiscard]] std::string section_text(const std::vector<step>& steps);

/// A checksum of what the models ask for.
[[nodiscard]] std::string checksum_of(std::span<const catalog::table* const> tables, const server& at);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/autogenerate.hpp>
#endif
