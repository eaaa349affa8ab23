// expect-error: plinth[E1001]: this struct has a base and its list leaves a field out
// expect-text: UserCreate
#include <plinth/schema.hpp>

struct UserBase {
  std::string email;
};
struct UserCreate : UserBase {
  std::string password;
#ifdef PLINTH_EXPECT_ERROR
  std::string forgotten;
#endif
  static constexpr auto schema = plinth::schema<UserBase>(plinth::field<&UserCreate::password>());
};

std::string write(const UserCreate& user) { return plinth::to_json(user); }
