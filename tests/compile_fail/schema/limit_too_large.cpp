// expect-error: constant expression
// expect-text: plinth[E1304]: a limit above 9223372036854775807 is none
#include <cstdint>

#include <plinth/schema.hpp>

struct Page {
  std::uint64_t size = 0;
  static constexpr auto fine = plinth::schema(plinth::field<&Page::size>(plinth::le(std::uint64_t{1})));
#ifdef PLINTH_EXPECT_ERROR
  static constexpr auto schema = plinth::schema(plinth::field<&Page::size>(plinth::le(~std::uint64_t{0})));
#endif
};
