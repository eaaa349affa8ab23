// SPDX-License-Identifier: MIT
#pragma once

// Carries out a flush plan: several rows in one INSERT where that is faster, else one statement a row, and keys carried
// from parents to children on the way.

#include <plinth/engine/connection.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

/// Throws what the database and the values run into; the caller then rolls the whole transaction back.
void carry_out(const flush_plan& plan, store& objects, connection& to);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/flush.hpp>
#endif
