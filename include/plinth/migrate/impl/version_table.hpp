// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/version_table.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/dialect/sql_text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/rows.hpp>

namespace plinth::migrate {

namespace detail {

inline constexpr std::array<std::string_view, 5> version_columns = {"revision", "applied_at", "milliseconds",
                                                                    "checksum", "unfinished"};

[[nodiscard]] PLINTH_INLINE own::table version_table_named(const std::string& name) {
  using catalog::base_type;
  return {.name = name,
          .columns = {{.name = "revision", .type = {.base = base_type::text}},
                      {.name = "applied_at", .type = {.base = base_type::text}},
                      {.name = "milliseconds", .type = {.base = base_type::bigint}},
                      {.name = "checksum", .type = {.base = base_type::text}},
                      {.name = "unfinished", .type = {.base = base_type::text}}},
          .key = {"pk_" + name, {"revision"}}};
}

}  // namespace detail

PLINTH_INLINE version_table::version_table(const migrate::server& on_server, std::string name)
    : server_(on_server), name_(std::move(name)) {}

PLINTH_INLINE std::vector<applied_revision> version_table::read(connection& on) const {
  const std::vector<std::string> columns = server_.columns_of(on, name_);
  if (columns.empty()) return {};
  for (const std::string_view wanted : detail::version_columns)
    if (std::find(columns.begin(), columns.end(), wanted) == columns.end())
      throw migration_error(
          5207, joined({"the table ", dialect::as_name(name_), " has no column \"", wanted,
                        "\", so that another tool made it; name another one as version_table in plinth.ini"}));
  std::vector<applied_revision> result;
  for (auto& row : rows_of(on, joined({"SELECT revision, applied_at, milliseconds, checksum, unfinished FROM ",
                                       dialect::as_name(name_), " ORDER BY applied_at, revision"})))
    result.push_back({std::move(row[0]), std::move(row[1]), std::stoll(row[2]), std::move(row[3]), std::move(row[4])});
  return result;
}

PLINTH_INLINE void version_table::create(connection& on) const { on.run(create_sql(on.dialect())); }

PLINTH_INLINE void version_table::put(connection& on, const applied_revision& row) const {
  remove(on, row.id);
  const std::array<cell, 5> values = {cell::of_bytes(row.id), cell::of_bytes(row.applied_at),
                                      cell::of_integer(row.milliseconds), cell::of_bytes(row.checksum),
                                      cell::of_bytes(row.unfinished)};
  on.execute(sql::text_of(on.dialect(),
                          [&](sql::writer& out) {
                            out << "INSERT INTO " << dialect::as_name(name_)
                                << " (revision, applied_at, milliseconds, checksum, unfinished) VALUES (";
                            for (std::size_t i = 0; i < values.size(); ++i) (out << (i == 0 ? "" : ", ")).parameter();
                            out << ')';
                          }),
             values);
}

PLINTH_INLINE void version_table::remove(connection& on, std::string_view id) const {
  const std::array<cell, 1> values = {cell::of_bytes(id)};
  on.execute(sql::text_of(on.dialect(),
                          [&](sql::writer& out) {
                            out << "DELETE FROM " << dialect::as_name(name_) << " WHERE revision = ";
                            out.parameter();
                          }),
             values);
}

PLINTH_INLINE void version_table::clear(connection& on) const {
  on.run(joined({"DELETE FROM ", dialect::as_name(name_)}));
}

PLINTH_INLINE std::string version_table::create_sql(const sql::dialect& d) const {
  return sql::text_of(d, [&](sql::writer& out) {
    dialect::create_table(out, detail::version_table_named(name_), dialect::when_done::skip);
  });
}

PLINTH_INLINE std::string version_table::insert_sql(const sql::dialect& d, const applied_revision& row) const {
  return sql::text_of(d, [&](sql::writer& out) {
    out << "INSERT INTO " << dialect::as_name(name_)
        << " (revision, applied_at, milliseconds, checksum, unfinished) VALUES (";
    out.literal(row.id) << ", ";
    out.literal(row.applied_at) << ", ";
    out.number(static_cast<std::uint64_t>(row.milliseconds)) << ", ";
    out.literal(row.checksum) << ", '')";
  });
}

PLINTH_INLINE std::string version_table::delete_sql(const sql::dialect& d, std::string_view id) const {
  return sql::text_of(d, [&](sql::writer& out) {
    (out << "DELETE FROM " << dialect::as_name(name_) << " WHERE revision = ").literal(id);
  });
}

}  // namespace plinth::migrate
