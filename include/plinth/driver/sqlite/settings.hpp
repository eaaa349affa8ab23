// SPDX-License-Identifier: MIT
#pragma once

// What a URL says about a SQLite database, and what plinth sets on every connection to one.

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include <plinth/core/error.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::sqlite {

enum class access : std::uint8_t {
  create,      ///< mode=rwc: read and write, and make the file where it is missing
  read_write,  ///< mode=rw: the file has to be there
  read_only,   ///< mode=ro
};

/// The file and the settings of its connections. The defaults are those with which SQLite is safe and fast at once.
struct settings {
  std::string file;  ///< empty: a database in memory, shared by the connections of one engine
  sqlite::access access = access::create;
  std::int64_t busy_timeout_ms = 5'000;
  std::int64_t cache_kib = 64 * 1024;
  std::int64_t mmap_bytes = 256 * 1024 * 1024;
  std::string journal_mode = "wal";  ///< of files: wal, delete, truncate or persist
  std::string synchronous = "normal";
};

namespace detail {

[[nodiscard]] inline std::int64_t whole_number(const std::string& name, const std::string& value) {
  std::int64_t number = 0;
  const char* end = value.data() + value.size();
  const auto [at, status] = std::from_chars(value.data(), end, number);
  constexpr std::int64_t most = 2'000'000'000;
  if (status != std::errc{} || at != end || number < 0 || number > most)
    throw connection_error(
        2003, "the URL's option " + name + " is a whole number from 0 to 2000000000, not \"" + value + "\"");
  return number;
}

[[nodiscard]] inline std::string word_of(const std::string& name, const std::string& value, std::string_view words) {
  const std::string list = " " + std::string(words) + " ";
  if (value.empty() || value.find(' ') != std::string::npos || list.find(" " + value + " ") == std::string::npos)
    throw connection_error(
        2003, "the URL's option " + name + " is one of: " + std::string(words) + "; not \"" + value + "\"");
  return value;
}

inline void take_option(settings& to, const std::string& name, const std::string& value) {
  if (name == "mode") {
    const std::string mode = word_of(name, value, "rwc rw ro");
    to.access = mode == "rwc" ? access::create : mode == "rw" ? access::read_write : access::read_only;
  } else if (name == "busy_timeout") {
    to.busy_timeout_ms = whole_number(name, value);
  } else if (name == "cache_size") {
    to.cache_kib = whole_number(name, value);
  } else if (name == "mmap_size") {
    to.mmap_bytes = whole_number(name, value);
  } else if (name == "journal_mode") {
    to.journal_mode = word_of(name, value, "wal delete truncate persist");
  } else if (name == "synchronous") {
    to.synchronous = word_of(name, value, "normal full extra off");
  } else {
    throw connection_error(2003, "a sqlite URL has no option \"" + name +
                                     "\"; it has: mode, busy_timeout "
                                     "(milliseconds), cache_size (KiB), mmap_size (bytes), journal_mode, synchronous");
  }
}

}  // namespace detail

/// What `where` says. Throws `connection_error` (E2003) for what a sqlite URL does not have.
[[nodiscard]] inline settings settings_of(const url& where) {
  if (!where.host().empty() || !where.user().empty() || !where.port().empty())
    throw connection_error(2003, "a sqlite URL has no host: write sqlite:///" + where.host() +
                                     " with three slashes for a file of the working directory, four for an absolute "
                                     "path, and sqlite:// alone for a database in memory");
  settings result;
  if (where.database() != ":memory:") result.file = where.database();
  for (const auto& [name, value] : where.options()) detail::take_option(result, name, value);
  return result;
}

}  // namespace plinth::sqlite
