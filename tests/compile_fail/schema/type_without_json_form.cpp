// expect-error: plinth[E1301]: this type (T) has no form in JSON
#include <plinth/schema.hpp>

std::string fine = plinth::to_json(1);
#ifdef PLINTH_EXPECT_ERROR
std::string refused = plinth::to_json(&fine);
#endif
