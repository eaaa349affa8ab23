// expect-error: plinth[E1303]: this struct is a model, and what of it goes out or comes in as JSON has to be chosen
// expect-text: User
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>

struct User {
  std::int64_t id = 0;
  std::string hashed_password;
  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};
struct UserRead {
  std::int64_t id = 0;
};

std::string fine(plinth::session& session) { return plinth::to_json(session.query<User>().as<UserRead>()); }
#ifdef PLINTH_EXPECT_ERROR
std::string refused(plinth::session& session) { return plinth::to_json(session.query<User>()); }
#endif
