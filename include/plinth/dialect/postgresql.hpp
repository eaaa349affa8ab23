// SPDX-License-Identifier: MIT
#pragma once

// SQL as PostgreSQL speaks it.

#include <cstddef>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::dialect {

class postgresql final : public sql::dialect {
 public:
  [[nodiscard]] constexpr std::string_view name() const override { return "postgresql"; }

  constexpr void placeholder(sql::writer& out, std::size_t position) const override { (out << '$').number(position); }

  constexpr void typed_placeholder(sql::writer& out, const catalog::data_type& type) const override {
    out << "CAST(";
    out.parameter() << " AS ";
    type_name(out, type);
    out << ')';
  }

  [[nodiscard]] constexpr std::string_view row_list() const override { return ""; }

  /// ON CONFLICT DO UPDATE locks the row that it found, and its next version carries that lock. A new row has none.
  [[nodiscard]] constexpr std::string_view is_new_row() const override { return "\"xmax\" = 0"; }

  [[nodiscard]] constexpr std::string_view case_insensitive_like() const override { return " ILIKE "; }

  constexpr void type_name(sql::writer& out, const catalog::data_type& type) const override {
    out << word_for(type);
    if (type.base == catalog::base_type::text && type.length != 0)
      (out << '(').number(type.length) << ')';
    else if (type.base == catalog::base_type::decimal)
      ((out << '(').number(type.precision) << ", ").number(type.scale) << ')';
  }

 private:
  [[nodiscard]] static constexpr std::string_view word_for(const catalog::data_type& type) {
    using catalog::base_type;
    switch (type.base) {
      case base_type::boolean: return "boolean";
      case base_type::smallint: return "smallint";
      case base_type::integer: return "integer";
      case base_type::bigint: return "bigint";
      case base_type::real: return "real";
      case base_type::double_precision: return "double precision";
      case base_type::text: return type.length == 0 ? "text" : "varchar";
      case base_type::blob: return "bytea";
      case base_type::timestamp: return "timestamptz";
      case base_type::local_timestamp: return "timestamp";
      case base_type::date: return "date";
      case base_type::uuid: return "uuid";
      case base_type::json: return "jsonb";
      case base_type::decimal: return "numeric";
      case base_type::enumeration: return "text";
    }
    return "text";
  }
};

}  // namespace plinth::dialect
