// expect-error: plinth[E1310]: a field (Name) of this schema (Dto) has no counterpart of its name in the model (Model)
// expect-text: UserCreate
// expect-text: User
// expect-text: "password"
#include <plinth/schema.hpp>

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

struct UserCreate {
  std::string email;
  std::string password;
};

User fine(const UserCreate& in) { return plinth::to_model<User>(in, plinth::except<&UserCreate::password>); }
#ifdef PLINTH_EXPECT_ERROR
User refused(const UserCreate& in) { return plinth::to_model<User>(in); }
#endif
