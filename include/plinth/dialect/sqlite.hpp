// SPDX-License-Identifier: MIT
#pragma once

// SQL as SQLite speaks it.

#include <cstdint>
#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::dialect {

/// SQLite takes any word as a column's type and derives from it how it *changes* the values it stores ("affinity").
/// Each name here is one under which no value that plinth stores is changed, and which a reader of the live catalog
/// can turn back into the type. The word JSON alone has numeric affinity, which would make 1 of the JSON text 1.0; so it
/// says TEXT as well. The text of a date or a timestamp is no number, so that numeric affinity leaves it alone.
class sqlite final : public sql::dialect {
 public:
  [[nodiscard]] constexpr std::string_view name() const override { return "sqlite"; }

  [[nodiscard]] constexpr bool reports_generated_key() const override { return true; }

  constexpr void type_name(sql::writer& out, const catalog::data_type& type) const override {
    using catalog::base_type;
    switch (type.base) {
      case base_type::boolean: out << "BOOLEAN"; break;
      case base_type::smallint: out << "SMALLINT"; break;
      case base_type::integer: out << "INTEGER"; break;
      case base_type::bigint: out << "BIGINT"; break;
      case base_type::real: out << "REAL"; break;
      case base_type::double_precision: out << "DOUBLE PRECISION"; break;
      case base_type::text: text(out, type.length); break;
      case base_type::blob: out << "BLOB"; break;
      case base_type::timestamp: out << "TIMESTAMP"; break;
      case base_type::local_timestamp: out << "DATETIME"; break;
      case base_type::date: out << "DATE"; break;
      case base_type::uuid: out << "CHAR(36)"; break;
      case base_type::json: out << "JSON_TEXT"; break;
      case base_type::decimal: decimal(out, type); break;
      case base_type::enumeration: out << "ENUM_TEXT"; break;
    }
  }

  /// SQLite chooses the value of a primary key that says INTEGER to the letter, and only of that: a BIGINT would not do.
  constexpr void generated_key_type(sql::writer& out, const catalog::data_type&) const override { out << "INTEGER"; }

 private:
  static constexpr void text(sql::writer& out, std::uint32_t length) {
    if (length == 0) {
      out << "TEXT";
      return;
    }
    out << "VARCHAR(";
    out.number(length) << ')';
  }

  static constexpr void decimal(sql::writer& out, const catalog::data_type& type) {
    out << "DECIMAL(";
    out.number(type.precision) << ',';
    out.number(type.scale) << ')';
  }
};

}  // namespace plinth::dialect
