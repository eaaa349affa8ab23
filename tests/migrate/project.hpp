// SPDX-License-Identifier: MIT
#pragma once

// A folder with settings and revisions, a database on the server of this run, and what runs the ones on the other.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/runner.hpp>
#include <plinth/migrate/tool.hpp>

#include "migrate/server_database.hpp"
#include "support/backend.hpp"
#include "support/temp_dir.hpp"

namespace plinth_test {

struct tool_result {
  int status = 0;
  std::string out;
  std::string err;
};

struct project {
  temp_dir dir;
  test_database here{test_database::where::file};
  std::string url = here.url();
  migrate::named_functions functions{};

  /// What the tool works on, before it has read the settings.
  template <class Metadata>
  [[nodiscard]] migrate::workspace workspace() const {
    return {.tables = Metadata::tables, .connect = &connector_for, .functions = functions};
  }

  /// Runs the tool for these models. `words` come behind the option that names the settings.
  template <class Metadata>
  tool_result run(std::vector<std::string> words) {
    words.insert(words.begin(), {"-c", dir.file("plinth.ini")});
    std::ostringstream out;
    std::ostringstream err;
    const int status = migrate::run_tool(workspace<Metadata>(), "migrate", words, {out, err});
    return {status, without_folder(out.str()), without_folder(err.str())};
  }

  /// Makes the settings and the folder by hand.
  void prepare() {
    std::filesystem::create_directories(versions());
    write(dir.path() / "plinth.ini", "url = " + url + "\nscript_location = migrations\n");
  }

  [[nodiscard]] std::filesystem::path versions() const { return dir.path() / "migrations" / "versions"; }

  /// Writes a revision with these statements.
  void add(const std::string& id, const std::string& down, const std::string& upgrade,
           const std::string& downgrade = "", const std::string& more = "") {
    write(versions() / (id + ".sql"), "-- revision: " + id + "\n-- down_revision: " + down + "\n-- message: the " + id +
                                          "\n" + more + "\n-- upgrade\n" + upgrade + "\n-- downgrade\n" + downgrade);
  }

  static void write(const std::filesystem::path& file, std::string_view text) { std::ofstream(file) << text; }

  [[nodiscard]] std::vector<migrate::revision> revisions() const { return migrate::read_folder(versions()); }

  /// The text of the newest file with this in its name.
  [[nodiscard]] std::string text_of(std::string_view part) const {
    for (const auto& entry : std::filesystem::directory_iterator(versions()))
      if (entry.path().filename().string().find(part) != std::string::npos) return migrate::read_file(entry.path());
    return {};
  }

  /// The folder's own path is another one in each run.
  [[nodiscard]] std::string without_folder(std::string text) const {
    const std::string folder = dir.path().string() + "/";
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder))
      text.erase(at, folder.size());
    return text;
  }
};

/// The message of what `work` throws.
[[nodiscard]] std::string message_of(const auto& work) {
  try {
    static_cast<void>(work());
  } catch (const plinth::error& e) {
    return e.what();
  }
  return "nothing was thrown";
}

/// The ids of what ran.
[[nodiscard]] inline std::vector<std::string> ids_of(const std::vector<migrate::finished_revision>& done) {
  std::vector<std::string> result;
  for (const auto& r : done) result.push_back(r.id);
  return result;
}

/// A project whose revisions are run by the functions.
struct run_project : project {
  server_database db{here};
  migrate::run_options options{};

  run_project() { prepare(); }

  std::vector<std::string> upgrade(const std::string& target = "head") {
    return ids_of(migrate::upgrade(db.engine, revisions(), target, options));
  }
  std::vector<std::string> downgrade(const std::string& target) {
    return ids_of(migrate::downgrade(db.engine, revisions(), target, options));
  }
  std::vector<std::string> tables() { return db.tables(); }
  std::vector<std::string> applied() {
    return db.texts("SELECT revision FROM plinth_version WHERE unfinished = '' ORDER BY revision");
  }

  std::string refusal(const std::string& target = "head") {
    return without_folder(message_of([&] { return upgrade(target); }));
  }
};

}  // namespace plinth_test
