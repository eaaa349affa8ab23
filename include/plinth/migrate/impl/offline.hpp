// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/commands.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/impl/runner.hpp>
#include <plinth/migrate/runner.hpp>
#include <plinth/migrate/server.hpp>
#include <plinth/migrate/targets.hpp>
#include <plinth/migrate/version_table.hpp>

namespace plinth::migrate {

namespace detail {

/// The statements of one revision, in its transaction; what has to be outside of it ends one and begins the next.
PLINTH_INLINE void put_script(std::string& out, const planned_revision& plan, const server& at,
                              const std::string& version_row) {
  const std::string begin = at.script_begin();
  const std::string end = at.script_end();
  out += begin;
  for (const script_statement& s : plan.statements) {
    if (!s.function.empty())
      throw migration_error(5215, {plan.data->file, s.line},
                            joined({"the revision runs the function \"", s.function,
                                    "\", which needs a database; run it with the tool instead of with --sql"}));
    for (const std::string& danger : s.dangers) out += joined({"-- destructive: ", danger, "\n"});
    out += joined({s.outside_transaction ? end : "", s.sql, ";\n", s.outside_transaction ? begin : ""});
  }
  out += joined({version_row, ";\n", end, "\n"});
}

}  // namespace detail

PLINTH_INLINE std::string offline_sql(const workspace& in, direction way, std::string_view range) {
  const std::unique_ptr<engine> on = in.open();  // makes no connection: it says which server's words are asked for
  const server& at = server_of(*on);
  const sql::dialect& d = on->dialect();
  const revision_graph graph(in.revisions());
  std::string first;
  std::string last(range);
  const bool is_range = split_range(range, first, last);
  const bool up = way == direction::upgrade;
  if (!up && !is_range)
    throw migration_error(5028, "a downgrade as SQL needs to know where it starts: say from:to, as in head:base");
  const revision_set applied = is_range ? graph.with_ancestors(resolve(graph, first, {})) : revision_set();
  const revision_set path = up ? upgrade_path(graph, last, applied) : downgrade_path(graph, last, applied);
  const version_table table(at, in.settings.version_table);
  std::string out;
  if (up && applied.empty() && !path.empty()) out += joined({table.create_sql(d), ";\n\n"});
  for (const std::size_t i : path) {
    const revision& r = graph[i];
    out += joined({"-- ", up ? "upgrade" : "downgrade", " ", r.id, r.message.empty() ? "" : ": ", r.message, "\n"});
    const std::string row =
        up ? table.insert_sql(d, {.id = r.id, .applied_at = utc_now(), .checksum = r.checksum(at.name())})
           : table.delete_sql(d, r.id);
    detail::put_script(out, detail::plan_for(r, way, at), at, row);
  }
  return out;
}

}  // namespace plinth::migrate
