// SPDX-License-Identifier: MIT
#pragma once

// What the commands found, as text for people or as JSON for programs.

#include <exception>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/migrate/commands.hpp>
#include <plinth/migrate/compare.hpp>
#include <plinth/migrate/graph.hpp>
#include <plinth/migrate/runner.hpp>
#include <plinth/migrate/standing.hpp>

namespace plinth::migrate {

struct report_style {
  bool json = false;
  bool colour = false;
  bool verbose = false;
};

class report {
 public:
  report(std::ostream& out, report_style style) : out_(out), style_(style) {}

  void line(std::string_view text) const;

  /// A text that is itself the result; as JSON, the value of `key`. `for_people` says it otherwise.
  void text(std::string_view key, std::string_view value, std::string_view for_people = {}) const;

  void made(const std::vector<std::string>& files) const;
  void made(const new_revision& r) const;
  void changed(const std::string& file) const;
  void ran(const std::vector<finished_revision>& done, std::string_view otherwise) const;
  void stamped(const standing& now) const;

  /// Revisions, each with what it comes after; `applied` marks those that a database has, where one was asked.
  void revisions(const revision_graph& graph, const revision_set& which, const revision_set* applied = nullptr) const;
  void details(const revision_graph& graph, const revision_set& which) const;
  void branches(const revision_graph& graph) const;
  void status(const standing& now) const;
  void checked(const check_result& found) const;
  void findings(const std::vector<finding>& found) const;
  void failure(const std::exception& what) const;

 private:
  void put_details(const revision_graph& graph, std::size_t which) const;
  [[nodiscard]] std::string coloured(std::string_view text, std::string_view colour) const;

  std::ostream& out_;
  report_style style_;
};

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/report.hpp>
#endif
