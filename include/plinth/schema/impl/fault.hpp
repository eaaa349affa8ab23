// SPDX-License-Identifier: MIT
#pragma once

#include <plinth/schema/fault.hpp>

#include <utility>

#include <plinth/core/inline.hpp>
#include <plinth/json/writer.hpp>

namespace plinth {

PLINTH_INLINE std::string fault::path() const {
  std::string text;
  for (const path_segment& segment : loc) {
    if (segment.is_index) {
      text += '[' + std::to_string(segment.index) + ']';
    } else {
      if (!text.empty()) text += '.';
      text += segment.key;
    }
  }
  return text;
}

PLINTH_INLINE std::string fault::pointer() const {
  std::string text;
  for (const path_segment& segment : loc) {
    text += '/';
    if (segment.is_index) text += std::to_string(segment.index);
    for (const char c : segment.key) {
      if (c == '~')
        text += "~0";
      else if (c == '/')
        text += "~1";
      else
        text += c;
    }
  }
  return text;
}

namespace dto {

inline void write_fault(json::writer& out, const fault& f, std::string_view prefix) {
  out.begin_object();
  out.key("loc");
  out.begin_array();
  if (!prefix.empty()) {
    out.element();
    out.string(prefix);
  }
  for (const path_segment& segment : f.loc) {
    out.element();
    if (segment.is_index)
      out.integer(segment.index);
    else
      out.string(segment.key);
  }
  out.end_array();
  out.key("type");
  out.string(f.type);
  out.key("msg");
  out.string(f.message);
  out.end_object();
}

}  // namespace dto

PLINTH_INLINE std::string faults_to_json(std::span<const fault> faults, std::string_view prefix) {
  json::writer out;
  out.begin_object();
  out.key("detail");
  out.begin_array();
  for (const fault& f : faults) {
    out.element();
    dto::write_fault(out, f, prefix);
  }
  out.end_array();
  out.end_object();
  return out.take();
}

PLINTH_INLINE validation_error::validation_error(std::string_view schema, std::vector<fault> faults,
                                                 std::source_location where)
    : error(is_malformed(faults) ? 4101 : 4102, summary(schema, faults), where), faults_(std::move(faults)) {}

PLINTH_INLINE bool validation_error::is_malformed(const std::vector<fault>& faults) {
  return faults.size() == 1 && faults.front().type == "json_invalid";
}

PLINTH_INLINE std::string validation_error::summary(std::string_view schema, const std::vector<fault>& faults) {
  constexpr std::size_t shown = 5;
  if (is_malformed(faults)) return std::string(schema) + ": " + faults.front().message;
  std::string text = std::to_string(faults.size()) + (faults.size() == 1 ? " fault in " : " faults in ");
  text += schema;
  for (std::size_t i = 0; i < faults.size() && i < shown; ++i) {
    const std::string path = faults[i].path();
    text += i == 0 ? ": " : "; ";
    if (!path.empty()) text += path + ": ";
    text += faults[i].message;
  }
  if (faults.size() > shown) text += "; and " + std::to_string(faults.size() - shown) + " more (see faults())";
  return text;
}

}  // namespace plinth
