// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/migrate/revision.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/inline.hpp>
#include <plinth/core/text.hpp>
#include <plinth/migrate/error.hpp>
#include <plinth/migrate/impl/script.hpp>

namespace plinth::migrate {

namespace detail {

/// "-- upgrade" and "-- downgrade sqlite".
[[nodiscard]] PLINTH_INLINE bool read_section_mark(std::string_view line, revision_section& section) {
  line = without_blanks(line);
  if (!line.starts_with("--")) return false;
  line = without_blanks(line.substr(2));
  const std::size_t space = line.find_first_of(" \t");
  const std::string_view word = line.substr(0, space);
  if (word != "upgrade" && word != "downgrade") return false;
  const std::string_view server =
      space == std::string_view::npos ? std::string_view() : without_blanks(line.substr(space));
  if (server.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos) return false;  // a sentence
  section.direction = word == "upgrade" ? direction::upgrade : direction::downgrade;
  section.server = server;
  return true;
}

/// Characters that have a meaning where revisions are named.
[[nodiscard]] PLINTH_INLINE bool is_sound_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

class reading_revision {
 public:
  reading_revision(std::string_view text, std::string_view file) : text_(text) { result_.file = file; }

  [[nodiscard]] revision run() {
    while (position_ < text_.size()) {
      const std::string_view line = take_line();
      revision_section section;
      if (read_section_mark(line, section)) {
        begin_section(std::move(section));
      } else if (!result_.sections.empty()) {
        result_.sections.back().text += line;
        result_.sections.back().text += '\n';
      } else {
        header(line);
      }
    }
    check();
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::string_view take_line() {
    const std::size_t end = text_.find('\n', position_);
    std::string_view line = text_.substr(position_, end == std::string_view::npos ? end : end - position_);
    position_ = end == std::string_view::npos ? text_.size() : end + 1;
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  void begin_section(revision_section section) {
    for (const revision_section& other : result_.sections)
      if (other.direction == section.direction && other.server == section.server)
        refuse(5008, "this section is there already; a file has one for each direction and server");
    constexpr std::array<std::string_view, 4> servers = {"", "sqlite", "postgresql", "mariadb"};
    if (std::find(servers.begin(), servers.end(), section.server) == servers.end())
      refuse(5008, joined({"the section is for \"", section.server,
                           "\", which is no server that plinth knows; it knows sqlite, postgresql and mariadb"}));
    section.line = line_ + 1;
    result_.sections.push_back(std::move(section));
  }

  void header(std::string_view line) {
    line = without_blanks(line);
    if (line.empty()) return;
    if (!line.starts_with("--"))
      refuse(5002, "SQL stands before the first section; a line \"-- upgrade\" has to come first");
    line = without_blanks(line.substr(2));
    const std::size_t colon = line.find(':');
    if (line.empty() || colon == std::string_view::npos) return;  // a comment
    const std::string_view key = without_blanks(line.substr(0, colon));
    if (key.find(' ') != std::string_view::npos) return;  // a sentence
    set(key, std::string(without_blanks(line.substr(colon + 1))));
  }

  void set(std::string_view key, std::string value) {
    if (std::find(seen_.begin(), seen_.end(), key) != seen_.end())
      refuse(5002, joined({"the header says ", key, " twice"}));
    seen_.emplace_back(key);
    if (key == "revision")
      result_.id = value;
    else if (key == "down_revision")
      result_.down_revisions = value == "none" ? std::vector<std::string>() : split_list(value);
    else if (key == "message")
      result_.message = value;
    else if (key == "date")
      result_.date = value;
    else if (key == "branch_labels")
      result_.branch_labels = split_list(value);
    else if (key == "depends_on")
      result_.depends_on = split_list(value);
    else if (key == "replaces")
      result_.replaces = split_list(value);
    else if (key == "made_from")
      result_.made_from = value;
    else
      refuse(5002, joined({"the header has the key \"", key,
                           "\", which means nothing; known are revision, down_revision, message, date, branch_labels, "
                           "depends_on, replaces and made_from"}));
    for (const auto* ids : {&result_.down_revisions, &result_.depends_on, &result_.replaces, &result_.branch_labels})
      for (const std::string& id : *ids) check_id(id);
    if (key == "revision") check_id(value);
  }

  void check_id(std::string_view id) const {
    if (!is_sound_id(id))
      refuse(5003, joined({"\"", id, "\" cannot name a revision or a branch: letters, digits, _ and . can"}));
  }

  void check() const {
    line_in_doubt_ = 1;
    if (result_.id.empty()) refuse(5001, "the header has no line \"-- revision: ...\"; this is no revision");
    if (std::find(seen_.begin(), seen_.end(), "down_revision") == seen_.end())
      refuse(5001, "the header has no line \"-- down_revision: ...\"; a revision that is the first one says none");
    for (const revision_section& section : result_.sections)
      if (section.direction == direction::upgrade) return;
    refuse(5001, "the file has no line \"-- upgrade\", so that it does nothing; add it, and \"-- downgrade\"");
  }

  [[noreturn]] void refuse(int code, std::string_view what) const {
    throw migration_error(code, {result_.file, line_in_doubt_ == 0 ? line_ : line_in_doubt_}, what);
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 0;
  mutable std::size_t line_in_doubt_ = 0;
  std::vector<std::string> seen_;
  revision result_;
};

PLINTH_INLINE void put_header(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out += joined({"-- ", key, ": ", value, "\n"});
}

/// Without what an editor may change: blanks at the end of lines and empty lines around.
[[nodiscard]] PLINTH_INLINE std::string essential_text(std::string_view text) {
  std::string result;
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t end = std::min(text.find('\n', position), text.size());
    const std::string_view line = text.substr(position, end - position);
    result += line.substr(0, line.find_last_not_of(" \t\r") + 1);
    result += '\n';
    position = end + 1;
  }
  return std::string(without_blanks(result));
}

}  // namespace detail

PLINTH_INLINE const revision_section* revision::section(migrate::direction way,
                                                        std::string_view server) const noexcept {
  const revision_section* for_all = nullptr;
  for (const revision_section& s : sections) {
    if (s.direction != way) continue;
    if (s.server == server) return &s;
    if (s.server.empty()) for_all = &s;
  }
  return for_all;
}

PLINTH_INLINE std::string revision::checksum(std::string_view server) const {
  std::string all;
  for (const migrate::direction way : {direction::upgrade, direction::downgrade})
    if (const revision_section* s = section(way, server))
      all += joined(
          {way == direction::upgrade ? "-- upgrade \n" : "-- downgrade \n", detail::essential_text(s->text), "\n"});
  return checksum_of(all);
}

PLINTH_INLINE revision parse_revision(std::string_view text, std::string_view file) {
  return detail::reading_revision(text, file).run();
}

PLINTH_INLINE std::string text_of(const revision& r) {
  std::string result;
  detail::put_header(result, "revision", r.id);
  detail::put_header(result, "down_revision", r.down_revisions.empty() ? "none" : joined_list(r.down_revisions));
  detail::put_header(result, "message", r.message);
  detail::put_header(result, "date", r.date);
  detail::put_header(result, "branch_labels", joined_list(r.branch_labels));
  detail::put_header(result, "depends_on", joined_list(r.depends_on));
  detail::put_header(result, "replaces", joined_list(r.replaces));
  detail::put_header(result, "made_from", r.made_from);
  for (const revision_section& s : r.sections) result += joined({"\n", text_of(s)});
  return result;
}

PLINTH_INLINE std::string text_of(const revision_section& section) {
  return joined({"-- ", section.direction == direction::upgrade ? "upgrade" : "downgrade",
                 section.server.empty() ? "" : " ", section.server, "\n", section.text,
                 section.text.empty() || section.text.ends_with('\n') ? "" : "\n"});
}

PLINTH_INLINE bool enforces_foreign_keys(const revision_section& section) {
  const std::string_view text = section.text;
  std::string value;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (read_directive(text.substr(begin, end - begin), "foreign_keys", value) && value == "on") return true;
    begin = end + 1;
  }
  return false;
}

PLINTH_INLINE header_line find_header_line(std::string_view text, std::string_view key) {
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t end = std::min(text.find('\n', position), text.size());
    const std::string_view line = text.substr(position, end - position);
    revision_section section;
    std::string value;
    if (detail::read_section_mark(line, section)) break;
    if (read_directive(line, key, value)) return {position, line.size()};
    position = end + 1;
  }
  return {};
}

PLINTH_INLINE std::string checksum_of(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037u;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211u;
  std::string result(16, '0');
  for (std::size_t i = 16; i-- > 0; hash >>= 4) result[i] = "0123456789abcdef"[hash & 15];
  return result;
}

PLINTH_INLINE std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view item = detail::without_blanks(text.substr(0, comma));
    if (!item.empty()) result.emplace_back(item);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return result;
}

PLINTH_INLINE std::string joined_list(const std::vector<std::string>& items) {
  std::string result;
  for (const std::string& item : items) result += joined({result.empty() ? "" : ", ", item});
  return result;
}

}  // namespace plinth::migrate
