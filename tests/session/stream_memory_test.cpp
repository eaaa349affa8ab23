// SPDX-License-Identifier: MIT
// A result that is larger than what a program may keep of it.

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>

#include <plinth/plinth.hpp>

#include "support/catch.hpp"
#include "support/recorder.hpp"

using plinth::col;

namespace {

/// A view that makes 400 MB of rows out of nothing.
struct page {
  std::int64_t id = 0;
  std::string text{};

  static constexpr auto table = plinth::table("pages", plinth::column<&page::id>(plinth::primary_key));
};

struct note {
  std::int64_t id = 0;

  static constexpr auto table = plinth::table("notes", plinth::column<&note::id>(plinth::primary_key));
};

constexpr std::int64_t page_count = 100'000;
constexpr std::size_t page_size = 4'000;

struct pages : plinth_test::database<plinth::metadata<note>> {
  pages() {
    const bool on_sqlite = plinth_test::backend_here() == plinth_test::backend::sqlite;
    plinth::session s(engine);
    s.execute_sql(
        "CREATE VIEW pages AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 100000) "
        "SELECT id, " +
        std::string(on_sqlite ? "printf('%.*c', 4000, 'x')" : "repeat('x', 4000)") + " AS text FROM n");
    s.commit();
  }
};

/// The most memory that this process ever had, in bytes.
std::size_t peak() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      std::size_t kilobytes = 0;
      status >> kilobytes;
      return kilobytes * 1024;
    }
  return 0;
}

/// AddressSanitizer keeps hundreds of megabytes of what was given back.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool keeps_memory = true;
#elif defined(__has_feature)
constexpr bool keeps_memory = __has_feature(address_sanitizer);
#else
constexpr bool keeps_memory = false;
#endif

}  // namespace

TEST_CASE("a stream of 400 MB of rows does not need their memory") {
  if (keeps_memory) PLINTH_SKIP("the sanitizer keeps memory that was given back");
  pages db;
  plinth::session s(db.engine);
  const std::size_t before = peak();
  if (before == 0) PLINTH_SKIP("this system does not tell how much memory a process has");
  std::int64_t count = 0;
  std::size_t bytes = 0;
  for (const page& p : s.query<page>().as_values().stream()) {
    ++count;
    bytes += p.text.size();
  }
  CHECK(count == page_count);
  CHECK(bytes == static_cast<std::size_t>(page_count) * page_size);
  CHECK(peak() - before < 30'000'000);
}

TEST_CASE("another statement may run in the middle of a stream, which goes on") {
  pages db;
  plinth::session s(db.engine);
  std::int64_t count = 0;
  for (const page& p : s.query<page>().filter(col<&page::id> <= 1'000).as_values().stream()) {
    if (++count == 500) CHECK(s.query<note>().count() == 0);
    CHECK(p.id == count);
  }
  CHECK(count == 1'000);
}

TEST_CASE("a stream that is left early leaves the session usable") {
  pages db;
  plinth::session s(db.engine);
  for (const page& p : s.query<page>().filter(col<&page::id> <= 1'000).as_values().stream())
    if (p.id == 3) break;
  s.add(note{});
  s.commit();
  CHECK(s.query<note>().count() == 1);
}
