// expect-error: plinth[E1310]: a field (Name) of this schema (Dto) has no counterpart of its name in the model (Model)
// expect-text: UserRead
// expect-text: "phone"
#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

struct UserRead {
  std::string email;
#ifdef PLINTH_EXPECT_ERROR
  std::string phone;
#endif
};

auto read(plinth::session& session) { return session.query<User>().as<UserRead>().all(); }
