// SPDX-License-Identifier: MIT
// The order of revisions, and how they are named.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

#include <plinth/migrate/graph.hpp>
#include <plinth/migrate/targets.hpp>

namespace migrate = plinth::migrate;
using migrate::revision_graph;
using migrate::revision_set;

namespace {

using texts = std::vector<std::string>;

migrate::revision make(const std::string& id, texts down, texts labels = {}, texts depends_on = {},
                       texts replaces = {}) {
  return {.id = id,
          .down_revisions = std::move(down),
          .date = id,
          .branch_labels = std::move(labels),
          .depends_on = std::move(depends_on),
          .replaces = std::move(replaces),
          .file = id + ".sql"};
}

/// a1 - b2 - c3 - d4
std::vector<migrate::revision> line() {
  return {make("d4", {"c3"}), make("a1", {}), make("c3", {"b2"}), make("b2", {"a1"})};
}

/// a1 - b2 - c3 (left), b2 - d4 - e5 (right)
std::vector<migrate::revision> forked() {
  return {make("a1", {}), make("b2", {"a1"}), make("c3", {"b2"}, {"left"}), make("d4", {"b2"}, {"right"}),
          make("e5", {"d4"})};
}

/// The fork, with f6 that merges c3 and e5.
std::vector<migrate::revision> diamond() {
  auto result = forked();
  result.push_back(make("f6", {"c3", "e5"}));
  return result;
}

revision_set at(const revision_graph& graph, const texts& ids) {
  revision_set result;
  for (const std::string& id : ids) result.push_back(*graph.find(id));
  std::sort(result.begin(), result.end());
  return result;
}

std::string up(const std::vector<migrate::revision>& revisions, std::string_view target, const texts& applied = {}) {
  const revision_graph graph(revisions);
  return shown(graph, migrate::upgrade_path(graph, target, at(graph, applied)));
}

std::string down(const std::vector<migrate::revision>& revisions, std::string_view target, const texts& applied) {
  const revision_graph graph(revisions);
  return shown(graph, migrate::downgrade_path(graph, target, at(graph, applied)));
}

std::string refusal(const auto& work) {
  try {
    static_cast<void>(work());
  } catch (const plinth::migration_error& e) {
    return e.what();
  }
  return "nothing was refused";
}

std::string refused(const std::vector<migrate::revision>& revisions) {
  return refusal([&] { return revision_graph(revisions).size(); });
}

}  // namespace

TEST_CASE("revisions come in the order in which they can run", "[migrate]") {
  CHECK(up(line(), "head") == "a1, b2, c3, d4");
  CHECK(up(line(), "head", {"a1", "b2"}) == "c3, d4");
  CHECK(up(line(), "head", {"a1", "b2", "c3", "d4"}).empty());
  CHECK(up(diamond(), "head") == "a1, b2, c3, d4, e5, f6");
  CHECK(up(diamond(), "head", {"a1", "b2", "d4", "e5"}) == "c3, f6");
}

TEST_CASE("a revision is named by its id or by the beginning of it", "[migrate]") {
  CHECK(up(line(), "c3") == "a1, b2, c3");
  CHECK(up(line(), "c") == "a1, b2, c3");
  CHECK(refusal([] { return up(line(), "x"); }) ==
        "plinth[E5020]: \"x\" names no revision: no file has the id x; see what history prints");
  const std::vector<migrate::revision> alike = {make("abc1", {}), make("abc2", {"abc1"}), make("abc", {"abc2"})};
  CHECK(up(alike, "abc") == "abc1, abc2, abc");  // a whole id goes before the beginning of others
  CHECK(refusal([&] { return up(alike, "ab"); }) ==
        "plinth[E5021]: \"ab\" is the beginning of several revisions: abc1, abc2, abc; write more of it");
}

TEST_CASE("steps count from what is applied, or from a revision", "[migrate]") {
  CHECK(up(line(), "+1") == "a1");
  CHECK(up(line(), "+2", {"a1"}) == "b2, c3");
  CHECK(up(line(), "a1+2") == "a1, b2, c3");
  CHECK(up(line(), "head-1") == "a1, b2, c3");
  CHECK(up(line(), "d4-3") == "a1");
  CHECK(refusal([] {
          return up(line(), "+2", {"a1", "b2", "c3"});
        }) == "plinth[E5023]: \"+2\" goes 1 further up than the last revision");
  CHECK(refusal([] { return up(line(), "a1-2"); }).starts_with("plinth[E5023]: "));
  CHECK(refusal([] { return up(line(), "+"); }).starts_with("plinth[E5020]: "));
  CHECK(refusal([] { return up(line(), "a1+x"); }).starts_with("plinth[E5020]: "));
  CHECK(refusal([] { return up(line(), ""); }).starts_with("plinth[E5020]: "));
}

TEST_CASE("a downgrade undoes what follows its target, last first", "[migrate]") {
  const texts all = {"a1", "b2", "c3", "d4"};
  CHECK(down(line(), "b2", all) == "d4, c3");
  CHECK(down(line(), "-1", all) == "d4");
  CHECK(down(line(), "-4", all) == "d4, c3, b2, a1");
  CHECK(down(line(), "base", all) == "d4, c3, b2, a1");
  CHECK(down(line(), "d4", all).empty());
  CHECK(down(line(), "c3-1", all) == "d4, c3");
  CHECK(refusal([&] { return down(line(), "-5", all); }) ==
        "plinth[E5023]: \"-5\" goes 1 further down than the first revision");
  CHECK(refusal([&] { return down(line(), "+1", all); }).starts_with("plinth[E5023]: "));
  CHECK(refusal([&] { return down(line(), "d4", {"a1"}); }) ==
        "plinth[E5023]: \"d4\" is d4, which is not applied: nothing to go down to");
}

TEST_CASE("several heads are never a guess", "[migrate]") {
  CHECK(
      refusal([] { return up(forked(), "head"); }) ==
      "plinth[E5022]: there are several heads, c3, e5; merge them (merge heads), say heads for all of them, or name a "
      "branch, as in c3@head");
  CHECK(up(forked(), "heads") == "a1, b2, c3, d4, e5");
  const texts all = {"a1", "b2", "c3", "d4", "e5"};
  CHECK(refusal([&] {
          return down(forked(), "-1", all);
        }).starts_with("plinth[E5021]: \"-1\" could start from each of c3, e5"));
  CHECK(refusal([] { return up(forked(), "+1", {"a1", "b2"}); }).starts_with("plinth[E5021]: "));
}

TEST_CASE("a branch is named by its label or by a revision in it", "[migrate]") {
  CHECK(up(forked(), "right@head") == "a1, b2, d4, e5");
  CHECK(up(forked(), "left@head") == "a1, b2, c3");
  CHECK(up(forked(), "d4@head") == "a1, b2, d4, e5");
  CHECK(up(forked(), "left") == "a1, b2, c3");
  CHECK(up(forked(), "right@+1", {"a1", "b2"}) == "d4");
  const texts all = {"a1", "b2", "c3", "d4", "e5"};
  CHECK(down(forked(), "right@-1", all) == "e5");
  CHECK(down(forked(), "right@base", all) == "e5, d4");
  CHECK(down(forked(), "d4", all) == "e5");
  CHECK(refusal([] { return up(forked(), "middle@head"); }).starts_with("plinth[E5020]: "));
}

TEST_CASE("a merge is undone alone, and its sides by their names", "[migrate]") {
  const texts all = {"a1", "b2", "c3", "d4", "e5", "f6"};
  CHECK(down(diamond(), "-1", all) == "f6");
  CHECK(refusal([&] { return down(diamond(), "-2", all); }).starts_with("plinth[E5021]: "));
  CHECK(down(diamond(), "c3", all) == "f6");
  CHECK(down(diamond(), "b2", all) == "f6, e5, d4, c3");
}

TEST_CASE("a dependency runs first and is undone last, without being merged", "[migrate]") {
  const std::vector<migrate::revision> two = {make("a1", {}), make("b2", {"a1"}), make("x1", {}, {"extra"}, {"b2"}),
                                              make("x2", {"x1"})};
  CHECK(up(two, "extra@head") == "a1, b2, x1, x2");
  CHECK(up(two, "x1", {"a1"}) == "b2, x1");
  CHECK(down(two, "a1", {"a1", "b2", "x1", "x2"}) == "x2, x1, b2");
  const revision_graph graph(two);
  CHECK(shown(graph, graph.heads()) == "b2, x2");
}

TEST_CASE("files that do not fit each other are refused by name", "[migrate]") {
  CHECK(refused({make("a1", {}), make("a1", {})})
            .starts_with("plinth[E5004]: a1.sql:1: the revision a1 is in a1.sql as well"));
  CHECK(refused({make("b2", {"a1"})}) ==
        "plinth[E5005]: b2.sql:1: the revision b2 comes after a1, which no file has; restore that file, or correct "
        "down_revision or depends_on");
  CHECK(refused({make("a1", {}, {}, {"x"})}).starts_with("plinth[E5005]: "));
  CHECK(refused({make("a1", {"b2"}), make("b2", {"a1"})}) ==
        "plinth[E5006]: a1.sql:1: revisions follow each other in a ring, which must be among a1, b2; correct "
        "down_revision or depends_on in one of their files");
  CHECK(
      refused({make("a1", {}), make("b2", {"a1", "c3"}), make("c3", {"b2"}), make("d4", {"c3"})})
          .starts_with("plinth[E5006]: b2.sql:1: revisions follow each other in a ring, which must be among b2, c3; "));
  CHECK(refused({make("a1", {"a1"})}).starts_with("plinth[E5006]: "));
  CHECK(refused({make("a1", {}, {"l"}), make("b2", {"a1"}, {"l"})}).starts_with("plinth[E5011]: b2.sql:1: "));
}

TEST_CASE("a squashed revision counts where none or all of what it replaces is applied", "[migrate]") {
  const std::vector<migrate::revision> files = {make("a1", {}), make("b2", {"a1"}), make("c3", {"b2"}),
                                                make("s9", {"a1"}, {}, {}, {"b2", "c3"}), make("d4", {"c3"})};
  const auto missing = [&](const texts& applied) {
    const revision_graph graph(files, applied);
    revision_set have;
    for (const std::string& id : applied) have.push_back(*graph.find(id));
    std::sort(have.begin(), have.end());
    have.erase(std::unique(have.begin(), have.end()), have.end());
    return shown(graph, migrate::upgrade_path(graph, "head", have));
  };
  CHECK(missing({}) == "a1, s9, d4");
  CHECK(missing({"a1"}) == "s9, d4");
  CHECK(missing({"a1", "b2"}) == "c3, d4");
  CHECK(missing({"a1", "b2", "c3"}) == "d4");
  CHECK(missing({"a1", "s9"}) == "d4");
}
