// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/report.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/impl/targets.hpp>
#include <plinth/migrate/json_text.hpp>
#include <plinth/migrate/look.hpp>
#include <plinth/migrate/targets.hpp>

namespace plinth::migrate {

namespace detail {

PLINTH_INLINE void put_revision(json_text& to, const revision_graph& graph, std::size_t which) {
  const revision& r = graph[which];
  to.text("revision", r.id)
      .texts("down_revision", r.down_revisions)
      .text("message", r.message)
      .text("date", r.date)
      .texts("branch_labels", r.branch_labels)
      .texts("depends_on", r.depends_on)
      .texts("replaces", r.replaces)
      .text("file", r.file)
      .flag("head", graph.children(which).empty())
      .flag("branch_point", graph.children(which).size() > 1)
      .flag("merge", graph.parents(which).size() > 1);
}

PLINTH_INLINE void put_operations(json_text& to, const difference& found) {
  to.list("operations", found.operations, [&](const operation& op) {
    to.object([&](json_text& o) {
      o.text("operation", name_of(op))
          .text("table", table_of(op))
          .text("description", describe(op))
          .text("danger", danger_of(op));
    });
  });
  to.texts("hints", found.hints).texts("not_compared", found.not_compared);
}

[[nodiscard]] PLINTH_INLINE std::vector<std::string> ids_in(const revision_graph& graph, const revision_set& set) {
  std::vector<std::string> result;
  for (const std::size_t i : set) result.push_back(graph[i].id);
  return result;
}

/// "(head, branch point, accounts)".
[[nodiscard]] PLINTH_INLINE std::string marks_of(const revision_graph& graph, std::size_t which) {
  std::vector<std::string> marks = graph[which].branch_labels;
  if (graph.children(which).empty()) marks.push_back("head");
  if (graph.children(which).size() > 1) marks.push_back("branch point");
  if (graph.parents(which).size() > 1) marks.push_back("merge");
  return marks.empty() ? std::string() : joined({" (", joined_list(marks), ")"});
}

inline constexpr std::string_view green = "\033[32m";
inline constexpr std::string_view yellow = "\033[33m";
inline constexpr std::string_view red = "\033[31m";

}  // namespace detail

PLINTH_INLINE std::string report::coloured(std::string_view text, std::string_view colour) const {
  return style_.colour ? joined({colour, text, "\033[0m"}) : std::string(text);
}

PLINTH_INLINE void report::line(std::string_view text) const { out_ << text << '\n'; }

PLINTH_INLINE void report::text(std::string_view key, std::string_view value, std::string_view for_people) const {
  if (style_.json) return line(detail::json_text().text(key, value).take());
  out_ << (for_people.empty() ? value : for_people);
}

PLINTH_INLINE void report::made(const std::vector<std::string>& files) const {
  if (style_.json) return line(detail::json_text().texts("created", files).take());
  for (const std::string& file : files) line(joined({coloured("created", detail::green), " ", file}));
}

PLINTH_INLINE void report::made(const new_revision& r) const {
  if (style_.json) {
    detail::json_text to;
    to.text("created", r.file.string())
        .text("revision", r.revision.id)
        .texts("down_revision", r.revision.down_revisions);
    to.flag("tried", r.tried);
    detail::put_operations(to, r.found);
    return line(to.take());
  }
  for (const operation& op : r.found.operations) {
    const bool danger = !danger_of(op).empty();
    line(joined({"  ", describe(op), danger ? coloured("  (destructive)", detail::yellow) : std::string()}));
  }
  for (const std::string& hint : r.found.hints) line(joined({coloured("hint: ", detail::yellow), hint}));
  for (const std::string& what : r.found.not_compared) line(joined({coloured("not compared: ", detail::yellow), what}));
  line(joined({coloured("created", detail::green), " ", r.file.string()}));
}

PLINTH_INLINE void report::changed(const std::string& file) const {
  if (style_.json) return line(detail::json_text().text("changed", file).take());
  line(joined({coloured("changed", detail::green), " ", file}));
}

PLINTH_INLINE void report::ran(const std::vector<finished_revision>& done, std::string_view otherwise) const {
  if (style_.json) {
    detail::json_text to;
    to.list("ran", done, [&](const finished_revision& r) {
      to.object([&](detail::json_text& o) {
        o.text("revision", r.id)
            .text("message", r.message)
            .text("direction", r.direction == direction::upgrade ? "upgrade" : "downgrade")
            .number("milliseconds", r.duration.count());
      });
    });
    return line(to.take());
  }
  if (done.empty()) line(otherwise);
}

PLINTH_INLINE void report::stamped(const standing& now) const {
  const revision_set heads = now.graph.heads_of(now.applied);
  if (style_.json) return line(detail::json_text().texts("current", detail::ids_in(now.graph, heads)).take());
  line(heads.empty() ? std::string("stamped: nothing is applied") : joined({"stamped: ", shown(now.graph, heads)}));
}

PLINTH_INLINE void report::revisions(const revision_graph& graph, const revision_set& which,
                                     const revision_set* applied) const {
  const auto is_applied = [&](std::size_t i) { return applied != nullptr && detail::has_revision(*applied, i); };
  if (style_.json) {
    detail::json_text to;
    to.list("revisions", which, [&](std::size_t i) {
      to.object([&](detail::json_text& o) {
        detail::put_revision(o, graph, i);
        if (applied != nullptr) o.flag("applied", is_applied(i));
      });
    });
    return line(to.take());
  }
  for (const std::size_t i : which) {
    if (style_.verbose) {
      put_details(graph, i);
      continue;
    }
    const revision& r = graph[i];
    line(joined({r.down_revisions.empty() ? "<base>" : joined_list(r.down_revisions), " -> ", r.id,
                 detail::marks_of(graph, i), is_applied(i) ? " [applied]" : "", r.message.empty() ? "" : ", ",
                 r.message}));
  }
}

PLINTH_INLINE void report::details(const revision_graph& graph, const revision_set& which) const {
  if (style_.json) return revisions(graph, which);
  for (const std::size_t i : which) put_details(graph, i);
}

PLINTH_INLINE void report::put_details(const revision_graph& graph, std::size_t which) const {
  const revision& r = graph[which];
  const auto put = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) line(joined({key, std::string(15 - key.size(), ' '), value}));
  };
  put("revision", joined({r.id, detail::marks_of(graph, which)}));
  put("comes after", r.down_revisions.empty() ? "<base>" : joined_list(r.down_revisions));
  put("depends on", joined_list(r.depends_on));
  put("replaces", joined_list(r.replaces));
  put("message", r.message);
  put("date", r.date);
  put("file", r.file);
  line("");
}

PLINTH_INLINE void report::branches(const revision_graph& graph) const {
  const revision_set points = branch_points(graph);
  if (style_.json) return revisions(graph, points);
  for (const std::size_t i : points) {
    revisions(graph, {i});
    for (const std::size_t child : graph.children(i))
      line(joined({"    -> ", graph[child].id, detail::marks_of(graph, child), graph[child].message.empty() ? "" : ", ",
                   graph[child].message}));
  }
}

PLINTH_INLINE void report::status(const standing& now) const {
  const auto row_of = [&](std::size_t i) {
    const auto found = std::find_if(now.rows.begin(), now.rows.end(),
                                    [&](const applied_revision& r) { return r.id == now.graph[i].id; });
    return found == now.rows.end() ? applied_revision() : *found;
  };
  revision_set pending;
  for (std::size_t i = 0; i < now.graph.size(); ++i)
    if (!detail::has_revision(now.applied, i)) pending.push_back(i);
  if (style_.json) {
    detail::json_text to;
    to.list("applied", now.applied, [&](std::size_t i) {
      to.object([&](detail::json_text& o) {
        detail::put_revision(o, now.graph, i);
        o.text("applied_at", row_of(i).applied_at).number("milliseconds", row_of(i).milliseconds);
        o.flag("edited", detail::has_revision(now.edited, i));
      });
    });
    to.list("pending", pending,
            [&](std::size_t i) { to.object([&](detail::json_text& o) { detail::put_revision(o, now.graph, i); }); });
    to.texts("unknown", now.unknown);
    to.list("unfinished", now.unfinished, [&](const applied_revision& r) {
      to.object([&](detail::json_text& o) { o.text("revision", r.id).text("left_at", r.unfinished); });
    });
    return line(to.take());
  }
  for (const std::size_t i : now.applied)
    line(joined({coloured("applied  ", detail::green), " ", now.graph[i].id, "  ", row_of(i).applied_at, "  ",
                 now.graph[i].message,
                 detail::has_revision(now.edited, i) ? coloured("  (its file was edited since)", detail::red)
                                                     : std::string()}));
  for (const std::size_t i : pending)
    line(joined({coloured("pending  ", detail::yellow), " ", now.graph[i].id, "                        ",
                 now.graph[i].message}));
  for (const applied_revision& r : now.unfinished)
    line(joined({coloured("unfinished", detail::red), " ", r.id, " was left at ", r.unfinished,
                 "; the next run goes on there"}));
  for (const std::string& id : now.unknown)
    line(joined({coloured("unknown  ", detail::red), " ", id, " is in the database and in no file"}));
}

PLINTH_INLINE void report::checked(const check_result& found) const {
  if (style_.json) {
    detail::json_text to;
    to.flag("good", found.is_good()).text("obstacle", found.obstacle);
    detail::put_operations(to, found.found);
    return line(to.take());
  }
  for (const operation& op : found.found.operations) line(joined({"  ", describe(op)}));
  for (const std::string& hint : found.found.hints) line(joined({coloured("hint: ", detail::yellow), hint}));
  for (const std::string& what : found.found.not_compared)
    line(joined({coloured("not compared: ", detail::yellow), what}));
  if (!found.obstacle.empty())
    line(joined({coloured("failed: ", detail::red), found.obstacle}));
  else if (!found.found.operations.empty())
    line(joined({coloured("failed: ", detail::red),
                 "the models and the database differ; run: revision --autogenerate -m \"...\""}));
  else
    line(coloured("no difference between the models and the database", detail::green));
}

PLINTH_INLINE void report::findings(const std::vector<finding>& found) const {
  if (style_.json) {
    detail::json_text to;
    to.list("findings", found, [&](const finding& f) {
      to.object([&](detail::json_text& o) {
        o.text("file", f.file).number("line", static_cast<std::int64_t>(f.line));
        o.text("rule", f.rule).text("message", f.message);
      });
    });
    return line(to.take());
  }
  for (const finding& f : found)
    line(joined({f.file, ":", std::to_string(f.line), ": ", coloured(f.rule, detail::yellow), ": ", f.message}));
  if (found.empty()) line(coloured("nothing found", detail::green));
}

PLINTH_INLINE void report::failure(const std::exception& what) const {
  const auto* own_error = dynamic_cast<const error*>(&what);
  const auto* of_migration = dynamic_cast<const migration_error*>(&what);
  if (!style_.json) return line(joined({coloured("error: ", detail::red), what.what()}));
  detail::json_text to;
  to.object("error", [&](detail::json_text& o) {
    o.number("code", own_error == nullptr ? 0 : own_error->code()).text("message", what.what());
    if (of_migration == nullptr || of_migration->place().file.empty()) return;
    o.text("file", of_migration->place().file);
    o.number("line", static_cast<std::int64_t>(of_migration->place().line));
  });
  line(to.take());
}

}  // namespace plinth::migrate
