// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/commands.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/impl/targets.hpp>
#include <plinth/migrate/server.hpp>
#include <plinth/migrate/targets.hpp>

namespace plinth::migrate {

namespace detail {

/// The database has to have all that comes before the revision, and nothing else.
PLINTH_INLINE void check_begins_here(const standing& now, std::size_t which) {
  const revision& r = now.graph[which];
  if (has_revision(now.applied, which))
    throw migration_error(5030, {r.file}, joined({"the revision ", r.id, " is applied to this database already"}));
  for (const std::size_t i : now.graph.with_ancestors({which}))
    if (i != which && !has_revision(now.applied, i))
      throw migration_error(5307, joined({"the database is not up to date: ", now.graph[i].id, ", which comes before ",
                                          r.id, ", is not applied; run: upgrade ", now.graph[i].id}));
}

}  // namespace detail

PLINTH_INLINE new_revision add_sections(const workspace& in, std::string_view which, const revision_options& options) {
  const std::unique_ptr<engine> on = in.open();
  const std::string_view server_name = server_of(*on).name();
  connection reading = on->connect();
  const standing now = standing_of(reading, in.revisions(), in.settings.version_table);
  const std::size_t place = resolve_one(now.graph, which, now.applied);
  new_revision made{.file = now.graph[place].file, .revision = now.graph[place]};
  for (const revision_section& s : made.revision.sections)
    if (s.server == server_name)
      throw migration_error(
          5030, {made.revision.file, s.line - 1},
          joined({"the revision ", made.revision.id, " has a section for ", server_name, " already"}));
  detail::check_begins_here(now, place);
  generated_sections generated = generate(
      *on, in.tables, {.drop_unknown_tables = options.drop_unknown_tables, .version_table = in.settings.version_table});
  made.found = std::move(generated.found);
  made.tried = generated.tried;
  if (generated.sections.empty())
    generated.sections = {{.direction = direction::upgrade}, {.direction = direction::downgrade}};
  std::string text = read_file(made.file);
  if (!text.ends_with('\n')) text += '\n';
  for (revision_section& s : generated.sections) {
    s.server = server_name;
    text += joined({"\n", text_of(s)});
  }
  write_file(made.file, text);
  made.revision = parse_revision(text, made.revision.file);
  return made;
}

}  // namespace plinth::migrate
