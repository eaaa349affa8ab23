// expect-error: plinth[E1306]: a rule of this field (Member, Type) does not fit its type
// expect-text: &Page::size
#include <plinth/schema.hpp>

struct Page {
  int size = 0;
#ifdef PLINTH_EXPECT_ERROR
  static constexpr auto schema = plinth::schema(plinth::field<&Page::size>(plinth::max_length(10)));
#endif
};

auto read(std::string_view text) { return plinth::from_json<Page>(text); }
