// SPDX-License-Identifier: MIT
#pragma once

// The rows of many-to-many relationships' tables, which no object stands for.

#include <cstdint>
#include <span>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/plan.hpp>

namespace plinth::detail {

/// The key columns of an object as its row has them in the database.
void append_stored(const model::node& n, std::span<const std::uint16_t> columns, scratch& keep,
                   std::vector<cell>& cells);

/// One DELETE for each object that leaves all its pairs, then one for each pair that was taken out.
void delete_pairs(const flush_plan& plan, connection& to);

/// One INSERT a pair; one that may be there already is asked for first, in the same statement.
void insert_pairs(const flush_plan& plan, connection& to);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/write_pairs.hpp>
#endif
