// SPDX-License-Identifier: MIT
#pragma once

// Operations as PostgreSQL runs them, all of them in one transaction: mostly one ALTER each. What stands in the way of
// a change is taken out before it and put back behind it: foreign keys of a column whose type changes, columns that are
// computed from it.

#include <vector>

#include <plinth/migrate/database.hpp>
#include <plinth/migrate/operation.hpp>
#include <plinth/migrate/step.hpp>

namespace plinth::migrate::postgresql {

/// The statements that do `ops` on `from`. Equal input, equal output.
[[nodiscard]] std::vector<step> render(const database& from, const std::vector<operation>& ops);

}  // namespace plinth::migrate::postgresql

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/postgresql/impl/render.hpp>
#endif
