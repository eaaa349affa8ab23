// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/folder.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/dialect/lexer.hpp>
#include <plinth/migrate/error.hpp>

namespace plinth::migrate {

namespace detail {

[[nodiscard]] PLINTH_INLINE std::string digits(unsigned value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

/// The part of a date "2025-01-31T12:00:00Z" that a template's word stands for.
[[nodiscard]] PLINTH_INLINE std::string_view date_part(std::string_view date, std::string_view word) {
  struct part {
    std::string_view word;
    std::size_t begin, size;
  };
  constexpr std::array<part, 6> parts = {
      {{"year", 0, 4}, {"month", 5, 2}, {"day", 8, 2}, {"hour", 11, 2}, {"minute", 14, 2}, {"second", 17, 2}}};
  for (const part& p : parts)
    if (p.word == word && p.begin + p.size <= date.size()) return date.substr(p.begin, p.size);
  return {};
}

}  // namespace detail

PLINTH_INLINE std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in)
    throw migration_error(5012, {file.string()},
                          "the file cannot be read; see whether it is there, and its permissions");
  return text;
}

PLINTH_INLINE void write_file(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path beside = file;
  beside += ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    if (!out) throw migration_error(5012, {file.string()}, "the file cannot be written; see the folder's permissions");
  }
  std::error_code failed;
  std::filesystem::rename(beside, file, failed);
  if (failed) throw migration_error(5012, {file.string()}, joined({"the file cannot be written: ", failed.message()}));
}

PLINTH_INLINE std::vector<revision> read_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
    if (entry.path().extension() == ".sql") files.push_back(entry.path());
  if (failed)
    throw migration_error(5012, {folder.string()},
                          joined({"the folder of revisions cannot be read (", failed.message(),
                                  "); init makes one, and script_location in plinth.ini says where it is"}));
  std::sort(files.begin(), files.end());
  std::vector<revision> result;
  for (const std::filesystem::path& file : files) result.push_back(parse_revision(read_file(file), file.string()));
  return result;
}

PLINTH_INLINE std::vector<revision> read_embedded(std::span<const embedded_file> files) {
  std::vector<revision> result;
  for (const embedded_file& file : files) result.push_back(parse_revision(file.text, file.name));
  return result;
}

PLINTH_INLINE std::string new_id() {
  std::random_device device;
  std::string id;
  while (id.size() < 12) id += "0123456789abcdef"[device() & 15U];
  return id;
}

PLINTH_INLINE std::string utc_now() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(now - day);
  return joined({std::to_string(static_cast<int>(date.year())), "-",
                 detail::digits(static_cast<unsigned>(date.month()), 2), "-",
                 detail::digits(static_cast<unsigned>(date.day()), 2), "T",
                 detail::digits(static_cast<unsigned>(time.hours().count()), 2), ":",
                 detail::digits(static_cast<unsigned>(time.minutes().count()), 2), ":",
                 detail::digits(static_cast<unsigned>(time.seconds().count()), 2), "Z"});
}

PLINTH_INLINE std::string slug_of(std::string_view message) {
  std::string slug;
  for (const char c : dialect::lowered(message)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      slug += c;
    else if (!slug.empty() && slug.back() != '_')
      slug += '_';
  }
  if (slug.size() > 40) slug.resize(40);
  while (slug.ends_with('_')) slug.pop_back();
  return slug;
}

PLINTH_INLINE std::string file_name_for(const revision& r, std::string_view file_template) {
  std::string name;
  bool has_id = false;
  for (std::size_t i = 0; i < file_template.size(); ++i) {
    const std::size_t close = file_template[i] == '{' ? file_template.find('}', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      name += file_template[i];
      continue;
    }
    const std::string_view word = file_template.substr(i + 1, close - i - 1);
    const std::string_view date = detail::date_part(r.date, word);
    if (word == "rev")
      name += r.id;
    else if (word == "slug")
      name += slug_of(r.message);
    else if (!date.empty())
      name += date;
    else
      throw migration_error(5401, joined({"file_template has {", word,
                                          "}, which means nothing; known are {rev}, {slug}, {year}, {month}, {day}, "
                                          "{hour}, {minute} and {second}"}));
    has_id = has_id || word == "rev";
    i = close;
  }
  if (!has_id || name.find('/') != std::string::npos)
    throw migration_error(
        5401, joined({"file_template is \"", file_template, "\"; it has to have {rev} in it, and no folder"}));
  while (name.ends_with('_') || name.ends_with('-')) name.pop_back();
  return name + ".sql";
}

}  // namespace plinth::migrate
