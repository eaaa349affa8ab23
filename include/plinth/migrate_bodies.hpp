// SPDX-License-Identifier: MIT
#pragma once

// The functions of <plinth/migrate.hpp>, for the one file that compiles them
// (docs/decisions/precompiled.md). Written by tools/update_headers.

#include <plinth/migrate/impl/add_sections.hpp>
#include <plinth/migrate/impl/apply.hpp>
#include <plinth/migrate/impl/arguments.hpp>
#include <plinth/migrate/impl/autogenerate.hpp>
#include <plinth/migrate/impl/borrowed.hpp>
#include <plinth/migrate/impl/commands.hpp>
#include <plinth/migrate/impl/compare.hpp>
#include <plinth/migrate/impl/cpp_text.hpp>
#include <plinth/migrate/impl/database.hpp>
#include <plinth/migrate/impl/database_json.hpp>
#include <plinth/migrate/impl/embedded.hpp>
#include <plinth/migrate/impl/erd.hpp>
#include <plinth/migrate/impl/folder.hpp>
#include <plinth/migrate/impl/graph.hpp>
#include <plinth/migrate/impl/lint.hpp>
#include <plinth/migrate/impl/look.hpp>
#include <plinth/migrate/impl/models_text.hpp>
#include <plinth/migrate/impl/offline.hpp>
#include <plinth/migrate/impl/operation.hpp>
#include <plinth/migrate/impl/progress.hpp>
#include <plinth/migrate/impl/report.hpp>
#include <plinth/migrate/impl/revision.hpp>
#include <plinth/migrate/impl/rows.hpp>
#include <plinth/migrate/impl/runner.hpp>
#include <plinth/migrate/impl/script.hpp>
#include <plinth/migrate/impl/server.hpp>
#include <plinth/migrate/impl/settings.hpp>
#include <plinth/migrate/impl/standing.hpp>
#include <plinth/migrate/impl/targets.hpp>
#include <plinth/migrate/impl/tool.hpp>
#include <plinth/migrate/impl/type_change.hpp>
#include <plinth/migrate/impl/version_table.hpp>
#include <plinth/migrate/impl/workspace.hpp>
#include <plinth/migrate/postgresql/impl/conversion.hpp>
#include <plinth/migrate/postgresql/impl/inspect.hpp>
#include <plinth/migrate/postgresql/impl/queries.hpp>
#include <plinth/migrate/postgresql/impl/render.hpp>
#include <plinth/migrate/postgresql/impl/server.hpp>
#include <plinth/migrate/postgresql/impl/taken_out.hpp>
#include <plinth/migrate/sqlite/impl/inspect.hpp>
#include <plinth/migrate/sqlite/impl/parse.hpp>
#include <plinth/migrate/sqlite/impl/plan.hpp>
#include <plinth/migrate/sqlite/impl/rebuild.hpp>
#include <plinth/migrate/sqlite/impl/render.hpp>
#include <plinth/migrate/sqlite/impl/server.hpp>
#include <plinth/migrate/sqlite/impl/types.hpp>
