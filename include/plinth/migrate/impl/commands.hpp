// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/commands.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/impl/graph.hpp>
#include <plinth/migrate/impl/revision.hpp>
#include <plinth/migrate/impl/script.hpp>
#include <plinth/migrate/impl/standing.hpp>
#include <plinth/migrate/impl/targets.hpp>
#include <plinth/migrate/server.hpp>
#include <plinth/migrate/targets.hpp>

namespace plinth::migrate {

namespace detail {

/// One line, whatever the message has in it.
[[nodiscard]] PLINTH_INLINE std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

PLINTH_INLINE void write_new(const workspace& in, new_revision& made) {
  made.file = in.settings.versions() / file_name_for(made.revision, in.settings.file_template);
  made.revision.file = made.file.string();
  if (std::filesystem::exists(made.file))
    throw migration_error(5012, {made.file.string()}, "a file of this name is there already; choose another message");
  write_file(made.file, text_of(made.revision));
}

/// A revision without predecessors and statements.
[[nodiscard]] PLINTH_INLINE revision blank_revision(const revision_graph& graph, const revision_options& options) {
  revision r{.id = options.id.empty() ? new_id() : options.id, .message = one_line(options.message), .date = utc_now()};
  if (!is_sound_id(r.id))
    throw migration_error(5003, joined({"\"", r.id, "\" cannot name a revision: letters, digits, _ and . can"}));
  if (const std::optional<std::size_t> there = graph.find(r.id))
    throw migration_error(5004, {graph[*there].file, 1}, joined({"the revision ", r.id, " is there already"}));
  if (!options.branch_label.empty()) {
    if (!is_sound_id(options.branch_label) || graph.labelled(options.branch_label))
      throw migration_error(5011, joined({"the branch label \"", options.branch_label,
                                          "\" is that of a revision already, or has characters that a label cannot "
                                          "have"}));
    r.branch_labels = {options.branch_label};
  }
  for (const std::string& other : options.depends_on) r.depends_on.push_back(graph[resolve_one(graph, other)].id);
  r.sections = {{.direction = direction::upgrade}, {.direction = direction::downgrade}};
  return r;
}

/// The revision to come after; none where there is none yet.
[[nodiscard]] PLINTH_INLINE std::vector<std::string> predecessors(const revision_graph& graph,
                                                                  const revision_options& options) {
  if (options.head == "base" || graph.size() == 0) return {};
  const revision_set found = resolve(graph, options.head.empty() ? "head" : options.head, {});
  const revision_set heads = graph.heads();
  std::vector<std::string> ids;
  for (const std::size_t i : found) {
    if (!options.splice && !has_revision(heads, i))
      throw migration_error(5024, joined({"the revision ", graph[i].id,
                                          " is no head: others come after it; say --splice to begin a branch there"}));
    ids.push_back(graph[i].id);
  }
  return ids;
}

/// What keeps a comparison with the database from making sense; empty for nothing.
[[nodiscard]] PLINTH_INLINE std::string obstacle_in(const standing& now) {
  const revision_set heads = now.graph.heads();
  if (heads.size() > 1)
    return joined({"there are several heads, ", shown(now.graph, heads), "; run: merge heads -m \"merge\""});
  if (!now.unknown.empty())
    return joined({"the database has the revision ", now.unknown.front(), ", which no file has"});
  if (now.applied.size() < now.graph.size())
    return joined({"the database is not up to date: ", std::to_string(now.graph.size() - now.applied.size()),
                   " revisions are not applied; run: upgrade head"});
  return {};
}

PLINTH_INLINE void autogenerate_into(const workspace& in, new_revision& made, const revision_options& options) {
  const std::unique_ptr<engine> on = in.open();
  {
    connection reading = on->connect();
    const std::string obstacle = obstacle_in(standing_of(reading, in.revisions(), in.settings.version_table));
    if (!obstacle.empty() && options.head.empty()) throw migration_error(5307, obstacle);
  }
  generated_sections generated = generate(
      *on, in.tables, {.drop_unknown_tables = options.drop_unknown_tables, .version_table = in.settings.version_table});
  made.found = std::move(generated.found);
  made.tried = generated.tried;
  if (!generated.sections.empty()) made.revision.sections = std::move(generated.sections);
  made.revision.made_from = checksum_of(in.tables, server_of(*on));
}

}  // namespace detail

PLINTH_INLINE std::vector<std::filesystem::path> init(const std::filesystem::path& folder,
                                                      const std::filesystem::path& settings_file,
                                                      const settings& said) {
  if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder))
    throw migration_error(5014, {folder.string()},
                          "the folder is there and is not empty; name another one, or empty it");
  std::vector<std::filesystem::path> made;
  std::error_code failed;
  std::filesystem::create_directories(folder / "versions", failed);
  if (failed) throw migration_error(5012, {folder.string()}, joined({"the folder cannot be made: ", failed.message()}));
  made.push_back(folder / "versions");
  if (std::filesystem::exists(settings_file)) return made;
  settings written = said;
  written.script_location = folder;
  if (folder.is_absolute() == settings_file.is_absolute() && !settings_file.parent_path().empty())
    written.script_location = std::filesystem::relative(folder, settings_file.parent_path());
  write_file(settings_file, text_of(written));
  made.push_back(settings_file);
  return made;
}

PLINTH_INLINE new_revision create_revision(const workspace& in, const revision_options& options) {
  const revision_graph graph(in.revisions());
  new_revision made{.file = {}, .revision = detail::blank_revision(graph, options)};
  made.revision.down_revisions = detail::predecessors(graph, options);
  if (options.autogenerate) detail::autogenerate_into(in, made, options);
  detail::write_new(in, made);
  return made;
}

PLINTH_INLINE new_revision merge(const workspace& in, const std::vector<std::string>& heads,
                                 const revision_options& options) {
  const revision_graph graph(in.revisions());
  revision_set merged;
  for (const std::string& head : heads)
    for (const std::size_t i : resolve(graph, head, {})) detail::add_once(merged, i);
  if (merged.size() < 2)
    throw migration_error(5025, joined({"a merge needs two revisions at least; ", shown(graph, merged),
                                        merged.empty() ? "none was named" : " is only one"}));
  const revision_set all_heads = graph.heads();
  new_revision made{.file = {}, .revision = detail::blank_revision(graph, options)};
  for (const std::size_t i : merged) {
    if (!options.splice && !detail::has_revision(all_heads, i))
      throw migration_error(5024, joined({"the revision ", graph[i].id, " is no head; say --splice to merge it"}));
    made.revision.down_revisions.push_back(graph[i].id);
  }
  if (made.revision.message.empty()) made.revision.message = joined({"merge ", shown(graph, merged)});
  detail::write_new(in, made);
  return made;
}

PLINTH_INLINE check_result check(const workspace& in) {
  const std::unique_ptr<engine> on = in.open();
  check_result result;
  {
    connection reading = on->connect();
    result.obstacle = detail::obstacle_in(standing_of(reading, in.revisions(), in.settings.version_table));
  }
  if (result.obstacle.empty())
    result.found = compare_with(*on, in.tables, {.version_table = in.settings.version_table});
  return result;
}

PLINTH_INLINE std::filesystem::path rebase(const workspace& in, std::string_view moved, std::string_view onto) {
  const revision_graph graph(in.revisions());
  const std::size_t which = resolve_one(graph, moved);
  const std::size_t target = resolve_one(graph, onto);
  const revision& r = graph[which];
  if (detail::has_revision(graph.with_descendants({which}), target))
    throw migration_error(5026, joined({"the revision ", r.id, " cannot come after ", graph[target].id,
                                        ", which comes after it or is the same"}));
  if (!in.settings.url.empty()) {
    const std::unique_ptr<engine> on = in.open();
    connection reading = on->connect();
    const standing now = standing_of(reading, in.revisions(), in.settings.version_table);
    if (const auto there = now.graph.find(r.id); there && detail::has_revision(now.applied, *there))
      throw migration_error(5026, joined({"the revision ", r.id,
                                          " is applied to this database; what has run keeps its place: undo it first, "
                                          "or merge the heads"}));
  }
  std::string text = read_file(r.file);
  const header_line line = find_header_line(text, "down_revision");
  text.replace(line.begin, line.size, joined({"-- down_revision: ", graph[target].id}));
  write_file(r.file, text);
  return r.file;
}

namespace detail {

/// The revisions from one to another, which have to follow each other without a branch.
[[nodiscard]] PLINTH_INLINE revision_set line_between(const revision_graph& graph, std::size_t first,
                                                      std::size_t last) {
  revision_set line = {last};
  while (line.front() != first) {
    const revision_set& before = graph.parents(line.front());
    if (before.size() != 1 || graph.children(before.front()).size() != 1)
      throw migration_error(
          5027, joined({"from ", graph[first].id, " to ", graph[last].id, " is no line without branches, at ",
                        graph[line.front()].id, "; squash the parts between branches"}));
    line.insert(line.begin(), before.front());
  }
  return line;
}

/// The text of all, one after the other, with what each of them was.
[[nodiscard]] PLINTH_INLINE std::vector<revision_section> squashed_sections(const revision_graph& graph,
                                                                            const revision_set& line) {
  std::vector<revision_section> result;
  std::vector<std::string> servers;
  for (const std::size_t i : line)
    for (const revision_section& s : graph[i].sections)
      if (!has_text(servers, s.server)) servers.push_back(s.server);
  const bool only_common = servers.size() == 1 && servers.front().empty();
  if (!only_common) std::erase(servers, "");
  for (const direction way : {direction::upgrade, direction::downgrade})
    for (const std::string& server_name : servers) {
      revision_section all{.direction = way, .server = server_name};
      revision_set order = line;
      if (way == direction::downgrade) std::reverse(order.begin(), order.end());
      for (const std::size_t i : order)
        if (const revision_section* s = graph[i].section(way, server_name))
          all.text += joined({all.text.empty() ? "" : "\n", "-- from ", graph[i].id, " ", graph[i].message, "\n",
                              without_blanks(s->text), "\n"});
      result.push_back(std::move(all));
    }
  return result;
}

}  // namespace detail

PLINTH_INLINE new_revision squash(const workspace& in, std::string_view first, std::string_view last,
                                  const revision_options& options) {
  const revision_graph graph(in.revisions());
  const std::size_t begin = resolve_one(graph, first);
  const std::size_t end = resolve_one(graph, last);
  if (begin == end || !detail::has_revision(graph.with_ancestors({end}), begin))
    throw migration_error(5027, joined({graph[end].id, " does not come after ", graph[begin].id,
                                        "; a squash goes from an earlier revision to a later one"}));
  const revision_set line = detail::line_between(graph, begin, end);
  for (const std::size_t i : line)
    for (const revision_section& s : graph[i].sections)
      if (enforces_foreign_keys(s))
        throw migration_error(5029, {graph[i].file, s.line},
                              "this revision wants foreign keys enforced while it runs, which others of the squash may "
                              "not survive; leave it out");
  new_revision made{.file = {}, .revision = detail::blank_revision(graph, options)};
  made.revision.down_revisions = graph[begin].down_revisions;
  made.revision.sections = detail::squashed_sections(graph, line);
  for (const std::size_t i : line) {
    const revision& r = graph[i];
    if (r.replaces.empty()) made.revision.replaces.push_back(r.id);
    for (const std::string& id : r.replaces) made.revision.replaces.push_back(id);
    for (const std::string& id : r.branch_labels) made.revision.branch_labels.push_back(id);
    for (const std::string& id : r.depends_on) made.revision.depends_on.push_back(id);
  }
  if (made.revision.message.empty())
    made.revision.message = joined({"squash ", graph[begin].id, " to ", graph[end].id});
  detail::write_new(in, made);
  return made;
}

}  // namespace plinth::migrate
