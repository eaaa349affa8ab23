// SPDX-License-Identifier: MIT
#pragma once

// Carries out a flush plan: several rows in one INSERT where that is faster, else one statement a row, and keys carried
// from parents to children on the way.

#include <vector>

#include <plinth/engine/connection.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/store.hpp>

namespace plinth::detail {

/// An object whose row was inserted (that of a removed one taken over included), changed or deleted.
struct written_row {
  flush_verb verb;
  model::node* n;
};

/// Throws what the database and the values run into; the caller then rolls the whole transaction back. Where `written`
/// is given, it gets the objects whose rows were written, in that order.
void carry_out(const flush_plan& plan, store& objects, connection& to, time_source clock,
               std::vector<written_row>* written = nullptr);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/flush.hpp>
#endif
