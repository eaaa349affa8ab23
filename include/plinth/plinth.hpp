// SPDX-License-Identifier: MIT
#pragma once

// plinth: plain structs as tables, a session that commits units of work, queries checked by the compiler. What shapes
// JSON is in <plinth/schema.hpp>, the databases are in <plinth/sqlite.hpp> and its siblings.

#include <plinth/engine/create_tables.hpp>
#include <plinth/engine/engine.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/model/relationship.hpp>
#include <plinth/model/table.hpp>
#include <plinth/session/bulk.hpp>
#include <plinth/session/bulk_insert.hpp>
#include <plinth/session/bulk_update.hpp>
#include <plinth/session/merge.hpp>
#include <plinth/session/query.hpp>
#include <plinth/session/raw_query.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/transact.hpp>
#include <plinth/session/upsert.hpp>
#include <plinth/version.hpp>
