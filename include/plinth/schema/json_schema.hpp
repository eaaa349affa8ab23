// SPDX-License-Identifier: MIT
#pragma once

// JSON Schema (draft 2020-12, which OpenAPI 3.1 uses) of a struct, from the same description that readers and writers
// work from. Equal structs give equal text. Nested structs stand in `$defs`, each once.

#include <string>
#include <string_view>

#include <plinth/json/writer.hpp>
#include <plinth/schema/describe.hpp>
#include <plinth/schema/value_type.hpp>

namespace plinth {

struct json_schema_options {
  int indent = json::compact;

  /// What stands before the name of a nested struct in a reference; for OpenAPI `#/components/schemas/`.
  std::string_view reference = "#/$defs/";
};

namespace dto {

/// The JSON Schema of a type.
[[nodiscard]] std::string schema_text(const value_type& type, const json_schema_options& options);

}  // namespace dto

/// What JSON text of T has to be, as a JSON Schema. Read-only and write-only fields are both in it and marked so.
template <class T>
[[nodiscard]] std::string json_schema(const json_schema_options& options = {}) {
  static_cast<void>(sizeof(dto::check_of_json<T>));
  if constexpr (dto::json_is_sound<T>)
    return dto::schema_text(dto::codec<T>::type, options);
  else
    return {};
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/json_schema.hpp>
#endif
