// SPDX-License-Identifier: MIT
#pragma once

// A revision: one file with a header of comments and the SQL of both directions.
//
//   -- revision: 1f0c9a4e7b21
//   -- down_revision: 0a1b2c3d4e5f
//   -- message: add users
//   -- date: 2025-01-31T12:00:00Z
//
//   -- upgrade
//   CREATE TABLE ...;
//
//   -- downgrade
//   DROP TABLE ...;
//
// A section for one server only says so: `-- upgrade sqlite`. It goes before the one for all.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/migrate/script.hpp>

namespace plinth::migrate {

enum class direction : std::uint8_t { upgrade, downgrade };

struct revision_section {
  migrate::direction direction = migrate::direction::upgrade;
  std::string server{};  ///< empty for all of them
  std::size_t line = 0;  ///< of the text's first line
  std::string text{};
};

struct revision {
  std::string id;
  std::vector<std::string> down_revisions{};  ///< none: it is a base; several: it merges them
  std::string message{};
  std::string date{};
  std::vector<std::string> branch_labels{};
  std::vector<std::string> depends_on{};  ///< run before, without being merged
  std::vector<std::string> replaces{};    ///< these, in their order, are squashed into it
  std::string made_from{};                ///< a checksum of the models that it was generated from
  std::vector<revision_section> sections{};
  std::string file{};

  /// The section for this server; null where there is none.
  [[nodiscard]] const revision_section* section(migrate::direction way, std::string_view server) const noexcept;

  /// Of the text that this server runs in both directions. What the header says, and what other servers run, may be
  /// changed without it being another revision.
  [[nodiscard]] std::string checksum(std::string_view server) const;
};

/// Reads a file's text. Throws `migration_error` with file and line for a header that cannot be understood.
[[nodiscard]] revision parse_revision(std::string_view text, std::string_view file);

/// The file's text, as `parse_revision` reads it.
[[nodiscard]] std::string text_of(const revision& r);

/// The section as it stands in a file, with its mark.
[[nodiscard]] std::string text_of(const revision_section& section);

/// Whether the section says `-- foreign_keys: on`: SQLite is to enforce them while it runs. Tables cannot be made anew
/// then, for a DROP TABLE would delete the rows that point to it.
[[nodiscard]] bool enforces_foreign_keys(const revision_section& section);

/// The first line of the file that has this key in the header, as it stands there, from its beginning to its end. For
/// changing one line of a file and nothing else.
struct header_line {
  std::size_t begin = std::string::npos;
  std::size_t size = 0;
};
[[nodiscard]] header_line find_header_line(std::string_view text, std::string_view key);

/// Sixteen hexadecimal digits that are other ones for another text.
[[nodiscard]] std::string checksum_of(std::string_view text);

/// "a, b" as names, and back.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);
[[nodiscard]] std::string joined_list(const std::vector<std::string>& items);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/revision.hpp>
#endif
