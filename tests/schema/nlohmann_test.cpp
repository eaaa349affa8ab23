// SPDX-License-Identifier: MIT
#include <optional>
#include <string>
#include <vector>

#include <plinth/nlohmann.hpp>

#include "schema/shapes.hpp"
#include "support/catch.hpp"

namespace {

using namespace schema_test;
using nlohmann::json;

struct Foreign {  // somebody else's, with his own functions
  int x = 0;
  friend void to_json(json& j, const Foreign& f) { j = f.x; }
  friend void from_json(const json& j, Foreign& f) { f.x = j.get<int>(); }
};

struct Extra {
  std::string name;
  std::optional<json> data;
  static constexpr auto schema = plinth::schema();
};

static_assert(!plinth::dto::adaptable<Foreign> && !plinth::dto::adaptable<std::string>);
static_assert(!plinth::dto::adaptable<ItemBase>);  // says nothing itself

TEST_CASE("schemas become documents and come from them, by their rules", "[schema][nlohmann]") {
  const json in = {{"email", "a@b.cc"}, {"password", "12345678"}, {"items", {{{"title", "t"}}}}};
  const auto user = in.get<UserCreate>();
  CHECK(user.items[0].title == "t");
  const json out = user;
  CHECK(out == json::parse(R"({"email":"a@b.cc","items":[{"title":"t","description":null}]})"));  // no password
  CHECK(json(std::vector{user, user}).size() == 2);
  CHECK_THROWS_AS((json{{"email", "x"}}.get<UserCreate>()), plinth::validation_error);
  CHECK(json(Foreign{3}).get<Foreign>().x == 3);
}

TEST_CASE("a document is a field and a column", "[schema][nlohmann]") {
  const auto extra = plinth::from_json<Extra>(R"({"name":"n","data":{"k":[1,2.5,null,"\u00e9"]}})");
  CHECK((*extra.data)["k"][1] == 2.5);
  CHECK(plinth::to_json(extra) == "{\"name\":\"n\",\"data\":{\"k\":[1,2.5,null,\"\xC3\xA9\"]}}");
  CHECK_FALSE(plinth::from_json<Extra>(R"({"name":"n","data":null})").data.has_value());
  CHECK(faults_of<Extra>(R"({"name":"n","data":[1e999]})") == "data:json_invalid");

  plinth::scratch keep;
  const plinth::cell cell = plinth::column_type<json>::encode(*extra.data, keep);
  CHECK(cell.kind == plinth::kind::json);
  json back;
  plinth::column_type<json>::decode(cell, back);
  CHECK(back == *extra.data);
  CHECK_THROWS_AS(plinth::column_type<json>::decode(plinth::cell::of_bytes("{", plinth::kind::json), back),
                  plinth::value_error);
}

}  // namespace
