// SPDX-License-Identifier: MIT
#pragma once

// What is wrong with a JSON text that was to become a struct: a list of faults, each with its place, as data.

#include <cstddef>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/core/error.hpp>
#include <plinth/json/writer.hpp>

namespace plinth {

/// One step from a JSON value to one inside it: a member's name, or an element's position.
struct path_segment {
  std::string key;
  std::size_t index = 0;
  bool is_index = false;

  friend bool operator==(const path_segment&, const path_segment&) = default;
};

/// One thing that is wrong.
struct fault {
  std::vector<path_segment> loc;  ///< empty for the whole
  std::string_view type;          ///< a stable word, such as `missing`: docs/errors.md has them all
  std::string message;            ///< what was found and what is allowed, in English

  /// The place as a person writes it: `items[2].title`; empty for the whole.
  [[nodiscard]] std::string path() const {
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

  /// The place as a JSON Pointer (RFC 6901): `/items/2/title`.
  [[nodiscard]] std::string pointer() const {
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
};

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

/// The faults as the body of an answer with status 422, in FastAPI's form:
/// `{"detail":[{"loc":["items",2,"title"],"type":"missing","msg":"…"}]}`. FastAPI puts "body" in front of each loc:
/// give it as the prefix to have that, too.
[[nodiscard]] inline std::string faults_to_json(std::span<const fault> faults, std::string_view prefix = {}) {
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

/// A JSON text does not keep to its schema. It holds every fault that was found, so that a person has to be told once.
class validation_error : public error {
 public:
  validation_error(std::string_view schema, std::vector<fault> faults,
                   std::source_location where = std::source_location::current())
      : error(is_malformed(faults) ? 4101 : 4102, summary(schema, faults), where), faults_(std::move(faults)) {}

  [[nodiscard]] const std::vector<fault>& faults() const noexcept { return faults_; }

  /// See `faults_to_json`.
  [[nodiscard]] std::string to_json(std::string_view prefix = {}) const { return faults_to_json(faults_, prefix); }

 private:
  static bool is_malformed(const std::vector<fault>& faults) {
    return faults.size() == 1 && faults.front().type == "json_invalid";
  }

  static std::string summary(std::string_view schema, const std::vector<fault>& faults) {
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

  std::vector<fault> faults_;
};

}  // namespace plinth
