// SPDX-License-Identifier: MIT
#pragma once

// The order of a flush, row by row, for what the usual order cannot do: a unique value that goes from one row to
// another, a key that others point to and that changes, rows that point to each other in a circle. What cannot be
// ordered at all gets a step more: a foreign key is left NULL by the INSERT and filled in by an UPDATE, a unique value
// is put aside before another row takes it. No I/O.

#include <plinth/session/plan.hpp>

namespace plinth::detail {

/// Leaves a plan as it is whose usual order will do. `in_circle`: that the tables or rows of the plan have no order.
/// Throws `session_error` (E3110, E3111, E3112) for a circle in which nothing can give way.
void order_rows(flush_plan& plan, bool in_circle);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/row_order.hpp>
#endif
