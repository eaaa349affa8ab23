// expect-error: plinth[E1312]: what is read may be empty and what is written may not
// expect-text: UserUpdate
// expect-text: "email"
#include <plinth/schema.hpp>

struct User {
  std::int64_t id = 0;
  std::string email;
  std::string hashed_password;
  static constexpr auto table = plinth::table("users", plinth::column<&User::id>(plinth::primary_key));
};

struct UserUpdate {
  plinth::patch<std::optional<std::string>> email;
};

void fine(User& user, const UserUpdate& change) { plinth::apply(user, change, plinth::except<&UserUpdate::email>); }
#ifdef PLINTH_EXPECT_ERROR
void refused(User& user, const UserUpdate& change) { plinth::apply(user, change); }
#endif
