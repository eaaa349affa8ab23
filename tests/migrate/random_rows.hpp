// SPDX-License-Identifier: MIT
#pragma once

// The rows of random databases, and what becomes of them when a database becomes another one.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/operation.hpp>
#include <plinth/migrate/type_change.hpp>

#include "migrate/random_database.hpp"

namespace plinth_test {

/// `<table> (<columns>) VALUES (<values>)` with values that point to rows which are there. `keys_of(column, table)`
/// gives the literals of a column.
template <class Keys>
std::string random_row(random_database& random, const own::table& t, const Keys& keys_of) {
  std::string columns;
  std::string values;
  for (const auto& c : t.columns) {
    if (c.computation != catalog::computation::none || c.generated_key) continue;
    std::string value = random.value(c);
    for (const auto& k : t.foreign_keys)
      if (k.columns[0] == c.name) {
        const auto keys = keys_of(k.target_columns[0], k.target_table);
        value = keys.empty() ? "NULL" : keys[random.below(keys.size())];
      }
    columns += (columns.empty() ? "" : ", ") + plinth::dialect::as_name(c.name);
    values += (values.empty() ? "" : ", ") + value;
  }
  return t.name + " (" + columns + ") VALUES (" + values + ")";
}

/// For each column that both databases have, by its origin, the queries whose values must be the same: `query(column,
/// table)` makes them.
template <class Query>
std::vector<std::pair<std::string, std::string>> kept_columns(const plinth::migrate::database& from,
                                                              const plinth::migrate::database& to, const Query& query) {
  namespace migrate = plinth::migrate;
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& t : to.tables) {
    const auto* old = from.find(t.renamed_from.empty() ? t.name : t.renamed_from);
    if (old == nullptr) continue;
    for (const auto& c : t.columns) {
      const auto* was = migrate::find_column(*old, c.renamed_from.empty() ? c.name : c.renamed_from, from.rules);
      const bool is_new = std::any_of(t.columns.begin(), t.columns.end(),
                                      [&](const auto& other) { return other.renamed_from == c.name; });
      if (is_new || was == nullptr || !migrate::same_type(was->type, c.type) ||
          c.computation != catalog::computation::none)
        continue;
      result.emplace_back(query(was->name, old->name), query(c.name, t.name));
    }
  }
  return result;
}

}  // namespace plinth_test
