// SPDX-License-Identifier: MIT
#pragma once

// What is wrong with a JSON text that was to become a struct: a list of faults, each with its place, as data.

#include <cstddef>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/core/error.hpp>

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
  [[nodiscard]] std::string path() const;

  /// The place as a JSON Pointer (RFC 6901): `/items/2/title`.
  [[nodiscard]] std::string pointer() const;
};

/// The faults as the body of an answer with status 422, in FastAPI's form:
/// `{"detail":[{"loc":["items",2,"title"],"type":"missing","msg":"…"}]}`. FastAPI puts "body" in front of each loc:
/// give it as the prefix to have that, too.
[[nodiscard]] std::string faults_to_json(std::span<const fault> faults, std::string_view prefix = {});

/// A JSON text does not keep to its schema. It holds every fault that was found, so that a person has to be told once.
class validation_error : public error {
 public:
  validation_error(std::string_view schema, std::vector<fault> faults,
                   std::source_location where = std::source_location::current());

  [[nodiscard]] const std::vector<fault>& faults() const noexcept { return faults_; }

  /// See `faults_to_json`.
  [[nodiscard]] std::string to_json(std::string_view prefix = {}) const { return faults_to_json(faults_, prefix); }

 private:
  static bool is_malformed(const std::vector<fault>& faults);
  static std::string summary(std::string_view schema, const std::vector<fault>& faults);

  std::vector<fault> faults_;
};

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/fault.hpp>
#endif
