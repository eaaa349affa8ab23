// SPDX-License-Identifier: MIT
// A model with every type of column, written to SQLite and read back by another session.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/recorder.hpp"

#include <plinth/engine/create_tables.hpp>
#include <plinth/model/metadata.hpp>
#include <plinth/model/uuid.hpp>
#include <plinth/session/session.hpp>
#include <plinth/sqlite.hpp>

namespace chrono = std::chrono;

namespace app {

enum class level { low, high };

struct point {
  int x = 0;
  int y = 0;
  friend bool operator==(const point&, const point&) = default;
};

struct everything {
  std::int64_t id = 0;
  std::int8_t int8 = 0;
  std::uint8_t uint8 = 0;
  std::int16_t int16 = 0;
  std::uint16_t uint16 = 0;
  std::int32_t int32 = 0;
  std::uint32_t uint32 = 0;
  std::int64_t int64 = 0;
  std::uint64_t uint64 = 0;
  bool flag = false;
  float single = 0;
  double twofold = 0;
  std::string text{};
  std::vector<std::byte> blob{};
  chrono::sys_time<chrono::microseconds> instant{};
  chrono::sys_seconds second{};
  chrono::local_time<chrono::microseconds> wall_clock{};
  chrono::year_month_day date = chrono::year(1970) / 1 / 1;
  level how = level::low;
  boost::uuids::uuid uuid{};
  point place{};
  std::optional<std::string> maybe_text{};
  std::optional<double> maybe_number{};
  std::optional<level> maybe_level{};
  std::optional<point> maybe_place{};
  std::vector<int> of_the_program{};

  static constexpr auto table = plinth::table("everything", plinth::column<&everything::id>(plinth::primary_key),
                                              plinth::column<&everything::of_the_program>(plinth::unmapped));
};

}  // namespace app

template <>
struct plinth::column_type<app::point> {
  using stored = std::string;
  static stored to_stored(const app::point& p) { return std::to_string(p.x) + "," + std::to_string(p.y); }
  static app::point from_stored(const stored& text) {
    return {std::stoi(text), std::stoi(text.substr(text.find(',') + 1))};
  }
};

namespace {

using database = plinth_test::database<plinth::metadata<app::everything>>;

/// The row of `object`, as another session reads it.
app::everything stored(app::everything object) {
  database db;
  std::int64_t id = 0;
  {
    plinth::session session(db.engine);
    auto added = session.add(std::move(object));
    session.commit();
    id = added->id;
  }
  plinth::session session(db.engine);
  return *session.get<app::everything>(id);
}

}  // namespace

TEST_CASE("every type of column comes back as it was", "[model]") {
  app::everything all{.int8 = -1, .uint8 = 200, .flag = true, .text = "ä", .how = app::level::high};
  all.blob = {std::byte{1}, std::byte{0}};
  all.instant += chrono::microseconds(1'700'000'000'123'456);
  all.second += chrono::seconds(-5);
  all.wall_clock += chrono::microseconds(12'345'678);
  all.date = chrono::year(2024) / 2 / 29;
  all.uuid.data[15] = 9;
  all.place = {3, -4};
  all.maybe_text = "";
  all.maybe_number = 0.5;
  all.maybe_level = app::level::low;
  all.maybe_place = app::point{1, 2};
  const app::everything read = stored(all);
  CHECK(read.int8 == -1);
  CHECK(read.uint8 == 200);
  CHECK(read.flag);
  CHECK(read.text == "ä");
  CHECK(read.blob == all.blob);
  CHECK(read.instant == all.instant);
  CHECK(read.second == all.second);
  CHECK(read.wall_clock == all.wall_clock);
  CHECK(read.date == all.date);
  CHECK(read.how == app::level::high);
  CHECK(read.uuid == all.uuid);
  CHECK(read.place == all.place);
  CHECK(read.maybe_text == "");
  CHECK(read.maybe_number == 0.5);
  CHECK(read.maybe_level == app::level::low);
  CHECK(read.maybe_place == app::point{1, 2});
}

TEST_CASE("the defaults and NULLs of a new object come back", "[model]") {
  const app::everything read = stored({});
  CHECK(read.text.empty());
  CHECK(read.blob.empty());
  CHECK_FALSE(read.maybe_text);
  CHECK_FALSE(read.maybe_number);
  CHECK_FALSE(read.maybe_level);
  CHECK_FALSE(read.maybe_place);
  CHECK(read.instant == app::everything{}.instant);
}

TEST_CASE("integers at the ends of their ranges come back", "[model]") {
  app::everything least;
  least.int8 = std::numeric_limits<std::int8_t>::min();
  least.int16 = std::numeric_limits<std::int16_t>::min();
  least.int32 = std::numeric_limits<std::int32_t>::min();
  least.int64 = std::numeric_limits<std::int64_t>::min();
  const app::everything low = stored(least);
  CHECK(low.int8 == least.int8);
  CHECK(low.int16 == least.int16);
  CHECK(low.int32 == least.int32);
  CHECK(low.int64 == least.int64);
  app::everything most;
  most.uint16 = std::numeric_limits<std::uint16_t>::max();
  most.uint32 = std::numeric_limits<std::uint32_t>::max();
  most.int64 = std::numeric_limits<std::int64_t>::max();
  most.uint64 = static_cast<std::uint64_t>(most.int64);
  const app::everything high = stored(most);
  CHECK(high.uint16 == most.uint16);
  CHECK(high.uint32 == most.uint32);
  CHECK(high.int64 == most.int64);
  CHECK(high.uint64 == most.uint64);
}

TEST_CASE("floating-point numbers come back exactly, but for the sign of zero", "[model]") {
  using limits = std::numeric_limits<double>;
  for (const double value : {0.1, limits::denorm_min(), limits::max(), limits::lowest(), limits::infinity(), 1e22, 5.0})
    CHECK(stored({.twofold = value}).twofold == value);
  CHECK(stored({.twofold = -0.0}).twofold == 0.0);  // SQLite keeps whole numbers as integers: the sign is lost
  CHECK(stored({.single = 0.1f}).single == 0.1f);
  CHECK(stored({.single = std::numeric_limits<float>::denorm_min()}).single ==
        std::numeric_limits<float>::denorm_min());
}

TEST_CASE("texts with NUL bytes and long blobs come back whole", "[model]") {
  const std::string text("\0a\0", 3);
  CHECK(stored({.text = text}).text == text);
  CHECK(stored({.text = std::string(100'000, 'x')}).text.size() == 100'000);
  const std::vector<std::byte> blob(70'000, std::byte{0});
  CHECK(stored({.blob = blob}).blob == blob);
}

TEST_CASE("times and dates far away come back", "[model]") {
  const auto at = [](std::int64_t micros) {
    return chrono::sys_time<chrono::microseconds>(chrono::microseconds(micros));
  };
  for (const std::int64_t micros : {-62'135'596'800'000'000, std::int64_t{-1}, 253'402'300'799'999'999})
    CHECK(stored({.instant = at(micros)}).instant == at(micros));
  for (const int year : {1, 1600, 9999})
    CHECK(stored({.date = chrono::year(year) / 12 / 31}).date == chrono::year(year) / 12 / 31);
}

TEST_CASE("a value that cannot be stored leaves the row as it was", "[model]") {
  database db;
  plinth::session session(db.engine);
  auto object = session.add(app::everything{.int32 = 1});
  session.commit();
  object->uint64 = std::numeric_limits<std::uint64_t>::max();
  CHECK_THROWS_AS(session.commit(), plinth::value_error);
  plinth::session other(db.engine);
  CHECK(other.get<app::everything>(object->id)->uint64 == 0);
}
