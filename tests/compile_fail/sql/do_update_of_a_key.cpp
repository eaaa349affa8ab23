// expect-error: plinth[E1221]
// expect-text: User::id
// SPDX-License-Identifier: MIT

#include "models.hpp"

#include <plinth/session/upsert.hpp>

using plinth::col;

inline void accepted(plinth::session& session, const User& user) {
  session.insert(user).on_conflict(col<&User::id>).do_update(col<&User::age>, col<& User::is_active> = true).execute();
}

#ifdef PLINTH_EXPECT_ERROR
inline void refused(plinth::session& session, const User& user) {
  session.insert(user).on_conflict(col<&User::id>).do_update(col<&User::id>).execute();
}
#endif
