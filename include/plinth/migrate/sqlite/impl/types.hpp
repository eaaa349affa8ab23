// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/sqlite/types.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/sqlite/text.hpp>

namespace plinth::migrate::sqlite {

namespace detail {

/// A type's words without what stands in brackets, and the numbers that stand there.
struct type_words {
  std::string name;
  std::vector<std::uint32_t> numbers;
};

[[nodiscard]] PLINTH_INLINE type_words split_type(std::string_view words) {
  type_words result;
  for (const dialect::lexical_token& token : dialect::tokens_of(words)) {
    if (token.is_name()) {
      if (!result.name.empty()) result.name += ' ';
      result.name += dialect::lowered(token.unquoted());
    } else if (token.kind == dialect::token_kind::number && token.text.size() < 10) {
      std::uint32_t number = 0;
      for (const char c : token.text)
        if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::uint32_t>(c - '0');
      result.numbers.push_back(number);
    }
  }
  return result;
}

struct known_type {
  std::string_view name;
  catalog::base_type base;
};

[[nodiscard]] PLINTH_INLINE const known_type* find_type(std::string_view name) {
  using catalog::base_type;
  static constexpr std::array<known_type, 40> types = {{{"boolean", base_type::boolean},
                                                        {"bool", base_type::boolean},
                                                        {"smallint", base_type::smallint},
                                                        {"tinyint", base_type::smallint},
                                                        {"int2", base_type::smallint},
                                                        {"integer", base_type::integer},
                                                        {"int", base_type::integer},
                                                        {"int4", base_type::integer},
                                                        {"mediumint", base_type::integer},
                                                        {"bigint", base_type::bigint},
                                                        {"int8", base_type::bigint},
                                                        {"unsigned big int", base_type::bigint},
                                                        {"real", base_type::real},
                                                        {"float4", base_type::real},
                                                        {"double precision", base_type::double_precision},
                                                        {"double", base_type::double_precision},
                                                        {"float", base_type::double_precision},
                                                        {"float8", base_type::double_precision},
                                                        {"text", base_type::text},
                                                        {"varchar", base_type::text},
                                                        {"character varying", base_type::text},
                                                        {"varying character", base_type::text},
                                                        {"nvarchar", base_type::text},
                                                        {"char", base_type::text},
                                                        {"character", base_type::text},
                                                        {"nchar", base_type::text},
                                                        {"native character", base_type::text},
                                                        {"string", base_type::text},
                                                        {"clob", base_type::text},
                                                        {"blob", base_type::blob},
                                                        {"timestamp", base_type::timestamp},
                                                        {"datetime", base_type::local_timestamp},
                                                        {"date", base_type::date},
                                                        {"uuid", base_type::uuid},
                                                        {"json_text", base_type::json},
                                                        {"json", base_type::json},
                                                        {"decimal", base_type::decimal},
                                                        {"numeric", base_type::decimal},
                                                        {"number", base_type::decimal},
                                                        {"enum_text", base_type::enumeration}}};
  const auto found = std::find_if(types.begin(), types.end(), [&](const known_type& t) { return t.name == name; });
  return found == types.end() ? nullptr : &*found;
}

/// What SQLite itself makes of a type that it does not know ("affinity").
[[nodiscard]] PLINTH_INLINE catalog::base_type affinity_of(std::string_view name) {
  const auto has = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
  if (has("int")) return catalog::base_type::bigint;
  if (has("char") || has("clob") || has("text")) return catalog::base_type::text;
  if (has("blob") || name.empty()) return catalog::base_type::blob;
  if (has("real") || has("floa") || has("doub")) return catalog::base_type::double_precision;
  return catalog::base_type::decimal;
}

}  // namespace detail

PLINTH_INLINE std::string words_for(const own::data_type& type, bool strict) {
  const catalog::data_type asked = catalog::without_labels(type);
  return detail::written([&](sql::writer& out) {
    if (strict)
      detail::server.strict_type_name(out, asked);
    else
      detail::server.type_name(out, asked);
  });
}

PLINTH_INLINE own::data_type read_type(std::string_view words, bool strict) {
  const detail::type_words split = detail::split_type(words);
  own::data_type result;
  const detail::known_type* known = detail::find_type(split.name);
  result.base = known != nullptr ? known->base : detail::affinity_of(split.name);
  if (known == nullptr) result.name = split.name;
  if (result.base == catalog::base_type::text && !split.numbers.empty()) result.length = split.numbers[0];
  if (split.name == "char" && result.length == 36) result = {.base = catalog::base_type::uuid};
  if (strict && result.base == catalog::base_type::integer) result.base = catalog::base_type::bigint;
  if (strict && result.base == catalog::base_type::real) result.base = catalog::base_type::double_precision;
  if (result.base == catalog::base_type::decimal && !split.numbers.empty()) {
    result.precision = static_cast<std::uint8_t>(std::min<std::uint32_t>(split.numbers[0], 255));
    if (split.numbers.size() > 1)
      result.scale = static_cast<std::uint8_t>(std::min<std::uint32_t>(split.numbers[1], 255));
  }
  if (!dialect::same_but_for_case(words_for(result, strict), words)) result.declared = words;
  return result;
}

}  // namespace plinth::migrate::sqlite
