// expect-error: plinth[E1302]: the type of a field (Struct, Name, Type) has no form in JSON
// expect-text: Upload
// expect-text: "stream"
#include <plinth/schema.hpp>

struct Upload {
  std::string name;
#ifdef PLINTH_EXPECT_ERROR
  void* stream = nullptr;
#endif
};

auto read(std::string_view text) { return plinth::from_json<Upload>(text); }
