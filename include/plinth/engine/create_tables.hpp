// SPDX-License-Identifier: MIT
#pragma once

// Creates and drops tables on an engine: what `metadata::create_all` and `drop_all` come to.

#include <span>

#include <plinth/catalog/table.hpp>
#include <plinth/engine/engine.hpp>

namespace plinth {

/// Emits CREATE TABLE IF NOT EXISTS and CREATE INDEX IF NOT EXISTS, `tables` being in the order of dependence, in one
/// transaction: all of them come to be, or none.
void create_tables(engine& on, std::span<const catalog::table* const> tables);

/// Emits DROP TABLE IF EXISTS, last table first, in one transaction.
void drop_tables(engine& on, std::span<const catalog::table* const> tables);

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/engine/impl/create_tables.hpp>
#endif
