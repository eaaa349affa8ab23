// SPDX-License-Identifier: MIT
#pragma once

// The functions of <plinth/migrate.hpp>, for the one file that compiles them
// (docs/decisions/precompiled.md). Written by tools/update_headers.

#include <plinth/migrate/impl/apply.hpp>
#include <plinth/migrate/impl/compare.hpp>
#include <plinth/migrate/impl/database.hpp>
#include <plinth/migrate/impl/operation.hpp>
#include <plinth/migrate/impl/rows.hpp>
#include <plinth/migrate/impl/type_change.hpp>
#include <plinth/migrate/sqlite/impl/inspect.hpp>
#include <plinth/migrate/sqlite/impl/parse.hpp>
#include <plinth/migrate/sqlite/impl/plan.hpp>
#include <plinth/migrate/sqlite/impl/rebuild.hpp>
#include <plinth/migrate/sqlite/impl/render.hpp>
