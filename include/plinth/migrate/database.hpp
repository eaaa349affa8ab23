// SPDX-License-Identifier: MIT
#pragma once

// A database's tables and what hangs on them, as values: what is read from a live database, what the models ask for,
// and everything in between that a migration passes through.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/catalog/table.hpp>
#include <plinth/dialect/lexer.hpp>

namespace plinth::migrate {

namespace own = catalog::own;

/// Kept word for word: a migration never changes one, and makes it again where it has to go for a moment.
struct trigger {
  std::string name;
  std::string table;
  std::string sql;
  bool outdated = false;  ///< the text has names that were changed since it was read

  friend bool operator==(const trigger&, const trigger&) = default;
};

struct view {
  std::string name;
  std::string sql;

  friend bool operator==(const view&, const view&) = default;
};

/// A type that the server knows by name: an enumeration of PostgreSQL.
struct named_type {
  std::string name;
  std::vector<std::string> labels;

  friend bool operator==(const named_type&, const named_type&) = default;
};

/// What a database has and a catalog has no place for. It is told wherever catalogs are compared.
struct not_comparable {
  std::string table;
  std::string what;
  bool lost_in_rebuild = false;  ///< making the table anew would lose it, and is therefore refused

  friend bool operator==(const not_comparable&, const not_comparable&) = default;
};

struct database {
  std::vector<own::table> tables;
  std::vector<trigger> triggers;
  std::vector<view> views;
  std::vector<named_type> types;
  std::vector<not_comparable> rest;

  /// How the server reads names and texts.
  dialect::lexical_rules rules = dialect::sqlite_lexical_rules;

  [[nodiscard]] own::table* find(std::string_view table) noexcept;
  [[nodiscard]] const own::table* find(std::string_view table) const noexcept;
  [[nodiscard]] bool same_name(std::string_view a, std::string_view b) const noexcept;

  friend bool operator==(const database& a, const database& b) {
    return a.tables == b.tables && a.triggers == b.triggers && a.views == b.views && a.types == b.types &&
           a.rest == b.rest;
  }
};

[[nodiscard]] own::column* find_column(own::table& in, std::string_view name,
                                       const dialect::lexical_rules& rules) noexcept;
[[nodiscard]] const own::column* find_column(const own::table& in, std::string_view name,
                                             const dialect::lexical_rules& rules) noexcept;

/// Whether both are one name to the server.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b, const dialect::lexical_rules& rules) noexcept;

/// Whether both are the same names in the same order.
[[nodiscard]] bool same_names(const std::vector<std::string>& a, const std::vector<std::string>& b,
                              const dialect::lexical_rules& rules) noexcept;

/// Whether one of the names is this one.
[[nodiscard]] bool names(const std::vector<std::string>& columns, std::string_view name,
                         const dialect::lexical_rules& rules) noexcept;

/// A model's table with texts of its own, in which every constraint and index has the name that it will have.
[[nodiscard]] own::table owned_copy(const catalog::table& of);

/// The tables of the models as a database would have them, if it kept every word.
[[nodiscard]] database owned_copy(std::span<const catalog::table* const> tables, const dialect::lexical_rules& rules);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/database.hpp>
#endif
