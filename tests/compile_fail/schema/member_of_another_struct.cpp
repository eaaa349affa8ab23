// expect-error: plinth[E1309]: the schema of this struct (Struct) names a member (Member) that is none of its fields
// expect-text: Page
// expect-text: &Other::size
#include <plinth/schema.hpp>

struct Other {
  int size = 0;
};
struct Page {
  int size = 0;
#ifdef PLINTH_EXPECT_ERROR
  static constexpr auto schema = plinth::schema(plinth::field<&Other::size>());
#endif
};

auto read(std::string_view text) { return plinth::from_json<Page>(text); }
