// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/settings.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/folder.hpp>
#include <plinth/migrate/script.hpp>

namespace plinth::migrate {

namespace detail {

class reading_settings {
 public:
  reading_settings(std::string_view text, const std::filesystem::path& file) : text_(text), file_(file) {}

  [[nodiscard]] settings run() {
    std::size_t position = 0;
    while (position < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', position), text_.size());
      ++line_;
      take(without_blanks(text_.substr(position, end - position)));
      position = end + 1;
    }
    if (result_.script_location.is_relative()) result_.script_location = file_.parent_path() / result_.script_location;
    return result_;
  }

 private:
  void take(std::string_view line) {
    if (line.empty() || line.front() == '#' || line.front() == ';' || line == "[plinth]") return;
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) refuse("this line is no setting; write key = value, or # before a comment");
    set(without_blanks(line.substr(0, equals)), std::string(without_blanks(line.substr(equals + 1))));
  }

  void set(std::string_view key, std::string value) {
    if (key == "url")
      result_.url = expanded(std::move(value));
    else if (key == "script_location")
      result_.script_location = value;
    else if (key == "file_template")
      result_.file_template = value;
    else if (key == "version_table")
      result_.version_table = value;
    else if (key == "lock_timeout")
      result_.lock_timeout = seconds_in(value);
    else
      refuse(joined({"\"", key,
                     "\" is no setting; known are url, script_location, file_template, version_table and "
                     "lock_timeout"}));
  }

  [[nodiscard]] std::string expanded(std::string value) const {
    if (value.empty() || value.front() != '$') return value;
    std::string name = value.substr(1);
    if (name.starts_with('{') && name.ends_with('}')) name = name.substr(1, name.size() - 2);
    const char* found = std::getenv(name.c_str());
    return found == nullptr ? std::string() : std::string(found);
  }

  [[nodiscard]] std::chrono::milliseconds seconds_in(std::string_view value) const {
    if (value.empty() || value.size() > 6 || value.find_first_not_of("0123456789") != std::string_view::npos)
      refuse("lock_timeout is a whole number of seconds");
    return std::chrono::seconds(std::stol(std::string(value)));
  }

  [[noreturn]] void refuse(std::string_view what) const { throw migration_error(5402, {file_.string(), line_}, what); }

  std::string_view text_;
  const std::filesystem::path& file_;
  std::size_t line_ = 0;
  settings result_;
};

}  // namespace detail

PLINTH_INLINE settings parse_settings(std::string_view text, const std::filesystem::path& file) {
  return detail::reading_settings(text, file).run();
}

PLINTH_INLINE settings read_settings(const std::filesystem::path& file) {
  return parse_settings(read_file(file), file);
}

PLINTH_INLINE std::string text_of(const settings& s) {
  return joined(
      {"# Where the database and the revisions are.\n[plinth]\n\n"
       "# $NAME takes it from the environment; -x url=... on the command line goes before it.\nurl = ",
       s.url, "\n\n# The folder with the folder versions in it, relative to this file.\nscript_location = ",
       s.script_location.generic_string(),
       "\n\n# {rev}, {slug}, {year}, {month}, {day}, {hour}, {minute} and {second} are filled in.\n"
       "file_template = ",
       s.file_template, "\n\n# The table in which the database keeps which revisions it has.\nversion_table = ",
       s.version_table, "\n\n# Seconds for which a run waits for another one.\nlock_timeout = ",
       std::to_string(std::chrono::duration_cast<std::chrono::seconds>(s.lock_timeout).count()), "\n"});
}

}  // namespace plinth::migrate
