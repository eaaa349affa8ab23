// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/targets.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE bool has_revision(const revision_set& among, std::size_t wanted) {
  return std::binary_search(among.begin(), among.end(), wanted);
}

/// A name as its parts: label@name+steps.
struct target_parts {
  std::string label;
  std::string name;
  std::optional<long> steps;
};

[[noreturn]] PLINTH_INLINE void refuse_target(int code, std::string_view text, std::string_view why) {
  throw migration_error(code, joined({"\"", text, "\" ", why}));
}

[[nodiscard]] PLINTH_INLINE target_parts split_target(std::string_view text) {
  target_parts parts;
  std::string_view rest = text;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    parts.label = rest.substr(0, at);
    rest = rest.substr(at + 1);
  }
  if (const std::size_t sign = rest.find_first_of("+-"); sign != std::string_view::npos) {
    const std::string_view digits = rest.substr(sign + 1);
    if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string_view::npos)
      refuse_target(5020, text, "names no revision: steps are + or - and a number");
    parts.steps = std::stol(std::string(digits)) * (rest[sign] == '-' ? -1 : 1);
    rest = rest.substr(0, sign);
  }
  parts.name = rest;
  if (parts.name.empty() && !parts.steps) refuse_target(5020, text, "names no revision");
  return parts;
}

class resolving {
 public:
  resolving(const revision_graph& graph, std::string_view text, const revision_set& applied)
      : graph_(graph), text_(text), applied_(applied), parts_(split_target(text)) {
    for (std::size_t i = 0; i < graph_.size(); ++i) branch_.push_back(i);
    if (!parts_.label.empty()) branch_ = graph_.branch(labelled());
  }

  [[nodiscard]] revision_set run() const {
    revision_set from = start();
    if (!parts_.steps) return from;
    return walk(std::move(from), *parts_.steps);
  }

  /// For steps downwards from what is applied: what they undo.
  [[nodiscard]] revision_set undone() const {
    revision_set frontier = in_branch(graph_.heads_of(applied_));
    revision_set result;
    for (long left = -*parts_.steps; left > 0; --left) {
      if (frontier.empty())
        refuse_target(5023, text_, joined({"goes ", std::to_string(left), " further down than the first revision"}));
      if (frontier.size() > 1) ambiguous("could start from each of ", frontier, "; name the branch, as in label@-1");
      result.push_back(frontier.front());
      frontier = in_branch(graph_.parents(frontier.front()));
    }
    std::sort(result.begin(), result.end());
    return result;
  }

  [[nodiscard]] const target_parts& parts() const noexcept { return parts_; }
  [[nodiscard]] const revision_set& branch() const noexcept { return branch_; }

 private:
  [[nodiscard]] std::size_t labelled() const {
    if (const std::optional<std::size_t> found = graph_.labelled(parts_.label)) return *found;
    return by_id(parts_.label);
  }

  [[nodiscard]] revision_set in_branch(revision_set among) const {
    std::erase_if(among, [&](std::size_t i) { return !has_revision(branch_, i); });
    return among;
  }

  [[nodiscard]] revision_set start() const {
    const std::string& name = parts_.name;
    if (name == "heads") return in_branch(graph_.heads());
    if (name == "head") return one_head();
    if (name == "base" || name == "bases") return {};
    if (name == "current") return in_branch(graph_.heads_of(applied_));
    if (name.empty()) return where_applied();
    if (const std::optional<std::size_t> found = graph_.labelled(name)) return {*found};
    return {by_id(name)};
  }

  /// The last revisions that are applied, of those that lead to the branch or are in it.
  [[nodiscard]] revision_set where_applied() const {
    const revision_set leading = graph_.with_ancestors(branch_);
    revision_set there = applied_;
    std::erase_if(there, [&](std::size_t i) { return !has_revision(leading, i); });
    return graph_.heads_of(there);
  }

  [[nodiscard]] revision_set one_head() const {
    revision_set heads = in_branch(graph_.heads());
    if (heads.size() > 1)
      throw migration_error(5022, joined({"there are several heads, ", shown(graph_, heads),
                                          "; merge them (merge heads), say heads for all of them, or name a branch, as "
                                          "in ",
                                          graph_[heads.front()].id, "@head"}));
    return heads;
  }

  [[nodiscard]] std::size_t by_id(std::string_view name) const {
    if (const std::optional<std::size_t> exact = graph_.find(name)) return *exact;
    revision_set found;
    for (std::size_t i = 0; i < graph_.size(); ++i)
      if (graph_[i].id.starts_with(name)) found.push_back(i);
    if (found.empty())
      refuse_target(5020, text_, joined({"names no revision: no file has the id ", name, "; see what history prints"}));
    if (found.size() > 1) ambiguous("is the beginning of several revisions: ", found, "; write more of it");
    return found.front();
  }

  [[noreturn]] void ambiguous(std::string_view what, const revision_set& found, std::string_view advice) const {
    refuse_target(5021, text_, joined({what, shown(graph_, found), advice}));
  }

  [[nodiscard]] revision_set walk(revision_set from, long steps) const {
    const bool up = steps > 0;
    for (long left = up ? steps : -steps; left > 0; --left) {
      if (from.size() > 1) ambiguous("could go on from each of ", from, "; name the branch, as in label@+1");
      revision_set next;
      if (from.empty()) {
        if (!up) refuse_target(5023, text_, "goes further down than the first revision");
        next = graph_.bases();
        const revision_set leading = graph_.with_ancestors(branch_);
        std::erase_if(next, [&](std::size_t i) { return !has_revision(leading, i); });
      } else {
        next = in_branch(up ? graph_.children(from.front()) : graph_.parents(from.front()));
      }
      if (up && next.empty())
        refuse_target(5023, text_, joined({"goes ", std::to_string(left), " further up than the last revision"}));
      from = std::move(next);
    }
    if (from.size() > 1) ambiguous("could be each of ", from, "; name the branch, as in label@+1");
    return from;
  }

  const revision_graph& graph_;
  std::string_view text_;
  const revision_set& applied_;
  target_parts parts_;
  revision_set branch_;
};

}  // namespace detail

PLINTH_INLINE std::string shown(const revision_graph& graph, const revision_set& revisions) {
  std::string result;
  for (const std::size_t i : revisions) result += joined({result.empty() ? "" : ", ", graph[i].id});
  return result;
}

PLINTH_INLINE bool split_range(std::string_view text, std::string& first, std::string& last) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  first = text.substr(0, colon);
  last = text.substr(colon + 1);
  return true;
}

PLINTH_INLINE revision_set resolve(const revision_graph& graph, std::string_view text, const revision_set& applied) {
  return detail::resolving(graph, text, applied).run();
}

PLINTH_INLINE std::size_t resolve_one(const revision_graph& graph, std::string_view text, const revision_set& applied) {
  const revision_set found = resolve(graph, text, applied);
  if (found.size() == 1) return found.front();
  if (found.empty()) detail::refuse_target(5020, text, "names no revision here");
  detail::refuse_target(5021, text, joined({"names several revisions, ", shown(graph, found), "; one is needed here"}));
}

PLINTH_INLINE revision_set upgrade_path(const revision_graph& graph, std::string_view target,
                                        const revision_set& applied) {
  revision_set path = graph.with_ancestors(resolve(graph, target, applied));
  std::erase_if(path, [&](std::size_t i) { return detail::has_revision(applied, i); });
  return path;
}

PLINTH_INLINE revision_set downgrade_path(const revision_graph& graph, std::string_view target,
                                          const revision_set& applied) {
  const detail::resolving wanted(graph, target, applied);
  revision_set path;
  if (wanted.parts().name.empty()) {
    if (*wanted.parts().steps > 0) detail::refuse_target(5023, target, "goes up, and a downgrade goes down");
    path = wanted.undone();
  } else if (wanted.parts().name == "base" && !wanted.parts().steps) {
    path = wanted.branch();
  } else {
    const revision_set last = wanted.run();
    for (const std::size_t i : last)
      if (!detail::has_revision(applied, i))
        detail::refuse_target(5023, target,
                              joined({"is ", graph[i].id, ", which is not applied: nothing to go down to"}));
    path = last.empty() ? wanted.branch() : graph.with_descendants(last);
    std::erase_if(path, [&](std::size_t i) { return std::find(last.begin(), last.end(), i) != last.end(); });
  }
  path = graph.with_descendants(path);  // what depends on them cannot stay
  std::erase_if(path, [&](std::size_t i) { return !detail::has_revision(applied, i); });
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace plinth::migrate
