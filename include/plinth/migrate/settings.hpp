// SPDX-License-Identifier: MIT
#pragma once

// plinth.ini: where the database and the revisions are.
//
//   [plinth]
//   url = sqlite:///blog.db
//   script_location = migrations

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace plinth::migrate {

struct settings {
  /// `$NAME` alone stands for the environment's variable of that name. A % is a % and needs no doubling.
  std::string url{};

  /// The folder with the folder `versions` in it; relative to the file that says it.
  std::filesystem::path script_location = "migrations";

  std::string file_template = "{rev}_{slug}";
  std::string version_table = "plinth_version";

  /// How long a run waits for another one to finish.
  std::chrono::milliseconds lock_timeout{60'000};

  [[nodiscard]] std::filesystem::path versions() const { return script_location / "versions"; }
};

/// Throws `migration_error` with file and line for what is no setting.
[[nodiscard]] settings read_settings(const std::filesystem::path& file);

/// The same for the file's text; `file` is for messages, and for what is relative to it.
[[nodiscard]] settings parse_settings(std::string_view text, const std::filesystem::path& file);

/// The text of a new plinth.ini.
[[nodiscard]] std::string text_of(const settings& s);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/settings.hpp>
#endif
