// SPDX-License-Identifier: MIT
#pragma once

// SQL as SQLite speaks it.

#include <string_view>

#include <plinth/catalog/table.hpp>
#include <plinth/sql/writer.hpp>

namespace plinth::dialect {

/// SQLite takes any word as a column's type and derives from it how it *changes* the values it stores ("affinity").
/// Each name here is one under which no value that plinth stores is changed, and which a reader of the live catalog
/// can turn back into the type. The word JSON alone has numeric affinity, which would make 1 of the JSON text 1.0; it
/// says TEXT as well. The text of a date or a timestamp is no number: numeric affinity leaves it alone.
class sqlite final : public sql::dialect {
 public:
  [[nodiscard]] constexpr std::string_view name() const override { return "sqlite"; }

  [[nodiscard]] constexpr bool reports_generated_key() const override { return true; }

  /// FAIL leaves the rows before the one that fails to the transaction, so that SQLite copies no page that the
  /// statement touches. It would also be the policy of what triggers do, and go before a table's own.
  [[nodiscard]] constexpr std::string_view insert_of_several() const override { return "INSERT OR FAIL INTO "; }

  constexpr void type_name(sql::writer& out, const catalog::data_type& type) const override {
    out << word_for(type);
    if (type.base == catalog::base_type::text && type.length != 0)
      (out << '(').number(type.length) << ')';
    else if (type.base == catalog::base_type::decimal)
      ((out << '(').number(type.precision) << ',').number(type.scale) << ')';
  }

  /// A strict table knows five words and ANY.
  constexpr void strict_type_name(sql::writer& out, const catalog::data_type& type) const override {
    out << strict_word_for(type.base);
  }

  constexpr void table_options(sql::writer& out, bool strict, bool without_rowid) const override {
    if (strict) out << " STRICT";
    if (without_rowid) out << (strict ? ", WITHOUT ROWID" : " WITHOUT ROWID");
  }

  [[nodiscard]] constexpr bool declares_key_reuse() const override { return true; }
  [[nodiscard]] constexpr bool computes_on_read() const override { return true; }

  /// SQLite chooses the value of a primary key that says INTEGER to the letter, and only of that: BIGINT would not do.
  constexpr void generated_key_type(sql::writer& out, const catalog::data_type&) const override { out << "INTEGER"; }

 private:
  [[nodiscard]] static constexpr std::string_view strict_word_for(catalog::base_type type) {
    using catalog::base_type;
    switch (type) {
      case base_type::boolean:
      case base_type::smallint:
      case base_type::integer:
      case base_type::bigint:
      case base_type::decimal: return "INTEGER";
      case base_type::real:
      case base_type::double_precision: return "REAL";
      case base_type::blob: return "BLOB";
      default: return "TEXT";
    }
  }

  [[nodiscard]] static constexpr std::string_view word_for(const catalog::data_type& type) {
    using catalog::base_type;
    switch (type.base) {
      case base_type::boolean: return "BOOLEAN";
      case base_type::smallint: return "SMALLINT";
      case base_type::integer: return "INTEGER";
      case base_type::bigint: return "BIGINT";
      case base_type::real: return "REAL";
      case base_type::double_precision: return "DOUBLE PRECISION";
      case base_type::text: return type.length == 0 ? "TEXT" : "VARCHAR";
      case base_type::blob: return "BLOB";
      case base_type::timestamp: return "TIMESTAMP";
      case base_type::local_timestamp: return "DATETIME";
      case base_type::date: return "DATE";
      case base_type::uuid: return "CHAR(36)";
      case base_type::json: return "JSON_TEXT";
      case base_type::decimal: return "DECIMAL";
      case base_type::enumeration: return "ENUM_TEXT";
    }
    return "TEXT";
  }
};

}  // namespace plinth::dialect
