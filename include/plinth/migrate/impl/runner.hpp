// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/runner.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/borrowed.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/impl/standing.hpp>
#include <plinth/migrate/impl/targets.hpp>
#include <plinth/migrate/server.hpp>
#include <plinth/migrate/standing.hpp>
#include <plinth/migrate/targets.hpp>
#include <plinth/migrate/version_table.hpp>

namespace plinth::migrate {

namespace detail {

using std::chrono::steady_clock;

/// A revision with the statements of one direction.
struct planned_revision {
  const migrate::revision* data = nullptr;
  migrate::direction direction = migrate::direction::upgrade;
  std::vector<script_statement> statements{};
  bool foreign_keys = false;
};

/// The statements of the section for this direction and server.
[[nodiscard]] PLINTH_INLINE planned_revision plan_for(const revision& r, direction way, const server& at) {
  planned_revision plan{.data = &r, .direction = way};
  const revision_section* section = r.section(way, at.name());
  if (section == nullptr && way == direction::upgrade)
    throw migration_error(5211, {r.file}, joined({"the revision has no \"-- upgrade\" for ", at.name(), "; add one"}));
  if (section == nullptr)
    throw migration_error(5211, {r.file},
                          joined({"the revision has no \"-- downgrade\" for ", at.name(),
                                  ", so that it cannot be undone; add one, be it empty"}));
  plan.statements = split_script(section->text, at.rules(), {r.file, section->line});
  plan.foreign_keys = enforces_foreign_keys(*section);
  return plan;
}

[[nodiscard]] PLINTH_INLINE const data_migration* find_function(const named_functions& functions,
                                                                std::string_view name) {
  for (const named_function& f : functions)
    if (f.name == name) return &f.function;
  return nullptr;
}

[[nodiscard]] PLINTH_INLINE bool drops_table(std::string_view sql) {
  const std::vector<dialect::lexical_token> tokens = dialect::tokens_of(sql);
  return tokens.size() > 2 && tokens[0].is_word("DROP") && tokens[1].is_word("TABLE");
}

/// What can be known to fail before anything runs.
PLINTH_INLINE void check_plan(const planned_revision& plan, const run_options& options) {
  for (const script_statement& s : plan.statements) {
    if (!s.function.empty() && find_function(options.functions, s.function) == nullptr)
      throw migration_error(5202, {plan.data->file, s.line},
                            joined({"the revision runs the function \"", s.function,
                                    "\", which the program does not have; give it to plinth::migrate::main or to the "
                                    "options of upgrade"}));
    if (plan.foreign_keys && drops_table(s.sql))
      throw migration_error(5216, {plan.data->file, s.line},
                            "a table is dropped while foreign keys are enforced, which deletes the rows that point to "
                            "it; take the line \"-- foreign_keys: on\" away, or put this into another revision");
    if (!s.dangers.empty() && plan.direction == direction::upgrade && !options.allow_destructive)
      throw migration_error(
          5203, {plan.data->file, s.line},
          joined({"the revision ", s.dangers.front(),
                  "; nothing was run; allow it with --allow-destructive once that is what you want"}));
  }
}

/// One run on one connection.
class running {
 public:
  running(engine& on, const std::vector<revision>& revisions, const run_options& options)
      : on_(on.connect()),
        server_(server_of(on)),
        revisions_(revisions),
        options_(options),
        table_(server_, options.version_table),
        give_up_(steady_clock::now() + options.lock_timeout) {
    if (server_.lock(on_, std::chrono::milliseconds(0))) return;
    tell({.what = run_event::kind::waits});
    if (!server_.lock(on_, options.lock_timeout)) refuse_lock();
  }

  [[nodiscard]] standing look() { return standing_of(on_, revisions_, options_.version_table); }

  [[nodiscard]] std::vector<finished_revision> upgrade(std::string_view target) {
    standing now = look();
    refuse_unknown(now);
    std::vector<std::string> wanted;
    for (const std::size_t i : upgrade_path(now.graph, target, now.applied)) wanted.push_back(now.graph[i].id);
    return run(now.graph, wanted, direction::upgrade);
  }

  [[nodiscard]] std::vector<finished_revision> downgrade(std::string_view target) {
    standing now = look();
    refuse_unknown(now);
    for (const applied_revision& row : now.unfinished)
      if (const auto i = now.graph.find(row.id)) add_once(now.applied, *i);
    std::vector<std::string> wanted;
    for (const std::size_t i : downgrade_path(now.graph, target, now.applied)) wanted.push_back(now.graph[i].id);
    return run(now.graph, wanted, direction::downgrade);
  }

  void stamp(const std::vector<std::string>& targets, bool purge) {
    in_transaction([&] {
      table_.create(on_);
      standing now = look();
      if (purge) {
        table_.clear(on_);
        now.applied.clear();
      } else {
        refuse_unknown(now);
      }
      revision_set wanted;
      for (const std::string& target : targets)
        for (const std::size_t i : resolve(now.graph, target, now.applied)) add_once(wanted, i);
      put_exactly(now, wanted);
    });
  }

 private:
  // ---- which ----

  static void refuse_unknown(const standing& now) {
    if (now.unknown.empty()) return;
    throw migration_error(5212, joined({"the database has the revision ", now.unknown.front(),
                                        ", which no file has: it is ahead of these files; bring them up to date, or "
                                        "forget what it has with stamp --purge"}));
  }

  [[nodiscard]] std::vector<finished_revision> run(const revision_graph& graph, const std::vector<std::string>& wanted,
                                                   direction way) {
    std::vector<planned_revision> plans;
    for (const std::string& id : wanted) {
      plans.push_back(plan_for(graph[*graph.find(id)], way, server_));
      check_plan(plans.back(), options_);
    }
    std::vector<finished_revision> result;
    for (const planned_revision& plan : plans)
      if (const std::optional<std::chrono::milliseconds> took = run_one(plan))
        result.push_back({plan.data->id, plan.data->message, way, *took});
    return result;
  }

  // ---- one revision ----

  /// Nothing where another run has done it meanwhile.
  [[nodiscard]] std::optional<std::chrono::milliseconds> run_one(const planned_revision& plan) {
    const auto from = steady_clock::now();
    bool begun = false;
    for (std::size_t at = 0; at < plan.statements.size() || !begun;) {
      const std::optional<std::size_t> next = run_part(plan, at, begun, from);
      if (!next) return std::nullopt;
      at = *next;
      begun = true;
    }
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - from);
    tell({.what = run_event::kind::ends,
          .revision = plan.data,
          .direction = plan.direction,
          .statements = plan.statements.size(),
          .duration = took});
    return took;
  }

  /// Runs statements up to one that has to be outside of the transaction, or that one alone. Returns the place of the
  /// next one.
  [[nodiscard]] std::optional<std::size_t> run_part(const planned_revision& plan, std::size_t at, bool begun,
                                                    steady_clock::time_point from) {
    std::optional<std::size_t> next;
    in_transaction(
        [&] {
          table_.create(on_);
          const std::optional<std::size_t> first = begun ? std::optional(at) : place_to_begin(plan);
          if (!first) return;
          if (!begun)
            tell({.what = run_event::kind::begins,
                  .revision = plan.data,
                  .direction = plan.direction,
                  .statements = plan.statements.size()});
          std::size_t i = *first;
          if (i < plan.statements.size() && plan.statements[i].outside_transaction) {
            next = i;
            note_progress(plan, i, from);
            return;
          }
          const std::unique_ptr<guard> watching = server_.watch(on_);
          for (; i < plan.statements.size() && !plan.statements[i].outside_transaction; ++i) run_statement(plan, i);
          watching->check(on_, plan.statements);
          note_progress(plan, i, from);
          next = i;
        },
        plan);
    if (!next || *next >= plan.statements.size() || !plan.statements[*next].outside_transaction) return next;
    run_statement(plan, *next);
    in_transaction([&] { note_progress(plan, *next + 1, from); });
    return *next + 1;
  }

  /// Looked at once the lock is held: what is applied now, and where an earlier run was interrupted.
  [[nodiscard]] std::optional<std::size_t> place_to_begin(const planned_revision& plan) {
    const standing now = look();
    for (const applied_revision& row : now.unfinished)
      if (row.id == plan.data->id) return place_in(row, plan);
    const std::optional<std::size_t> found = now.graph.find(plan.data->id);
    const bool applied = found && has_revision(now.applied, *found);
    const bool done = applied == (plan.direction == direction::upgrade);
    return done ? std::nullopt : std::optional<std::size_t>(0);
  }

  [[nodiscard]] std::size_t place_in(const applied_revision& row, const planned_revision& plan) const {
    const std::string_view way = plan.direction == direction::upgrade ? "upgrade " : "downgrade ";
    if (!row.unfinished.starts_with(way))
      throw migration_error(5208, {plan.data->file},
                            joined({"the revision was left in the middle of its ",
                                    row.unfinished.starts_with("up") ? "upgrade" : "downgrade",
                                    "; end that first, in the same direction"}));
    return static_cast<std::size_t>(std::stoul(row.unfinished.substr(way.size())));
  }

  /// Writes how far the revision is; at its end that it is applied, or no longer.
  void note_progress(const planned_revision& plan, std::size_t next, steady_clock::time_point from) {
    const bool up = plan.direction == direction::upgrade;
    const bool at_end = next >= plan.statements.size();
    if (at_end && !up) return table_.remove(on_, plan.data->id);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - from);
    for (const std::string& squashed : plan.data->replaces) table_.remove(on_, squashed);
    table_.put(on_, {.id = plan.data->id,
                     .applied_at = utc_now(),
                     .milliseconds = took.count(),
                     .checksum = plan.data->checksum(server_.name()),
                     .unfinished = at_end ? "" : joined({up ? "upgrade " : "downgrade ", std::to_string(next)})});
  }

  void run_statement(const planned_revision& plan, std::size_t i) {
    const script_statement& s = plan.statements[i];
    tell({.what = run_event::kind::statement,
          .revision = plan.data,
          .direction = plan.direction,
          .sql = s.sql,
          .number = i + 1,
          .statements = plan.statements.size()});
    try {
      if (s.function.empty()) return on_.run(s.sql);
      engine borrowed(borrow(on_.driver()), {.pool = {.max_connections = 1}});
      (*find_function(options_.functions, s.function))(borrowed);
    } catch (const connection_lost&) {
      throw;
    } catch (const std::exception& failure) {
      throw migration_error(
          5201, {plan.data->file, s.line},
          joined({"the ", plan.direction == direction::upgrade ? "upgrade" : "downgrade", " of ", plan.data->id,
                  " failed here: ", failure.what(),
                  s.outside_transaction ? "; what came before it is kept, and the next run goes on here"
                                        : "; nothing of it was kept, and it can be run again"}));
    }
  }

  // ---- transactions ----

  template <class Work>
  void in_transaction(const Work& work, const planned_revision& plan = {}) {
    server_.prepare(on_, plan.foreign_keys);
    try {
      begin();
      work();
      on_.commit();
    } catch (...) {
      if (on_.in_transaction()) on_.rollback();
      server_.settle(on_);
      throw;
    }
    server_.settle(on_);
  }

  /// Takes the lock of a writer, for which others may be before us.
  void begin() {
    for (bool told = false;; told = true) {
      try {
        return on_.begin(transaction_mode::write);
      } catch (const lock_timeout&) {
        if (steady_clock::now() >= give_up_) refuse_lock();
        if (!told) tell({.what = run_event::kind::waits});
      }
    }
  }

  [[noreturn]] void refuse_lock() const {
    throw migration_error(
        5213, joined({"the database was locked by others for more than ",
                      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(options_.lock_timeout).count()),
                      " s; see who migrates or writes, or wait longer (lock_timeout)"}));
  }

  void tell(const run_event& event) const {
    if (options_.observer) options_.observer(event);
  }

  // ---- stamping ----

  /// In the branches of `wanted`, exactly these and what is before them.
  void put_exactly(const standing& now, const revision_set& wanted) {
    const revision_set applied = now.graph.with_ancestors(wanted);
    for (const applied_revision& row : now.rows) {
      const std::optional<std::size_t> i = now.graph.find(row.id);
      if (i && !has_revision(applied, *i)) table_.remove(on_, row.id);
    }
    for (const std::size_t i : applied) {
      if (has_revision(now.applied, i)) continue;
      const revision& r = now.graph[i];
      table_.put(on_, {.id = r.id, .applied_at = utc_now(), .milliseconds = 0, .checksum = r.checksum(server_.name())});
    }
  }

  connection on_;
  const server& server_;
  const std::vector<revision>& revisions_;
  const run_options& options_;
  version_table table_;
  steady_clock::time_point give_up_;
};

}  // namespace detail

PLINTH_INLINE std::vector<finished_revision> upgrade(engine& on, const std::vector<revision>& revisions,
                                                     std::string_view target, const run_options& options) {
  return detail::running(on, revisions, options).upgrade(target);
}

PLINTH_INLINE std::vector<finished_revision> downgrade(engine& on, const std::vector<revision>& revisions,
                                                       std::string_view target, const run_options& options) {
  return detail::running(on, revisions, options).downgrade(target);
}

PLINTH_INLINE void stamp(engine& on, const std::vector<revision>& revisions, const std::vector<std::string>& targets,
                         const run_options& options, bool purge) {
  detail::running(on, revisions, options).stamp(targets, purge);
}

}  // namespace plinth::migrate
