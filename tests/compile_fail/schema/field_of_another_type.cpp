// expect-error: plinth[E1311]: a field (Name) of this schema (Dto) and its counterpart in the model (Model) have other types
// expect-text: UserRead
// expect-text: "id"
#include <plinth/schema.hpp>

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

struct UserRead {
  int id = 0;
};

UserRead fine(const User& user) { return plinth::from_model<UserRead>(user, plinth::except<&UserRead::id>); }
#ifdef PLINTH_EXPECT_ERROR
UserRead refused(const User& user) { return plinth::from_model<UserRead>(user); }
#endif
