// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/tool.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/arguments.hpp>
#include <plinth/migrate/commands.hpp>
#include <plinth/migrate/database_text.hpp>
#include <plinth/migrate/erd.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/look.hpp>
#include <plinth/migrate/progress.hpp>
#include <plinth/migrate/report.hpp>
#include <plinth/migrate/runner.hpp>
#include <plinth/migrate/server.hpp>
#include <plinth/migrate/standing.hpp>
#include <plinth/migrate/targets.hpp>
#include <plinth/migrate/tool_words.hpp>
#include <plinth/version.hpp>

namespace plinth::migrate {

namespace detail {

/// One command on its way: from words to what is printed.
class running_tool {
 public:
  running_tool(workspace in, const std::string& program, arguments said, const terminal& to)
      : in_(std::move(in)), program_(program), said_(std::move(said)), to_(to), report_(to.out, style()) {}

  [[nodiscard]] int run() {
    if (said_.has("--version")) return version();
    if (said_.has("--help")) return help();
    if (said_.command == nullptr) throw usage_error(5404, "no command is given; --help lists them");
    if (said_.command->name != "init") read_settings_file();
    take_settings();
    return run_command();
  }

  [[nodiscard]] report_style style() const {
    return {
        .json = said_.has("--json"), .colour = to_.out_is_terminal && to_.colours, .verbose = said_.has("--verbose")};
  }

 private:
  int version() {
    const std::string number = joined({std::to_string(PLINTH_VERSION_MAJOR), ".", std::to_string(PLINTH_VERSION_MINOR),
                                       ".", std::to_string(PLINTH_VERSION_PATCH)});
    report_.text("version", number, joined({"plinth ", number, "\n"}));
    return 0;
  }

  int help() {
    to_.out << (said_.command == nullptr ? help_for_all(program_, tool_commands, tool_options)
                                         : help_for(program_, *said_.command, tool_options));
    return 0;
  }

  // ---- settings ----

  [[nodiscard]] std::filesystem::path settings_file() const {
    return said_.has("--config") ? said_.value("--config") : "plinth.ini";
  }

  /// A missing file is an error only where it was named.
  void read_settings_file() {
    if (said_.has("--config") || std::filesystem::exists(settings_file()))
      in_.settings = read_settings(settings_file());
  }

  void take_settings() {
    if (const char* url = std::getenv("PLINTH_URL"); url != nullptr && *url != '\0') in_.settings.url = url;
    for (const std::string& pair : said_.values("--set")) {
      const std::size_t equals = pair.find('=');
      if (equals == std::string::npos)
        throw usage_error(5405, joined({"-x takes KEY=VALUE, as in -x url=sqlite:///other.db; not \"", pair, "\""}));
      const settings other = parse_settings(joined({pair.substr(0, equals), " = ", pair.substr(equals + 1), "\n"}),
                                            std::filesystem::path("-x"));
      const std::string key = pair.substr(0, equals);
      if (key == "url") in_.settings.url = other.url;
      if (key == "script_location") in_.settings.script_location = other.script_location;
      if (key == "file_template") in_.settings.file_template = other.file_template;
      if (key == "version_table") in_.settings.version_table = other.version_table;
      if (key == "lock_timeout") in_.settings.lock_timeout = other.lock_timeout;
    }
    if (said_.has("--lock-timeout"))
      in_.settings.lock_timeout =
          parse_settings(joined({"lock_timeout = ", said_.value("--lock-timeout"), "\n"}), "--lock-timeout")
              .lock_timeout;
  }

  [[nodiscard]] run_options options_for_run() const {
    return {.allow_destructive = said_.has("--allow-destructive"),
            .lock_timeout = in_.settings.lock_timeout,
            .version_table = in_.settings.version_table,
            .functions = in_.functions};
  }

  [[nodiscard]] revision_options options_for_revision() const {
    return {.message = said_.value("--message"),
            .autogenerate = said_.has("--autogenerate"),
            .head = said_.value("--head"),
            .splice = said_.has("--splice"),
            .branch_label = said_.value("--branch-label"),
            .depends_on = said_.values("--depends-on"),
            .id = said_.value("--rev-id"),
            .drop_unknown_tables = said_.has("--drop-tables")};
  }

  // ---- commands ----

  int run_command() {
    struct entry {
      std::string_view name;
      int (running_tool::*run)();
    };
    constexpr std::array<entry, 18> entries = {{{"init", &running_tool::init_command},
                                                {"revision", &running_tool::revision_command},
                                                {"upgrade", &running_tool::upgrade_command},
                                                {"downgrade", &running_tool::downgrade_command},
                                                {"current", &running_tool::current_command},
                                                {"history", &running_tool::history_command},
                                                {"heads", &running_tool::heads_command},
                                                {"branches", &running_tool::branches_command},
                                                {"show", &running_tool::show_command},
                                                {"merge", &running_tool::merge_command},
                                                {"stamp", &running_tool::stamp_command},
                                                {"check", &running_tool::check_command},
                                                {"lint", &running_tool::lint_command},
                                                {"status", &running_tool::status_command},
                                                {"rebase", &running_tool::rebase_command},
                                                {"squash", &running_tool::squash_command},
                                                {"erd", &running_tool::erd_command},
                                                {"inspect", &running_tool::inspect_command}}};
    for (const entry& e : entries)
      if (e.name == said_.command->name) return (this->*e.run)();
    return 2;
  }

  int init_command() {
    settings said = in_.settings;
    if (said_.has("--url")) said.url = said_.value("--url");
    std::vector<std::string> made;
    for (const std::filesystem::path& file : init(said_.operands[0], settings_file(), said))
      made.push_back(file.generic_string());
    report_.made(made);
    return 0;
  }

  int revision_command() {
    if (said_.has("--into")) {
      report_.made(add_sections(in_, said_.value("--into"), options_for_revision()));
      return 0;
    }
    report_.made(create_revision(in_, options_for_revision()));
    return 0;
  }

  int merge_command() {
    report_.made(merge(in_, said_.operands, options_for_revision()));
    return 0;
  }

  int upgrade_command() { return run_revisions(direction::upgrade); }
  int downgrade_command() { return run_revisions(direction::downgrade); }

  int run_revisions(direction way) {
    const std::string& target = said_.operands[0];
    if (said_.has("--sql")) {
      report_.text("sql", offline_sql(in_, way, target));
      return 0;
    }
    if (target.find(':') != std::string::npos)
      throw migration_error(5028, joined({"\"", target, "\" is a range, which only --sql takes; name one revision"}));
    const std::unique_ptr<engine> on = in_.open();
    const std::vector<revision> revisions = in_.revisions();
    warn_of_edits(*on, revisions);
    run_options options = options_for_run();
    std::vector<finished_revision> done;
    {
      progress shown_progress(said_.has("--json") || said_.has("--quiet") ? to_.err : to_.out, to_.err,
                              to_.err_is_terminal && !said_.has("--quiet"), to_.columns);
      if (!said_.has("--quiet") && !said_.has("--json"))
        options.observer = [&](const run_event& event) { shown_progress.take(event); };
      done = way == direction::upgrade ? migrate::upgrade(*on, revisions, target, options)
                                       : migrate::downgrade(*on, revisions, target, options);
    }
    report_.ran(done, "nothing to do");
    return 0;
  }

  void warn_of_edits(engine& on, const std::vector<revision>& revisions) {
    connection reading = on.connect();
    const standing now = standing_of(reading, revisions, in_.settings.version_table);
    for (const std::size_t i : now.edited)
      to_.err << "warning: " << now.graph[i].file << " was edited since it was applied; the database has what it was\n";
  }

  int current_command() {
    const standing now = status(in_);
    const revision_set current = now.graph.heads_of(now.applied);
    report_.revisions(now.graph, current, &now.applied);
    for (const std::string& id : now.unknown)
      to_.err << "warning: the database has the revision " << id << ", which no file has\n";
    if (!said_.has("--check-heads")) return 0;
    if (current == now.graph.heads() && now.unknown.empty()) return 0;
    throw migration_error(5217, joined({"the database is not at all heads, which are ",
                                        shown(now.graph, now.graph.heads()), "; run: upgrade heads"}));
  }

  int history_command() {
    if (said_.has("--indicate-current") || said_.value("--rev-range").find("current") != std::string::npos) {
      const standing now = status(in_);
      return print_history(now.graph, &now.applied);
    }
    return print_history(revision_graph(in_.revisions()), nullptr);
  }

  int print_history(const revision_graph& graph, const revision_set* applied) {
    const std::string range = said_.value("--rev-range");
    if (said_.has("--rev-range") && range.empty())
      throw migration_error(5028, "an empty range is none: say from:to, as in base:head");
    report_.revisions(graph, history(graph, range, applied == nullptr ? revision_set() : *applied), applied);
    return 0;
  }

  int heads_command() {
    const revision_graph graph(in_.revisions());
    report_.revisions(graph, graph.heads());
    return 0;
  }

  int branches_command() {
    report_.branches(revision_graph(in_.revisions()));
    return 0;
  }

  int show_command() {
    if (said_.operands[0].find("current") != std::string::npos) {
      const standing now = status(in_);
      report_.details(now.graph, resolve(now.graph, said_.operands[0], now.applied));
      return 0;
    }
    const revision_graph graph(in_.revisions());
    report_.details(graph, {resolve_one(graph, said_.operands[0])});
    return 0;
  }

  int stamp_command() {
    const std::unique_ptr<engine> on = in_.open();
    migrate::stamp(*on, in_.revisions(), said_.operands, options_for_run(), said_.has("--purge"));
    report_.stamped(status(in_));
    return 0;
  }

  int check_command() {
    const check_result found = check(in_);
    report_.checked(found);
    return found.is_good() ? 0 : 1;
  }

  int lint_command() {
    std::string server_name = said_.value("--server");
    if (server_name.empty()) server_name = server_of(*in_.open()).name();
    const std::vector<finding> found = lint(in_.revisions(), server_name);
    report_.findings(found);
    return found.empty() ? 0 : 1;
  }

  int status_command() {
    report_.status(status(in_));
    return 0;
  }

  int rebase_command() {
    const std::filesystem::path changed = rebase(in_, said_.operands[0], said_.operands[1]);
    report_.changed(changed.string());
    return 0;
  }

  int squash_command() {
    const std::string& range = said_.operands[0];
    const std::size_t dots = range.find("..");
    if (dots == std::string::npos) throw usage_error(5406, joined({"squash takes FIRST..LAST, not \"", range, "\""}));
    report_.made(squash(in_, range.substr(0, dots), range.substr(dots + 2), options_for_revision()));
    return 0;
  }

  int erd_command() {
    const std::string format = said_.has("--format") ? said_.value("--format") : "mermaid";
    if (format != "mermaid" && format != "dot")
      throw usage_error(5405, joined({"--format is mermaid or dot, not \"", format, "\""}));
    report_.text("diagram", format == "dot" ? as_dot(in_.tables) : as_mermaid(in_.tables));
    return 0;
  }

  int inspect_command() {
    const database found = inspect(in_);
    if (said_.has("--models"))
      report_.text("models", as_models(found));
    else
      to_.out << as_json(found);
    return 0;
  }

  workspace in_;
  const std::string& program_;
  arguments said_;
  const terminal& to_;
  report report_;
};

}  // namespace detail

PLINTH_INLINE int run_tool(workspace in, const std::string& program, const std::vector<std::string>& words,
                           const terminal& to) {
  const bool json = std::find(words.begin(), words.end(), "--json") != words.end();
  const report told(json ? to.out : to.err, {.json = json, .colour = to.err_is_terminal && to.colours && !json});
  try {
    arguments said = read_arguments(words, detail::tool_commands, detail::tool_options);
    return detail::running_tool(std::move(in), program, std::move(said), to).run();
  } catch (const usage_error& wrong) {
    told.failure(wrong);
    return 2;
  } catch (const std::exception& failed) {
    told.failure(failed);
    return 1;
  }
}

namespace detail {

[[nodiscard]] PLINTH_INLINE std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

/// How many columns the terminal behind standard error has.
[[nodiscard]] PLINTH_INLINE std::size_t terminal_columns() {
  ::winsize size{};
  return ::ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace detail

PLINTH_INLINE int run_tool(workspace in, int argc, char** argv) {
  const std::string program = argc > 0 ? std::filesystem::path(argv[0]).filename().string() : std::string("migrate");
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  const bool understands_codes = detail::environment("TERM") != "dumb";
  return run_tool(std::move(in), program, words,
                  {.out = std::cout,
                   .err = std::cerr,
                   .out_is_terminal = understands_codes && ::isatty(1) == 1,
                   .err_is_terminal = understands_codes && ::isatty(2) == 1,
                   .colours = detail::environment("NO_COLOR").empty(),
                   .columns = detail::terminal_columns()});
}

}  // namespace plinth::migrate
