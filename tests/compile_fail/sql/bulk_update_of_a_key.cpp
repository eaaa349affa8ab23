// expect-error: plinth[E1037]
// expect-text: User::id
// SPDX-License-Identifier: MIT

#include <vector>

#include "models.hpp"

#include <plinth/session/bulk_update.hpp>

inline void accepted(plinth::session& session, const std::vector<User>& users) {
  session.bulk_update<&User::email, &User::age>(users);
}

#ifdef PLINTH_EXPECT_ERROR
inline void refused(plinth::session& session, const std::vector<User>& users) { session.bulk_update<&User::id>(users); }
#endif
