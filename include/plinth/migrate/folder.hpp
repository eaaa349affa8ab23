// SPDX-License-Identifier: MIT
#pragma once

// The folder of revision files.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/migrate/revision.hpp>

namespace plinth::migrate {

/// A file that was put into the program: what `plinth_embed_migrations` makes.
struct embedded_file {
  std::string_view name;
  std::string_view text;
};

/// All *.sql files of the folder, in the order of their names. Throws `migration_error` for a folder or file that
/// cannot be read and for a file that is no revision.
[[nodiscard]] std::vector<revision> read_folder(const std::filesystem::path& folder);

[[nodiscard]] std::vector<revision> read_embedded(std::span<const embedded_file> files);

[[nodiscard]] std::string read_file(const std::filesystem::path& file);

/// Writes to a name beside it first, so that the file has its old or its new text, whatever happens.
void write_file(const std::filesystem::path& file, std::string_view text);

/// Twelve hexadecimal digits at random.
[[nodiscard]] std::string new_id();

/// Now, as 2025-01-31T12:00:00Z.
[[nodiscard]] std::string utc_now();

/// A message as a part of a file name: small letters, digits and _, at most 40 of them.
[[nodiscard]] std::string slug_of(std::string_view message);

/// The file name for a revision: {rev}, {slug}, {year}, {month}, {day}, {hour}, {minute} and {second} in the template
/// are filled in. Throws `migration_error` for another word in braces, and for a template without {rev}.
[[nodiscard]] std::string file_name_for(const revision& r, std::string_view file_template);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/folder.hpp>
#endif
