// expect-error: constant expression
// expect-text: plinth[E1305]: this pattern is not in the subset
#include <plinth/schema.hpp>

constexpr auto fine = plinth::pattern("^[a-z]+$");
#ifdef PLINTH_EXPECT_ERROR
constexpr auto refused = plinth::pattern("^[a-z+$");
#endif
