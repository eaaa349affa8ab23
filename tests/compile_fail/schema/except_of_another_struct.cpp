// expect-error: plinth[E1313]: plinth::except names a member (Exceptions) that is no field of this schema (Dto)
// expect-text: &User::hashed_password
#include <plinth/schema.hpp>

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

struct UserRead {
  std::string email;
};

UserRead fine(const User& user) { return plinth::from_model<UserRead>(user); }
#ifdef PLINTH_EXPECT_ERROR
UserRead refused(const User& user) {
  return plinth::from_model<UserRead>(user, plinth::except<&User::hashed_password>);
}
#endif
