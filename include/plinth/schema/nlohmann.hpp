// SPDX-License-Identifier: MIT
#pragma once

// nlohmann_json and schemas: `nlohmann::json j = dto;` and `j.get<UserCreate>()` for every struct that says a schema,
// by its rules (write-only fields are left out; faults are thrown as `validation_error`); and nlohmann::json as a field
// of schemas and a column of models.

#include <string>
#include <string_view>
#include <type_traits>

#include <nlohmann/json.hpp>

#include <plinth/model/column_type.hpp>
#include <plinth/schema/adapted.hpp>
#include <plinth/schema/from_json.hpp>
#include <plinth/schema/to_json.hpp>

namespace nlohmann {

template <class T>
struct adl_serializer<T, std::enable_if_t<plinth::dto::adaptable<T>>> {
  template <class Document>
  static void to_json(Document& document, const T& value) {
    document = Document::parse(plinth::to_json(value));
  }
  template <class Document>
  static void from_json(const Document& document, T& value) {
    value = plinth::from_json<T>(document.dump());
  }
};

}  // namespace nlohmann

namespace plinth {

/// Any JSON value.
template <>
struct json_type<nlohmann::json> {
  static constexpr std::string_view fault = "json_invalid";
  static constexpr std::string_view expected = "a value that nlohmann_json takes (no number beyond a double)";

  static bool from_json_text(std::string_view text, nlohmann::json& out) {
    out = nlohmann::json::parse(text, nullptr, false);
    return !out.is_discarded();
  }
  static void to_json(json::writer& out, const nlohmann::json& value) { out.raw(value.dump()); }
};

/// A column of JSON. The JSON value null is a value; SQL's NULL is an empty std::optional.
template <>
struct column_type<nlohmann::json> {
  static constexpr catalog::data_type type{.base = catalog::base_type::json};
  static constexpr plinth::kind kind = plinth::kind::json;

  static cell encode(const nlohmann::json& value, scratch& keep) {
    return cell::of_bytes(keep.keep(model::checked_size(value.dump())), kind);
  }
  static void decode(const cell& c, nlohmann::json& field) {
    if (c.kind != kind) model::wrong_kind(c.kind, model::name_of(kind));
    nlohmann::json value = nlohmann::json::parse(c.bytes(), nullptr, false);
    if (value.is_discarded())
      throw value_error(4114,
                        "the column holds a text that is no JSON; correct the row, or make the field a std::string");
    field = std::move(value);
  }
};

}  // namespace plinth
