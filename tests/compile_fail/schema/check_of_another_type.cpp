// expect-error: plinth[E1308]: a function of these (Checks) cannot be called with a const Value&
// expect-text: is_fine
#include <plinth/schema.hpp>

std::optional<std::string> is_fine(const std::string&) { return {}; }

struct Page {
  int size = 0;
  std::string title;
#ifdef PLINTH_EXPECT_ERROR
  static constexpr auto schema = plinth::schema(plinth::field<&Page::size>(plinth::check<&is_fine>()));
#else
  static constexpr auto schema = plinth::schema(plinth::field<&Page::title>(plinth::check<&is_fine>()));
#endif
};

auto read(std::string_view text) { return plinth::from_json<Page>(text); }
