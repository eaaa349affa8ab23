// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/graph.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/core/topological_order.hpp>
#include <plinth/migrate/error.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE bool has_text(const std::vector<std::string>& texts, std::string_view wanted) {
  return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

PLINTH_INLINE void refuse_same_ids(const std::vector<revision>& revisions) {
  for (std::size_t i = 0; i < revisions.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (revisions[i].id == revisions[j].id)
        throw migration_error(5004, {revisions[i].file, 1},
                              joined({"the revision ", revisions[i].id, " is in ", revisions[j].file,
                                      " as well; give one of them another id, or remove it"}));
}

}  // namespace detail

PLINTH_INLINE revision_graph::revision_graph(std::vector<revision> revisions, const std::vector<std::string>& applied) {
  detail::refuse_same_ids(revisions);
  settle_squashed(revisions, applied);
  std::sort(revisions.begin(), revisions.end(),
            [](const revision& a, const revision& b) { return a.date != b.date ? a.date < b.date : a.id < b.id; });
  for (revision& r : revisions) nodes_.push_back({.data = std::move(r)});
  connect();
  sort();
  check_labels();
}

/// Keeps either a squashed revision or those that it replaces.
PLINTH_INLINE void revision_graph::settle_squashed(std::vector<revision>& revisions,
                                                   const std::vector<std::string>& applied) {
  std::vector<std::string> gone;
  for (const revision& r : revisions) {
    if (r.replaces.empty()) continue;
    std::size_t done = 0;
    for (const std::string& id : r.replaces) done += detail::has_text(applied, id) ? 1 : 0;
    const bool in_part = done > 0 && done < r.replaces.size() && !detail::has_text(applied, r.id);
    if (in_part) {
      gone.push_back(r.id);
      aliases_.emplace_back(r.id, r.replaces.back());
    } else {
      for (const std::string& id : r.replaces) {
        gone.push_back(id);
        aliases_.emplace_back(id, r.id);
      }
    }
  }
  std::erase_if(revisions, [&](const revision& r) { return detail::has_text(gone, r.id); });
}

PLINTH_INLINE std::size_t revision_graph::require(const revision& of, const std::string& id) const {
  if (const std::optional<std::size_t> found = find(id)) return *found;
  throw migration_error(5005, {of.file, 1},
                        joined({"the revision ", of.id, " comes after ", id,
                                ", which no file has; restore that file, or correct down_revision or depends_on"}));
}

PLINTH_INLINE void revision_graph::connect() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    node& n = nodes_[i];
    for (const std::string& id : n.data.down_revisions) {
      const std::size_t parent = require(n.data, id);
      n.parents.push_back(parent);
      nodes_[parent].children.push_back(i);
    }
    for (const std::string& id : n.data.depends_on) {
      const std::size_t first = require(n.data, id);
      n.dependencies.push_back(first);
      nodes_[first].dependents.push_back(i);
    }
  }
}

namespace detail {

/// Those from which the way back and the way forth never end: the rings, and what is between two of them.
[[nodiscard]] PLINTH_INLINE revision_set in_rings(std::size_t count, const std::vector<dependency>& edges) {
  std::vector<bool> gone(count, false);
  const auto ends_at = [&](std::size_t i) {
    bool before = false;
    bool after = false;
    for (const dependency& e : edges) {
      before = before || (e.after == i && !gone[e.before]);
      after = after || (e.before == i && !gone[e.after]);
    }
    return !before || !after;
  };
  for (bool changed = true; std::exchange(changed, false);)
    for (std::size_t i = 0; i < count; ++i)
      if (!gone[i] && ends_at(i)) gone[i] = changed = true;
  revision_set result;
  for (std::size_t i = 0; i < count; ++i)
    if (!gone[i]) result.push_back(i);
  return result;
}

}  // namespace detail

/// Puts what has to run first first.
PLINTH_INLINE void revision_graph::sort() {
  std::vector<dependency> edges;
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    for (const revision_set* before : {&nodes_[i].parents, &nodes_[i].dependencies})
      for (const std::size_t b : *before) edges.push_back({b, i});
  const std::optional<std::vector<std::size_t>> order = topological_order(nodes_.size(), edges);
  if (!order) {
    const revision_set ring = detail::in_rings(nodes_.size(), edges);
    std::string ids;
    for (const std::size_t i : ring) ids += joined({ids.empty() ? "" : ", ", nodes_[i].data.id});
    throw migration_error(5006, {nodes_[ring.front()].data.file, 1},
                          joined({"revisions follow each other in a ring, which must be among ", ids,
                                  "; correct down_revision or depends_on in one of their files"}));
  }
  std::vector<node> sorted;
  std::vector<std::size_t> place(nodes_.size());
  for (const std::size_t i : *order) {
    place[i] = sorted.size();
    sorted.push_back(std::move(nodes_[i]));
  }
  for (node& n : sorted)
    for (revision_set* set : {&n.parents, &n.dependencies, &n.children, &n.dependents}) {
      for (std::size_t& i : *set) i = place[i];
      std::sort(set->begin(), set->end());
    }
  nodes_ = std::move(sorted);
}

PLINTH_INLINE void revision_graph::check_labels() const {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    for (const std::string& label : nodes_[i].data.branch_labels) {
      const std::size_t first = *labelled(label);
      if (first != i)
        throw migration_error(5011, {nodes_[i].data.file, 1},
                              joined({"the branch label ", label, " is that of revision ", nodes_[first].data.id,
                                      " already; choose another"}));
    }
}

PLINTH_INLINE std::optional<std::size_t> revision_graph::find(std::string_view id) const noexcept {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].data.id == id) return i;
  for (const auto& [squashed, instead] : aliases_)
    if (squashed == id)
      for (std::size_t i = 0; i < nodes_.size(); ++i)
        if (nodes_[i].data.id == instead) return i;
  return std::nullopt;
}

PLINTH_INLINE revision_set revision_graph::marked(const std::vector<bool>& marks) const {
  revision_set result;
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (marks[i]) result.push_back(i);
  return result;
}

PLINTH_INLINE revision_set revision_graph::heads() const {
  revision_set all;
  for (std::size_t i = 0; i < nodes_.size(); ++i) all.push_back(i);
  return heads_of(all);
}

PLINTH_INLINE revision_set revision_graph::bases() const {
  revision_set result;
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].parents.empty()) result.push_back(i);
  return result;
}

PLINTH_INLINE revision_set revision_graph::heads_of(const revision_set& among) const {
  revision_set result;
  for (const std::size_t i : among) {
    const revision_set& next = nodes_[i].children;
    const bool followed = std::any_of(next.begin(), next.end(), [&](std::size_t child) {
      return std::find(among.begin(), among.end(), child) != among.end();
    });
    if (!followed) result.push_back(i);
  }
  return result;
}

/// Positions follow the order, so that one pass is enough.
PLINTH_INLINE revision_set revision_graph::with_ancestors(const revision_set& of) const {
  std::vector<bool> marks(nodes_.size());
  for (const std::size_t i : of) marks[i] = true;
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    if (!marks[i]) continue;
    for (const std::size_t before : nodes_[i].parents) marks[before] = true;
    for (const std::size_t before : nodes_[i].dependencies) marks[before] = true;
  }
  return marked(marks);
}

PLINTH_INLINE revision_set revision_graph::with_descendants(const revision_set& of) const {
  std::vector<bool> marks(nodes_.size());
  for (const std::size_t i : of) marks[i] = true;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!marks[i]) continue;
    for (const std::size_t after : nodes_[i].children) marks[after] = true;
    for (const std::size_t after : nodes_[i].dependents) marks[after] = true;
  }
  return marked(marks);
}

PLINTH_INLINE std::optional<std::size_t> revision_graph::labelled(std::string_view label) const noexcept {
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (detail::has_text(nodes_[i].data.branch_labels, label)) return i;
  return std::nullopt;
}

PLINTH_INLINE revision_set revision_graph::branch(std::size_t labelled_revision) const {
  std::vector<bool> marks(nodes_.size());
  marks[labelled_revision] = true;
  for (std::size_t i = labelled_revision; i < nodes_.size(); ++i)
    if (marks[i])
      for (const std::size_t child : nodes_[i].children) marks[child] = true;
  std::size_t at = labelled_revision;
  while (nodes_[at].parents.size() == 1 && nodes_[nodes_[at].parents[0]].children.size() == 1) {
    at = nodes_[at].parents[0];
    marks[at] = true;
  }
  return marked(marks);
}

}  // namespace plinth::migrate
