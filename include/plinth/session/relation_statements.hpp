// SPDX-License-Identifier: MIT
#pragma once

// The statements that a session emits for relationships: the targets of many owners at once, and pairs of a
// many-to-many relationship. Each is named by its relationship, so that none of this is a template.

#include <cstdint>
#include <vector>

#include <plinth/model/node.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/sql/select.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

enum class pair_end : std::uint8_t { owner, target };

/// The targets of owners whose keys are among `count` given ones, some of their columns, in the order of the
/// relationship and then of their own key. Of a relationship that goes by pairs, the owner's key stands behind the
/// columns: what it is called there, `own_links`.
[[nodiscard]] fixed_shape select_related_statement(const model::relationship_info& r, column_set columns,
                                                   std::uint64_t count) noexcept;

/// The same with what a query of the targets says: only those for which its conditions hold, in its order. The values
/// of both come behind the keys.
[[nodiscard]] std::vector<sql::token> select_related_statement(const model::relationship_info& r, column_set columns,
                                                               std::uint64_t count, const sql::select_parts& targets);

/// Adds a pair: the own key, then the target's. An `unsure` one may be there already.
[[nodiscard]] fixed_shape insert_pair_statement(const model::relationship_info& r, bool unsure) noexcept;

/// Takes a pair away: the own key, then the target's.
[[nodiscard]] fixed_shape delete_pair_statement(const model::relationship_info& r) noexcept;

/// Takes all pairs away that have one object at this end.
[[nodiscard]] fixed_shape delete_pairs_statement(const model::relationship_info& r, pair_end end) noexcept;

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/relation_statements.hpp>
#endif
