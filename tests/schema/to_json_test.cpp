// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <plinth/nlohmann.hpp>

#include "schema/shapes.hpp"
#include "support/catch.hpp"

namespace {

using namespace schema_test;
using nlohmann::json;

TEST_CASE("structs, lists, maps, optionals and ranges are written, in one line or indented", "[schema][to_json]") {
  ItemRead item;
  item.title = "a \"b\"";
  item.id = 3;
  CHECK(plinth::to_json(item) == R"({"title":"a \"b\"","description":null,"id":3})");
  CHECK(plinth::to_json(std::vector{item, item}).size() == 2 * plinth::to_json(item).size() + 3);
  CHECK(plinth::to_json(std::list<int>{1, 2}) == "[1,2]");
  CHECK(plinth::to_json(std::optional<ItemRead>()) == "null");
  CHECK(plinth::to_json(std::map<std::string, std::vector<int>>{{"b", {1}}, {"a\n", {}}}) == R"({"a\n":[],"b":[1]})");
  CHECK(plinth::to_json(item, 1) == "{\n \"title\": \"a \\\"b\\\"\",\n \"description\": null,\n \"id\": 3\n}");
  CHECK(plinth::to_json(std::vector<int>{}, 2) == "[]");
}

TEST_CASE("to_json_to goes on behind what a buffer holds", "[schema][to_json]") {
  std::string buffer = "data: ";
  plinth::to_json_to(buffer, std::vector{1, 2});
  CHECK(buffer == "data: [1,2]");
}

TEST_CASE("what JSON cannot hold is refused", "[schema][to_json]") {
  CHECK_THROWS_AS(plinth::to_json(std::vector{std::numeric_limits<double>::quiet_NaN()}), plinth::value_error);
  CHECK_THROWS_AS(plinth::to_json(std::vector<std::string>{"\xFF"}), plinth::value_error);
  CHECK_THROWS_AS(plinth::to_json(std::chrono::sys_days(std::chrono::year(12'000) / 1 / 1)), plinth::value_error);
}

struct Wide {
  bool flag = false;
  std::int64_t whole = 0;
  std::uint32_t small = 0;
  double real = 0;
  std::string text;
  std::optional<std::string> note;
  std::vector<std::optional<double>> list;
  std::map<std::string, std::int64_t> map;
};

Wide random_wide(std::mt19937_64& random) {
  const auto below = [&](std::uint64_t n) { return static_cast<std::size_t>(random() % n); };
  const auto text = [&] {
    const std::string parts[] = {
        "a", "\"", "\\", "\n", std::string(1, '\0'), "\xC3\xA9", "\xF0\x9D\x84\x9E", "0123456789abcdef"};
    std::string result;
    for (std::size_t i = below(6); i > 0; --i) result += parts[below(std::size(parts))];
    return result;
  };
  Wide w;
  w.flag = below(2) == 0;
  w.whole = static_cast<std::int64_t>(random() >> below(64));
  w.small = static_cast<std::uint32_t>(random());
  w.real = std::ldexp(static_cast<double>(static_cast<std::int64_t>(random())), static_cast<int>(below(200)) - 150);
  w.text = text();
  if (below(2) == 0) w.note = text();
  for (std::size_t i = below(4); i > 0; --i) w.list.push_back(below(2) == 0 ? std::nullopt : std::optional(w.real));
  for (std::size_t i = below(4); i > 0; --i) w.map[text()] = w.whole;
  return w;
}

TEST_CASE("nlohmann_json reads what is written, and what it writes is read", "[schema][oracle]") {
  std::mt19937_64 random(42);
  for (int i = 0; i < 500; ++i) {
    const Wide w = random_wide(random);
    const std::string text = plinth::to_json(w);
    const json document = json::parse(text);
    CHECK(document["flag"] == w.flag);
    CHECK(document["whole"] == w.whole);
    CHECK(document["small"] == w.small);
    CHECK(document["real"] == w.real);
    CHECK(document["text"] == w.text);
    CHECK(document["note"].is_null() == !w.note.has_value());
    CHECK(document["list"].size() == w.list.size());
    CHECK(document["map"] == json(w.map));
    const Wide back =
        plinth::from_json<Wide>(document.dump(i % 3 - 1, ' ', i % 2 == 0));  // sorted keys, escapes, blanks
    CHECK(plinth::to_json(back) == text);
  }
}

}  // namespace
