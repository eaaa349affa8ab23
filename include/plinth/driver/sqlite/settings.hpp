// SPDX-License-Identifier: MIT
#pragma once

// What a URL says about a SQLite database, and what plinth sets on every connection to one.

#include <cstdint>
#include <string>
#include <string_view>

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
  std::string_view journal_mode = "wal";  ///< of files: wal, delete, truncate or persist
  std::string_view synchronous = "normal";
};

/// What `where` says. Throws `connection_error` (E2003) for what a sqlite URL does not have.
[[nodiscard]] settings settings_of(const url& where);

}  // namespace plinth::sqlite

#ifndef PLINTH_PRECOMPILED
#include <plinth/driver/sqlite/impl/settings.hpp>
#endif
