// expect-error: plinth[E1307]: a limit of this integer field (Member) is no integer
// expect-text: &Page::size
#include <plinth/schema.hpp>

struct Page {
  int size = 0;
#ifdef PLINTH_EXPECT_ERROR
  static constexpr auto schema = plinth::schema(plinth::field<&Page::size>(plinth::gt(0.5)));
#endif
};

auto read(std::string_view text) { return plinth::from_json<Page>(text); }
