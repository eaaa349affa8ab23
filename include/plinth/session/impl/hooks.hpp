// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/session/hooks.hpp>

#include <plinth/core/inline.hpp>
#include <plinth/model/node.hpp>

namespace plinth {

PLINTH_INLINE void hooks::call(hook when, const model::model_info& m, void* object, session& s) const {
  for (const entry& e : entries_)
    if (e.when == when && e.model == &m) e.call(object, s);
}

PLINTH_INLINE void hooks::call_before_flush(session& s) const {
  for (const auto& call : before_flush_) call(s);
}

PLINTH_INLINE void hooks::call_after_flush(session& s) const {
  for (const auto& call : after_flush_) call(s);
}

}  // namespace plinth
