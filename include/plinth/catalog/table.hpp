// SPDX-License-Identifier: MIT
#pragma once

// What a database has, as plain data: tables, columns, constraints, indexes. The same structs describe the models at
// compile time and a live database at run time; only the storage of their texts and lists differs.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace plinth::catalog {

/// Texts and lists that live elsewhere, in the program's own data: the tables of models.
struct borrowed {
  using text = std::string_view;
  template <class T>
  using list = std::span<const T>;
};

/// Texts and lists that belong to the catalog: what was read from a database. Such catalogs can be compared with ==.
struct owned {
  using text = std::string;
  template <class T>
  using list = std::vector<T>;
};

enum class base_type : std::uint8_t {
  boolean,
  smallint,
  integer,
  bigint,
  real,
  double_precision,
  text,
  blob,
  timestamp,        ///< an instant, always UTC
  local_timestamp,  ///< a wall clock's reading, of no known zone
  date,
  uuid,
  json,
  decimal,
  enumeration,
};

template <class Storage>
struct basic_data_type {
  base_type base = base_type::text;
  std::uint32_t length = 0;  ///< of text, in characters; 0 is unlimited
  std::uint8_t precision = 0;
  std::uint8_t scale = 0;
  typename Storage::template list<typename Storage::text> labels{};  ///< of an enumeration
  typename Storage::text name{};      ///< of an enumeration, where the server has named types
  typename Storage::text declared{};  ///< the server's own words, where they are not the dialect's usual ones

  friend constexpr bool operator==(const basic_data_type&, const basic_data_type&) = default;
};

/// Whether the database computes a column's value from the row's other columns, and whether it stores it.
enum class computation : std::uint8_t { none, on_read, stored };

template <class Storage>
struct basic_column {
  typename Storage::text name{};
  basic_data_type<Storage> type{};
  bool nullable = false;
  bool generated_key = false;               ///< the database chooses the value of this single integer key
  typename Storage::text server_default{};  ///< SQL text; empty for none
  bool default_is_literal = false;          ///< the default is a text, to be quoted
  bool never_reuses_keys = false;           ///< of a generated key: not even those of removed rows (AUTOINCREMENT)
  catalog::computation computation = computation::none;
  typename Storage::text expression{};    ///< of a computed column; SQL text
  typename Storage::text collation{};     ///< empty for the server's usual one
  typename Storage::text renamed_from{};  ///< what it was called before; no part of the table

  friend constexpr bool operator==(const basic_column&, const basic_column&) = default;
};

/// What happens to a row when the one it points to is deleted or changes its key.
enum class action : std::uint8_t { no_action, restrict, cascade, set_null, set_default };

/// When a foreign key is checked: after each statement, or at the commit where a transaction may ask for that, or at
/// the commit by itself.
enum class check_time : std::uint8_t { at_once, at_once_deferrable, at_commit };

template <class Storage>
struct basic_primary_key {
  typename Storage::text name{};  ///< like every name of a constraint: empty means by the naming convention
  typename Storage::template list<typename Storage::text> columns{};

  friend constexpr bool operator==(const basic_primary_key&, const basic_primary_key&) = default;
};

template <class Storage>
struct basic_foreign_key {
  typename Storage::text name{};
  typename Storage::template list<typename Storage::text> columns{};
  typename Storage::text target_table{};
  typename Storage::template list<typename Storage::text> target_columns{};
  action on_delete = action::no_action;
  action on_update = action::no_action;
  check_time checked = check_time::at_once;

  friend constexpr bool operator==(const basic_foreign_key&, const basic_foreign_key&) = default;
};

template <class Storage>
struct basic_unique_constraint {
  typename Storage::text name{};
  typename Storage::template list<typename Storage::text> columns{};

  friend constexpr bool operator==(const basic_unique_constraint&, const basic_unique_constraint&) = default;
};

template <class Storage>
struct basic_check_constraint {
  typename Storage::text name{};  ///< the part after "ck_<table>_"
  typename Storage::text expression{};
  typename Storage::text full_name{};  ///< goes before `name`, where the database has one that is not by the convention

  friend constexpr bool operator==(const basic_check_constraint&, const basic_check_constraint&) = default;
};

template <class Storage>
struct basic_index {
  typename Storage::text name{};
  typename Storage::template list<typename Storage::text> columns{};
  bool unique = false;
  typename Storage::text where{};  ///< of a partial index; SQL text
  std::uint32_t descending = 0;    ///< bit i: the order of column i is the opposite of the usual
  typename Storage::text
      expression{};  ///< SQL text in the place of the list of columns, where that does not say it all

  [[nodiscard]] constexpr bool is_descending(std::size_t column) const { return ((descending >> column) & 1U) != 0; }

  friend constexpr bool operator==(const basic_index&, const basic_index&) = default;
};

template <class Storage>
struct basic_table {
  typename Storage::text name{};
  typename Storage::template list<basic_column<Storage>> columns{};
  basic_primary_key<Storage> key{};
  typename Storage::template list<basic_foreign_key<Storage>> foreign_keys{};
  typename Storage::template list<basic_unique_constraint<Storage>> uniques{};
  typename Storage::template list<basic_check_constraint<Storage>> checks{};
  typename Storage::template list<basic_index<Storage>> indexes{};
  bool strict = false;                    ///< SQLite: no value of another type than the column's
  bool without_rowid = false;             ///< SQLite: stored in the order of its key
  typename Storage::text renamed_from{};  ///< what it was called before; no part of the table

  friend constexpr bool operator==(const basic_table&, const basic_table&) = default;
};

template <class Storage>
inline constexpr bool is_owned = std::is_same_v<Storage, owned>;

using data_type = basic_data_type<borrowed>;
using column = basic_column<borrowed>;
using primary_key = basic_primary_key<borrowed>;
using foreign_key = basic_foreign_key<borrowed>;
using unique_constraint = basic_unique_constraint<borrowed>;
using check_constraint = basic_check_constraint<borrowed>;
using index = basic_index<borrowed>;
using table = basic_table<borrowed>;

/// Those that own their texts.
namespace own {

using data_type = basic_data_type<owned>;
using column = basic_column<owned>;
using primary_key = basic_primary_key<owned>;
using foreign_key = basic_foreign_key<owned>;
using unique_constraint = basic_unique_constraint<owned>;
using check_constraint = basic_check_constraint<owned>;
using index = basic_index<owned>;
using table = basic_table<owned>;

}  // namespace own

/// The type for who asks for its words only: without the labels of an enumeration. Its texts stay where they are.
template <class Storage>
[[nodiscard]] constexpr data_type without_labels(const basic_data_type<Storage>& type) {
  return {type.base, type.length, type.precision, type.scale, {}, type.name, type.declared};
}

}  // namespace plinth::catalog
