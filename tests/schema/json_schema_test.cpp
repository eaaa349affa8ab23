// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "schema/shapes.hpp"
#include "support/catch.hpp"

namespace {

using namespace schema_test;
using nlohmann::json;

enum class color { red, green };

struct Tag {
  std::string name;
  std::vector<Tag> children;
};

struct Account {
  std::int64_t id = 0;
  std::uint8_t age = 0;
  std::string email;
  std::string password;
  std::optional<std::string> nick;
  std::vector<Tag> tags;
  std::map<std::string, double> map;
  color paint = color::red;
  plinth::patch<bool> flag;
  std::vector<std::byte> bytes;
  std::chrono::sys_seconds at;
  std::chrono::year_month_day day{};

  static constexpr auto schema = plinth::schema(
      plinth::title("An account"), plinth::field<&Account::id>(plinth::read_only, plinth::ge(1)),
      plinth::field<&Account::email>(plinth::email, plinth::max_length(254), plinth::description("where to write"),
                                     plinth::example("a@b.cc")),
      plinth::field<&Account::password>(plinth::write_only, plinth::min_length(8)),
      plinth::field<&Account::nick>(plinth::pattern("^[a-z]+$"), plinth::alias("nickName")),
      plinth::field<&Account::tags>(plinth::max_items(5), plinth::unique_items, plinth::example_json("[]")),
      plinth::field<&Account::map>(plinth::gt(0.5), plinth::lt(9)), plinth::field<&Account::flag>(plinth::required));
};

TEST_CASE("a JSON Schema says what the reader checks", "[schema][json_schema]") {
  const json s = json::parse(plinth::json_schema<Account>());
  CHECK(s["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(s["title"] == "An account");
  CHECK(s["additionalProperties"] == false);
  CHECK(s["required"] == json::parse(R"(["age","email","password","tags","map","paint","flag","bytes","at","day"])"));
  const json& p = s["properties"];
  CHECK(p["id"] == json::parse(R"({"type":"integer","minimum":1,"readOnly":true})"));
  CHECK(p["age"] == json::parse(R"({"type":"integer","minimum":0,"maximum":255})"));
  CHECK(p["email"] == json::parse(R"({"description":"where to write","examples":["a@b.cc"],"type":"string",
                                      "format":"email","maxLength":254})"));
  CHECK(p["password"] == json::parse(R"({"type":"string","format":"password","minLength":8,"writeOnly":true})"));
  CHECK(p["nickName"] == json::parse(R"({"anyOf":[{"type":"string","pattern":"^[a-z]+$"},{"type":"null"}]})"));
  CHECK(p["tags"] == json::parse(R"({"examples":[[]],"type":"array","items":{"$ref":"#/$defs/Tag"},"maxItems":5,
                                     "uniqueItems":true})"));
  CHECK(p["map"] == json::parse(R"({"type":"object","additionalProperties":{"type":"number","exclusiveMinimum":0.5,
                                    "exclusiveMaximum":9}})"));
  CHECK(p["paint"] == json::parse(R"({"type":"string","enum":["red","green"]})"));
  CHECK(p["flag"] == json::parse(R"({"type":"boolean"})"));
  CHECK(p["bytes"] == json::parse(R"({"type":"string","contentEncoding":"base64"})"));
  CHECK(p["at"] == json::parse(R"({"type":"string","format":"date-time"})"));
  CHECK(p["day"] == json::parse(R"({"type":"string","format":"date"})"));
  CHECK(s["$defs"] == json::parse(R"({"Tag":{"title":"Tag","type":"object","properties":{"name":{"type":"string"},
      "children":{"type":"array","items":{"$ref":"#/$defs/Tag"}}},"required":["name","children"],
      "additionalProperties":false}})"));
}

namespace other {
struct Tag {
  int x = 0;
};
}  // namespace other

struct TwoTags {
  Tag a;
  other::Tag b;
};

TEST_CASE("two structs of one name are told apart; references can go to OpenAPI's place", "[schema][json_schema]") {
  const json s = json::parse(plinth::json_schema<TwoTags>({.reference = "#/components/schemas/"}));
  CHECK(s["properties"]["a"]["$ref"] == "#/components/schemas/Tag");
  CHECK(s["properties"]["b"]["$ref"] == "#/components/schemas/Tag_2");
  CHECK(s["$defs"].size() == 2);
  CHECK(s["$defs"]["Tag_2"]["properties"].contains("x"));
}

TEST_CASE("equal structs give equal text, lists have a schema too", "[schema][json_schema]") {
  CHECK(plinth::json_schema<UserRead>() == plinth::json_schema<UserRead>());
  CHECK(json::parse(plinth::json_schema<std::vector<UserRead>>())["items"]["$ref"] == "#/$defs/UserRead");
}

}  // namespace
