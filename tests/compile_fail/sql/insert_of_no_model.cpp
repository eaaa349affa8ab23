// expect-error: plinth[E1222]
// SPDX-License-Identifier: MIT

#include <vector>

#include "models.hpp"

#include <plinth/session/upsert.hpp>

using plinth::col;

inline void accepted(plinth::session& session, const std::vector<User>& users) {
  session.insert(users).on_conflict(col<&User::id>).do_nothing().execute();
}

#ifdef PLINTH_EXPECT_ERROR
inline void refused(plinth::session& session, const std::vector<int>& ids) { session.insert(ids); }
#endif
