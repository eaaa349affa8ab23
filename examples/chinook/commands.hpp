// SPDX-License-Identifier: MIT
#pragma once

// The two commands, and what they say where something is wrong.

#include <cstddef>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <plinth/plinth.hpp>
#include <plinth/schema.hpp>
#include <plinth/sqlite.hpp>

#include "import.hpp"
#include "reports.hpp"

namespace chinook {

inline constexpr std::string_view usage =
    "usage: chinook import <chinook.json> <database>\n"
    "       chinook report <database> [<playlist>]\n";

/// The user's own mistake, to be told without a number.
struct complaint : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[nodiscard]] inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  std::string text;
  if (in && !is_directory(path)) text.resize(static_cast<std::size_t>(in.tellg()));
  in.seekg(0);
  if (is_directory(path) || !in.read(text.data(), static_cast<std::streamsize>(text.size())))
    throw complaint(path.string() + " cannot be read");
  return text;
}

/// The path as a URL: what has a meaning of its own there is written as a number.
[[nodiscard]] inline std::string url_of(const std::filesystem::path& database, std::string_view mode) {
  std::string url = "sqlite:///";
  for (const char c : database.string()) {
    if (c == '%')
      url += "%25";
    else if (c == '?')
      url += "%3F";
    else
      url += c;
  }
  return (url += "?mode=") += mode;
}

inline void remove_database(const std::filesystem::path& database) noexcept {
  std::error_code ignored;  // what cannot be removed is no worse than what is being reported
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(database.string() + suffix, ignored);
}

inline void import_command(const std::filesystem::path& json, const std::filesystem::path& database,
                           std::ostream& out) {
  if (exists(database)) throw complaint(database.string() + " exists already; import makes a new database");
  auto shop = plinth::from_json<ShopCreate>(read_file(json));  // before there is a database
  try {
    plinth::engine engine{url_of(database, "rwc")};
    out << "imported " << import_shop(engine, std::move(shop)) << " rows\n";
  } catch (...) {
    remove_database(database);
    throw;
  }
}

inline void report_command(const std::filesystem::path& database, std::string_view playlist, std::ostream& out) {
  if (!exists(database)) throw complaint(database.string() + " does not exist; chinook import makes it");
  plinth::engine engine{url_of(database, "ro")};
  plinth::session session{engine};
  out << plinth::to_json(all_reports(session, playlist), 2) << '\n';
}

/// Runs a command line without the name of the program. The status is 0 if all went well, 1 if not, 2 for one that
/// makes no sense.
inline int run(std::span<const std::string_view> arguments, std::ostream& out, std::ostream& complaints) {
  try {
    if (arguments.size() == 3 && arguments[0] == "import") {
      import_command(arguments[1], arguments[2], out);
    } else if ((arguments.size() == 2 || arguments.size() == 3) && arguments[0] == "report") {
      report_command(arguments[1], arguments.size() == 3 ? arguments[2] : "Grunge", out);
    } else {
      complaints << usage;
      return 2;
    }
    return 0;
  } catch (const plinth::validation_error& e) {
    for (const plinth::fault& fault : e.faults())
      complaints << arguments[1] << ": " << fault.path() << (fault.loc.empty() ? "" : ": ") << fault.message << '\n';
  } catch (const std::exception& e) {
    complaints << "chinook: " << e.what() << '\n';
  }
  return 1;
}

}  // namespace chinook
