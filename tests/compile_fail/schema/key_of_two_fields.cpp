// expect-error: plinth[E1315]: two fields of this struct (Struct) have the same name in JSON
// expect-text: Page
// expect-text: "length"
#include <plinth/schema.hpp>

struct Page {
  int size = 0;
  int length = 0;
#ifdef PLINTH_EXPECT_ERROR
  static constexpr auto schema = plinth::schema(plinth::field<&Page::length>(plinth::alias("size")));
#endif
};

auto read(std::string_view text) { return plinth::from_json<Page>(text); }
