// expect-error: plinth[E1314]: rows of this model (Model) cannot be read as this type (Row)
// expect-text: User
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

auto fine(plinth::session& session) { return session.query<User>().as_values(); }
#ifdef PLINTH_EXPECT_ERROR
auto refused(plinth::session& session) { return session.query<User>().as<std::string>().all(); }
#endif
