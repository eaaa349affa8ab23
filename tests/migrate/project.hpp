// SPDX-License-Identifier: MIT
#pragma once

// A folder with settings, revisions and a database, and the tool run on it.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/runner.hpp>
#include <plinth/migrate/tool.hpp>
#include <plinth/sqlite.hpp>

#include "migrate/sqlite_database.hpp"
#include "support/temp_dir.hpp"

namespace plinth_test {

struct tool_result {
  int status = 0;
  std::string out;
  std::string err;
};

struct project {
  temp_dir dir;
  std::string url = "sqlite:///" + dir.file("app.db");
  migrate::named_functions functions{};

  /// Runs the tool for these models. `words` come behind the option that names the settings.
  template <class Metadata>
  tool_result run(std::vector<std::string> words) {
    words.insert(words.begin(), {"-c", dir.file("plinth.ini")});
    std::ostringstream out;
    std::ostringstream err;
    const int status = migrate::run_tool(migrate::workspace_for<Metadata>({}, functions), "migrate", words, {out, err});
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

}  // namespace plinth_test
