// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/commands.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/migrate/database.hpp>
#include <plinth/migrate/script.hpp>
#include <plinth/migrate/server.hpp>
#include <plinth/migrate/targets.hpp>

namespace plinth::migrate {

namespace detail {

/// Looks through one file after the other.
class linting {
 public:
  linting(const revision_graph& graph, const server& at) : graph_(graph), server_(at) {}

  [[nodiscard]] std::vector<finding> run() {
    if (const revision_set heads = graph_.heads(); heads.size() > 1)
      add(graph_[heads.back()].file, 1, "several-heads",
          joined({"there are several heads, ", shown(graph_, heads), "; run: merge heads -m \"merge\""}));
    for (std::size_t i = 0; i < graph_.size(); ++i) look_at(graph_[i]);
    return std::move(result_);
  }

 private:
  void add(const std::string& file, std::size_t line, std::string_view rule, std::string message) {
    result_.push_back({file, line, std::string(rule), std::move(message)});
  }

  void look_at(const revision& r) {
    if (r.message.empty()) add(r.file, 1, "no-message", "the revision has no message; say what it is for");
    const revision_section* down = r.section(direction::downgrade, server_.name());
    const revision_section* up = r.section(direction::upgrade, server_.name());
    if (down == nullptr)
      add(r.file, 1, "no-downgrade",
          joined({"there is no \"-- downgrade\" for ", server_.name(), ", so that the revision cannot be undone"}));
    if (up == nullptr) {
      add(r.file, 1, "no-upgrade", joined({"there is no \"-- upgrade\" for ", server_.name()}));
      return;
    }
    const auto statements = split_script(up->text, server_.rules(), {r.file, up->line});
    note_replaced(statements);
    for (const script_statement& s : statements) look_at(r, s);
    if (down == nullptr || statements.empty()) return;
    if (split_script(down->text, server_.rules(), {r.file, down->line}).empty())
      add(r.file, down->line, "empty-downgrade", "the upgrade has statements and the downgrade has none");
  }

  void look_at(const revision& r, const script_statement& s) {
    const std::vector<dialect::lexical_token> tokens = dialect::tokens_of(s.sql, server_.rules());
    const auto begins_with = [&](std::string_view a, std::string_view b) {
      return tokens.size() > 2 && tokens[0].is_word(a) && tokens[1].is_word(b);
    };
    const auto has = [&](std::string_view word) {
      return std::any_of(tokens.begin(), tokens.end(), [&](const auto& t) { return t.is_word(word); });
    };
    const bool drops_column = begins_with("ALTER", "TABLE") && has("DROP") && has("COLUMN");
    if (s.dangers.empty() && !is_rebuild_step(tokens) && (begins_with("DROP", "TABLE") || drops_column))
      add(r.file, s.line, "unmarked-loss",
          "this drops data and is not marked; write above it: -- destructive: what is lost");
    if (begins_with("DELETE", "FROM") && !has("WHERE") && !has("sqlite_sequence"))
      add(r.file, s.line, "delete-everything",
          "this removes every row of the table; write a WHERE, if only a true one");
    if (begins_with("ALTER", "TABLE") && has("ADD") && has("NOT") && has("NULL") && !has("DEFAULT") &&
        !has("CONSTRAINT") && !has("GENERATED") && s.dangers.empty())
      add(r.file, s.line, "not-null-without-default", "this fails where the table has rows; give it a DEFAULT");
    if ((begins_with("CREATE", "TABLE") || begins_with("CREATE", "INDEX")) && has("EXISTS"))
      add(r.file, s.line, "if-not-exists",
          "IF NOT EXISTS lets a revision succeed on a table that is another one than it says; take it away");
  }

  /// Tables that another one is renamed to in the same script: a rebuild keeps the rows.
  void note_replaced(const std::vector<script_statement>& statements) {
    replaced_.clear();
    for (const script_statement& s : statements) {
      const std::vector<dialect::lexical_token> t = dialect::tokens_of(s.sql, server_.rules());
      if (t.size() == 7 && t[0].is_word("ALTER") && t[3].is_word("RENAME") && t[4].is_word("TO"))
        replaced_.push_back(t[5].unquoted());
    }
  }

  [[nodiscard]] bool is_rebuild_step(const std::vector<dialect::lexical_token>& tokens) const {
    return tokens.size() > 3 && names(replaced_, tokens[2].unquoted(), server_.rules());
  }

  const revision_graph& graph_;
  const server& server_;
  std::vector<std::string> replaced_;
  std::vector<finding> result_;
};

}  // namespace detail

PLINTH_INLINE std::vector<finding> lint(const std::vector<revision>& revisions, std::string_view server_name) {
  const revision_graph graph(revisions);
  return detail::linting(graph, server_named(server_name)).run();
}

}  // namespace plinth::migrate
