// SPDX-License-Identifier: MIT
#pragma once

// Columns that have to be gone for a moment, with all that the server drops with them.

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/postgresql/text.hpp>
#include <plinth/migrate/step.hpp>

namespace plinth::migrate::postgresql::detail {

template <class Constraint>
[[nodiscard]] std::string definition(const own::table& of, const Constraint& what) {
  return written([&](sql::writer& out) {
    if constexpr (std::is_same_v<Constraint, own::check_constraint>)
      dialect::constraint_definition(out, of, what, 1);
    else if constexpr (std::is_same_v<Constraint, own::column>)
      dialect::column_definition(out, of, what);
    else
      dialect::constraint_definition(out, of, what);
  });
}

/// The columns of a table that are computed from this one.
[[nodiscard]] PLINTH_INLINE std::vector<own::column> computed_from(const own::table& in, std::string_view column) {
  std::vector<own::column> result;
  for (const own::column& c : in.columns)
    if (c.computation != catalog::computation::none && dialect::mentions(c.expression, column, rules))
      result.push_back(c);
  return result;
}

class taken_out {
 public:
  taken_out(const own::table& of, std::vector<own::column> columns) : of_(of), columns_(std::move(columns)) {}

  void drop(std::vector<step>& to) const {
    for (const own::column& c : columns_)
      to.push_back({.sql = joined({altering(), "DROP COLUMN ", dialect::as_name(c.name)})});
  }

  /// `instead` is what the only column is from now on.
  void restore(std::vector<step>& to, const own::column* instead = nullptr) const {
    for (const own::column& c : columns_)
      to.push_back({.sql = joined({altering(), "ADD COLUMN ", definition(of_, instead != nullptr ? *instead : c)})});
    restore_constraints(to, of_.uniques, [&](const own::unique_constraint& u) { return has(u.columns); });
    restore_constraints(to, of_.foreign_keys, [&](const own::foreign_key& k) { return has(k.columns); });
    restore_constraints(to, of_.checks, [&](const own::check_constraint& c) { return says(c.expression); });
    for (const own::index& i : of_.indexes)
      if (has(i.columns) || says(i.expression) || says(i.where))
        to.push_back({.sql = written([&](sql::writer& out) { dialect::create_index(out, of_, i); })});
  }

 private:
  [[nodiscard]] std::string altering() const { return joined({"ALTER TABLE ", dialect::as_name(of_.name), " "}); }

  [[nodiscard]] bool has(const std::vector<std::string>& list) const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [&](const own::column& c) { return names(list, c.name, rules); });
  }

  [[nodiscard]] bool says(const std::string& expression) const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [&](const own::column& c) { return dialect::mentions(expression, c.name, rules); });
  }

  template <class Constraint, class Which>
  void restore_constraints(std::vector<step>& to, const std::vector<Constraint>& all, const Which& which) const {
    for (const Constraint& c : all)
      if (which(c)) to.push_back({.sql = joined({altering(), "ADD ", definition(of_, c)})});
  }

  const own::table& of_;
  std::vector<own::column> columns_;
};

}  // namespace plinth::migrate::postgresql::detail
