// expect-error: plinth[E1002]: this class (T) has a base or a constructor, so its fields cannot be found
// expect-text: AdminCreate
#include <plinth/schema.hpp>

struct UserBase {
  std::string email;
};
struct UserCreate : UserBase {
  std::string password;
  static constexpr auto schema = plinth::schema<UserBase>(plinth::field<&UserCreate::password>());
};
struct AdminCreate : UserCreate {
  int level = 0;  // the schema that it inherits knows nothing of this
#ifndef PLINTH_EXPECT_ERROR
  static constexpr auto schema = plinth::schema<UserCreate>(plinth::field<&AdminCreate::level>());
#endif
};

auto read(std::string_view text) { return plinth::from_json<AdminCreate>(text); }
