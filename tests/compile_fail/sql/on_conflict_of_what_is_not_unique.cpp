// expect-error: plinth[E1220]
// expect-text: User::age
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/upsert.hpp>

using plinth::col;

inline void accepted(plinth::session& session, const User& user) {
  session.insert(user).on_conflict(col<&User::id>).do_nothing().execute();
}

#ifdef PLINTH_EXPECT_ERROR
inline void refused(plinth::session& session, const User& user) {
  session.insert(user).on_conflict(col<&User::age>).do_nothing().execute();
}
#endif
