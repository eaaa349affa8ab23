// SPDX-License-Identifier: MIT
#pragma once

// The functions of <plinth/plinth.hpp>, for the one file that compiles them
// (docs/decisions/precompiled.md). Written by tools/update_headers.

#include <plinth/core/impl/cell.hpp>
#include <plinth/core/impl/error.hpp>
#include <plinth/core/impl/text.hpp>
#include <plinth/core/impl/topological_order.hpp>
#include <plinth/dialect/impl/lexer.hpp>
#include <plinth/dialect/impl/sql_text.hpp>
#include <plinth/driver/impl/drivers.hpp>
#include <plinth/driver/impl/url.hpp>
#include <plinth/engine/impl/connection.hpp>
#include <plinth/engine/impl/create_tables.hpp>
#include <plinth/engine/impl/cursor.hpp>
#include <plinth/engine/impl/engine.hpp>
#include <plinth/engine/impl/link.hpp>
#include <plinth/engine/impl/pool.hpp>
#include <plinth/engine/impl/statement_cache.hpp>
#include <plinth/model/impl/column_type.hpp>
#include <plinth/model/impl/in_step.hpp>
#include <plinth/model/impl/info.hpp>
#include <plinth/model/impl/link.hpp>
#include <plinth/model/impl/node.hpp>
#include <plinth/model/impl/node_list.hpp>
#include <plinth/model/impl/ref.hpp>
#include <plinth/model/impl/relationship.hpp>
#include <plinth/session/impl/cascades.hpp>
#include <plinth/session/impl/flush.hpp>
#include <plinth/session/impl/key_lookup.hpp>
#include <plinth/session/impl/link_changes.hpp>
#include <plinth/session/impl/link_filler.hpp>
#include <plinth/session/impl/loading.hpp>
#include <plinth/session/impl/nested.hpp>
#include <plinth/session/impl/plan.hpp>
#include <plinth/session/impl/query_run.hpp>
#include <plinth/session/impl/raw_query.hpp>
#include <plinth/session/impl/relation_statements.hpp>
#include <plinth/session/impl/row_layout.hpp>
#include <plinth/session/impl/row_order.hpp>
#include <plinth/session/impl/row_values.hpp>
#include <plinth/session/impl/session.hpp>
#include <plinth/session/impl/shaped_rows.hpp>
#include <plinth/session/impl/snapshot.hpp>
#include <plinth/session/impl/stand_in.hpp>
#include <plinth/session/impl/statements.hpp>
#include <plinth/session/impl/store.hpp>
#include <plinth/session/impl/transact.hpp>
#include <plinth/session/impl/transaction_log.hpp>
#include <plinth/sql/impl/bind.hpp>
#include <plinth/sql/impl/change.hpp>
#include <plinth/sql/impl/condition.hpp>
#include <plinth/sql/impl/nodes.hpp>
#include <plinth/sql/impl/operand.hpp>
#include <plinth/sql/impl/select.hpp>
#include <plinth/sql/impl/statement.hpp>
