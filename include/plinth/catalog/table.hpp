// SPDX-License-Identifier: MIT
#pragma once

// What a database has, as plain data: tables, columns, constraints, indexes. The same structs describe the models at
// compile time and a live database at run time; they own nothing, their text lives with whoever made them.

#include <cstdint>
#include <span>
#include <string_view>

namespace plinth::catalog {

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

struct data_type {
  base_type base = base_type::text;
  std::uint32_t length = 0;  ///< of text, in characters; 0 is unlimited
  std::uint8_t precision = 0;
  std::uint8_t scale = 0;
  std::span<const std::string_view> labels{};  ///< of an enumeration
  std::string_view name{};                     ///< of an enumeration, where the server has named types
};

struct column {
  std::string_view name{};
  data_type type{};
  bool nullable = false;
  bool generated_key = false;       ///< the database chooses the value of this single integer key
  std::string_view server_default{};  ///< SQL text; empty for none
  bool default_is_literal = false;    ///< the default is a text, to be quoted
};

/// What happens to a row when the one it points to is deleted or changes its key.
enum class action : std::uint8_t { no_action, restrict, cascade, set_null, set_default };

struct primary_key {
  std::string_view name{};  ///< like every name of a constraint: empty means by the naming convention
  std::span<const std::string_view> columns{};
};

struct foreign_key {
  std::string_view name{};
  std::span<const std::string_view> columns{};
  std::string_view target_table{};
  std::span<const std::string_view> target_columns{};
  action on_delete = action::no_action;
  action on_update = action::no_action;
};

struct unique_constraint {
  std::string_view name{};
  std::span<const std::string_view> columns{};
};

struct check_constraint {
  std::string_view name{};  ///< the part after "ck_<table>_"
  std::string_view expression{};
};

struct index {
  std::string_view name{};
  std::span<const std::string_view> columns{};
  bool unique = false;
  std::string_view where{};  ///< of a partial index; SQL text
};

struct table {
  std::string_view name{};
  std::span<const column> columns{};
  primary_key key{};
  std::span<const foreign_key> foreign_keys{};
  std::span<const unique_constraint> uniques{};
  std::span<const check_constraint> checks{};
  std::span<const index> indexes{};
};

}  // namespace plinth::catalog
