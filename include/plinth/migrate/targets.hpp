// SPDX-License-Identifier: MIT
#pragma once

// How revisions are named on the command line, and which have to run to get there.
//
//   1f0c9a4e7b21   a whole id           1f0c          the beginning of one id
//   head           the only head        heads         all of them
//   base           before the first     current       what the database has
//   +2  -1         steps from there     1f0c+1        steps from a revision
//   accounts@head  the head of a branch, by its label or by a revision in it
//
// What could mean several things is an error that names them, never a guess.

#include <string>
#include <string_view>
#include <utility>

#include <plinth/migrate/graph.hpp>

namespace plinth::migrate {

/// The revisions that the text names; none for base. `applied` is what "current" and steps alone start from.
[[nodiscard]] revision_set resolve(const revision_graph& graph, std::string_view text, const revision_set& applied);

/// The same where one revision is meant. Base is an error here.
[[nodiscard]] std::size_t resolve_one(const revision_graph& graph, std::string_view text,
                                      const revision_set& applied = {});

/// What has to run, first to last, so that the target and all before it is applied.
[[nodiscard]] revision_set upgrade_path(const revision_graph& graph, std::string_view target,
                                        const revision_set& applied);

/// What has to be undone, first to last, so that the target is the last one applied in its branch.
[[nodiscard]] revision_set downgrade_path(const revision_graph& graph, std::string_view target,
                                          const revision_set& applied);

/// "a:b" as its two sides; false where there is no colon. An empty side stays empty.
[[nodiscard]] bool split_range(std::string_view text, std::string& first, std::string& last);

/// The ids, for messages: "a, b".
[[nodiscard]] std::string shown(const revision_graph& graph, const revision_set& revisions);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/targets.hpp>
#endif
