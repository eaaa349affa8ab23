// expect-error: plinth[E1036]
// SPDX-License-Identifier: MIT

#include <ranges>
#include <vector>

#include "models.hpp"

#include <plinth/session/bulk_update.hpp>

inline void accepted(plinth::session& session, const std::vector<User>& users) { session.bulk_update(users); }

#ifdef PLINTH_EXPECT_ERROR
inline void refused(plinth::session& session, const std::vector<int>& ids) {
  session.bulk_update(ids | std::views::transform([](int id) { return User{.id = id}; }));
}
#endif
