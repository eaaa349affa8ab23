// SPDX-License-Identifier: MIT
#pragma once

// How revisions follow each other. Branches and merges are allowed: a revision may have several successors, and several
// predecessors.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/migrate/revision.hpp>

namespace plinth::migrate {

/// Positions of revisions, each at most once, in the order of the graph: what has to run first stands first.
using revision_set = std::vector<std::size_t>;

class revision_graph {
 public:
  /// Throws `migration_error` for two revisions of one id or label, a predecessor that is missing, and a cycle.
  ///
  /// `applied` decides about squashed revisions: where a database has some but not all of those that one replaces, they
  /// are used, else the one in their place.
  explicit revision_graph(std::vector<revision> revisions, const std::vector<std::string>& applied = {});

  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] const revision& operator[](std::size_t at) const noexcept { return nodes_[at].data; }

  /// The position of this very id; also of one that was squashed into another.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const noexcept;

  [[nodiscard]] const revision_set& parents(std::size_t of) const noexcept { return nodes_[of].parents; }
  [[nodiscard]] const revision_set& children(std::size_t of) const noexcept { return nodes_[of].children; }

  /// Those without a successor.
  [[nodiscard]] revision_set heads() const;

  /// Those without a predecessor.
  [[nodiscard]] revision_set bases() const;

  /// Those of `among` without a successor in it.
  [[nodiscard]] revision_set heads_of(const revision_set& among) const;

  /// These and all that have to run before them, also by `depends_on`.
  [[nodiscard]] revision_set with_ancestors(const revision_set& of) const;

  /// These and all that can only run after them, also by `depends_on`.
  [[nodiscard]] revision_set with_descendants(const revision_set& of) const;

  /// The revision that has this branch label.
  [[nodiscard]] std::optional<std::size_t> labelled(std::string_view label) const noexcept;

  /// The labelled revision, all that follow it, and those before it up to where the branch begins.
  [[nodiscard]] revision_set branch(std::size_t labelled_revision) const;

 private:
  struct node {
    revision data;
    revision_set parents{};
    revision_set dependencies{};
    revision_set children{};    ///< by `down_revision`
    revision_set dependents{};  ///< by `depends_on`
  };

  void settle_squashed(std::vector<revision>& revisions, const std::vector<std::string>& applied);
  void sort();
  void connect();
  void check_labels() const;
  [[nodiscard]] std::size_t require(const revision& of, const std::string& id) const;
  [[nodiscard]] revision_set marked(const std::vector<bool>& marks) const;

  std::vector<node> nodes_;
  std::vector<std::pair<std::string, std::string>> aliases_;  ///< squashed ids and what stands in their place
};

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/graph.hpp>
#endif
