// SPDX-License-Identifier: MIT
#pragma once

// The table in which a database keeps which revisions it has: one row for each, with when it ran, how long that took,
// and the checksum of what ran.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/engine/connection.hpp>
#include <plinth/migrate/server.hpp>

namespace plinth::migrate {

struct applied_revision {
  std::string id;
  std::string applied_at{};       ///< 2025-01-31T12:00:00Z
  std::int64_t milliseconds = 0;  ///< 0 where it was stamped
  std::string checksum{};

  /// Where a revision with parts outside of transactions was left: "upgrade 3" is before its fourth statement. Empty
  /// for one that is done.
  std::string unfinished{};
};

class version_table {
 public:
  version_table(const migrate::server& on_server, std::string name);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// The rows; none where there is no table. Throws `migration_error` where the table is another tool's.
  [[nodiscard]] std::vector<applied_revision> read(connection& on) const;

  /// CREATE TABLE IF NOT EXISTS.
  void create(connection& on) const;

  /// Writes the row, in the place of the one that is there.
  void put(connection& on, const applied_revision& row) const;
  void remove(connection& on, std::string_view id) const;
  void clear(connection& on) const;

  /// The same as SQL without bound values, for scripts.
  [[nodiscard]] std::string create_sql(const sql::dialect& d) const;
  [[nodiscard]] std::string insert_sql(const sql::dialect& d, const applied_revision& row) const;
  [[nodiscard]] std::string delete_sql(const sql::dialect& d, std::string_view id) const;

 private:
  const migrate::server& server_;
  std::string name_;
};

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/version_table.hpp>
#endif
