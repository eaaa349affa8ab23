// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/autogenerate.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/ddl.hpp>
#include <plinth/engine/connection.hpp>
#include <plinth/migrate/error.hpp>

namespace plinth::migrate {

namespace detail {

struct both_sides {
  database from;
  database to;
};

[[nodiscard]] PLINTH_INLINE both_sides read_both(engine& on, const server& at,
                                                 std::span<const catalog::table* const> tables) {
  connection reading = on.connect();
  return {at.inspect(reading), at.expected(on, tables)};
}

[[nodiscard]] PLINTH_INLINE compare_options options_for(const server& at, const autogenerate_options& options) {
  compare_options result = at.abilities();
  result.drop_unknown_tables = options.drop_unknown_tables;
  result.passed_over.push_back(options.version_table);
  return result;
}

/// Makes in an empty database what `d` has, without rows.
PLINTH_INLINE void recreate(connection& to, const database& d) {
  for (const own::table& t : d.tables) {
    to.run(sql::text_of(to.dialect(), [&](sql::writer& out) { dialect::create_table(out, t); }));
    for (const own::index& i : t.indexes)
      to.run(sql::text_of(to.dialect(), [&](sql::writer& out) { dialect::create_index(out, t, i); }));
  }
  for (const view& v : d.views) to.run(v.sql);
  for (const trigger& t : d.triggers) to.run(t.sql);
}

/// The steps back, found by running those forth on an empty copy, so that they start from what the server itself makes
/// of them. Nothing where the server has no empty database to give, or where the copy cannot be made in it.
[[nodiscard]] PLINTH_INLINE bool try_on_copy(engine& on, const server& at, const database& from,
                                             const std::vector<operation>& ops, const std::vector<step>& up,
                                             std::vector<step>& down) {
  const std::unique_ptr<engine> scratch = on.scratch();
  if (scratch == nullptr) return false;
  connection copy = scratch->connect();
  database before;
  try {
    at.prepare(copy, false);
    recreate(copy, from);
    before = at.inspect(copy);
  } catch (const error&) {
    return false;  // a function or a collation that only the program's own connections have
  }
  for (const step& s : up) copy.run(s.sql);
  down = at.render(at.inspect(copy), reversed(ops));
  for (const step& s : down) copy.run(s.sql);
  database after = at.inspect(copy);
  before.triggers.clear();  // their text may have other quotes now
  after.triggers.clear();
  if (normalised(std::move(after)) != normalised(std::move(before)))
    throw migration_error(5306,
                          "the generated downgrade does not bring back what was there, as a try on an empty copy "
                          "of the database showed; this is a fault of plinth: please report the models before "
                          "and after, and write the revision by hand");
  return true;
}

PLINTH_INLINE void put_comments(std::string& out, std::string_view mark, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) out += joined({"-- ", mark, line, "\n"});
}

[[nodiscard]] PLINTH_INLINE std::string shown_column_words(const own::column& c) {
  return joined({c.name, " ", shown_type(c.type), c.nullable ? "" : " not null", c.generated_key ? " generated" : "",
                 c.never_reuses_keys ? " once" : "", " default ", c.server_default, " ", c.expression, " ",
                 c.collation});
}

}  // namespace detail

PLINTH_INLINE std::string section_text(const std::vector<step>& steps) {
  std::string result;
  for (const step& s : steps) {
    const bool begins_group = !s.notes.empty() || !s.dangers.empty() || s.outside_transaction;
    if (begins_group && !result.empty()) result += '\n';
    detail::put_comments(result, "", s.notes);
    detail::put_comments(result, "destructive: ", s.dangers);
    if (s.outside_transaction) result += "-- outside transaction\n";
    result += joined({s.sql, ";\n"});
  }
  return result;
}

PLINTH_INLINE difference compare_with(engine& on, std::span<const catalog::table* const> tables,
                                      const autogenerate_options& options) {
  const server& at = server_of(on);
  detail::both_sides sides = detail::read_both(on, at, tables);
  return compare(std::move(sides.from), sides.to, detail::options_for(at, options));
}

PLINTH_INLINE generated_sections generate(engine& on, std::span<const catalog::table* const> tables,
                                          const autogenerate_options& options) {
  const server& at = server_of(on);
  const detail::both_sides sides = detail::read_both(on, at, tables);
  generated_sections result{.found = compare(sides.from, sides.to, detail::options_for(at, options)), .sections = {}};
  const std::vector<operation>& ops = result.found.operations;
  if (ops.empty()) return result;
  const std::vector<step> up = at.render(sides.from, ops);
  std::vector<step> down;
  result.tried = detail::try_on_copy(on, at, sides.from, ops, up, down);
  if (!result.tried) {
    database after = sides.from;
    for (const operation& op : ops) apply_to(after, op);
    down = at.render(after, reversed(ops));
  }
  std::string notes;
  detail::put_comments(notes, "hint: ", result.found.hints);
  detail::put_comments(notes, "not compared: ", result.found.not_compared);
  if (!notes.empty()) notes += '\n';
  result.sections = {{.direction = direction::upgrade, .text = notes + section_text(up)},
                     {.direction = direction::downgrade, .text = section_text(down)}};
  return result;
}

PLINTH_INLINE std::string checksum_of(std::span<const catalog::table* const> tables, const server& at) {
  std::string all;
  for (const own::table& t : normalised(owned_copy(tables, at.rules())).tables) {
    all += joined({t.name, "\n"});
    for (const own::column& c : t.columns) all += detail::shown_column_words(c) + '\n';
    for (const auto& k : t.foreign_keys)
      all +=
          joined({k.name, " ", joined_list(k.columns), " ", k.target_table, " ", joined_list(k.target_columns), " ",
                  std::to_string(static_cast<int>(k.on_delete)), std::to_string(static_cast<int>(k.on_update)), "\n"});
    for (const auto& u : t.uniques) all += joined({u.name, " ", joined_list(u.columns), "\n"});
    for (const auto& c : t.checks) all += joined({c.full_name, " ", c.expression, "\n"});
    for (const own::index& i : t.indexes)
      all += joined({i.name, i.unique ? " unique " : " ", joined_list(i.columns), " ", std::to_string(i.descending),
                     " ", i.expression, " ", i.where, "\n"});
    all +=
        joined({joined_list(t.key.columns), t.strict ? " strict" : "", t.without_rowid ? " without rowid" : "", "\n"});
  }
  return checksum_of(all);
}

}  // namespace plinth::migrate
