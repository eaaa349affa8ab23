// expect-error: plinth[E1290]
// expect-text: User
// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstdint>
#include <optional>

#include "models.hpp"

#include <plinth/session/query.hpp>

struct Post {
  std::int64_t id = 0;
  std::optional<std::chrono::sys_seconds> deleted_at;

  static constexpr auto table = plinth::table("posts", plinth::column<&Post::id>(plinth::primary_key),
                                              plinth::column<&Post::deleted_at>(plinth::soft_delete));
};

inline auto accepted(plinth::session& session) { return session.query<Post>().unfiltered().count(); }

#ifdef PLINTH_EXPECT_ERROR
inline auto refused(plinth::session& session) { return session.query<User>().unfiltered().count(); }
#endif
