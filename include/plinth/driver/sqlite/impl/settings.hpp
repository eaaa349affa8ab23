// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/driver/sqlite/settings.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include <plinth/core/error.hpp>
#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/driver/url.hpp>

namespace plinth::sqlite::detail {

[[noreturn]] PLINTH_INLINE void refuse_option(std::string_view name, std::string_view value, std::string_view rule) {
  throw connection_error(2003, joined({"the URL's option ", name, " is ", rule, "; not \"", value, "\""}));
}

[[nodiscard]] PLINTH_INLINE std::int64_t whole_number(std::string_view name, std::string_view value) {
  constexpr std::string_view rule = "a whole number from 0 to 2000000000";
  if (value.empty() || value.size() > 10) refuse_option(name, value, rule);
  std::int64_t number = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') refuse_option(name, value, rule);
    number = number * 10 + (c - '0');
  }
  if (number > 2'000'000'000) refuse_option(name, value, rule);
  return number;
}

/// The word out of `words`, which has a static life.
[[nodiscard]] PLINTH_INLINE std::string_view word_of(std::string_view name, std::string_view value,
                                                     std::string_view words) {
  for (std::string_view rest = words; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (word == value) return word;
    rest.remove_prefix(word.size() < rest.size() ? word.size() + 1 : word.size());
  }
  refuse_option(name, value, joined({"one of: ", words}));
}

PLINTH_INLINE void take_option(settings& to, std::string_view name, std::string_view value) {
  if (name == "mode") {
    const std::string_view mode = word_of(name, value, "rwc rw ro");
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
    throw connection_error(2003, joined({"a sqlite URL has no option \"", name,
                                         "\"; it has: mode, busy_timeout "
                                         "(milliseconds), cache_size (KiB), mmap_size (bytes), journal_mode, "
                                         "synchronous"}));
  }
}

}  // namespace plinth::sqlite::detail

namespace plinth::sqlite {

PLINTH_INLINE settings settings_of(const url& where) {
  if (!where.host().empty() || !where.user().empty() || !where.port().empty())
    throw connection_error(2003,
                           joined({"a sqlite URL has no host: write sqlite:///", where.host(),
                                   " with three slashes for a file of the working directory, four for an absolute "
                                   "path, and sqlite:// alone for a database in memory"}));
  settings result;
  if (where.database() != ":memory:") result.file = where.database();
  for (const auto& [name, value] : where.options()) detail::take_option(result, name, value);
  return result;
}

}  // namespace plinth::sqlite
