// SPDX-License-Identifier: MIT
#pragma once

// One reading of a JSON text into structs: the text's reader, where in the structs it stands, and the faults so far.
// Nothing here is thrown for a value that is wrong: it is noted, stepped over, and the reading goes on.

#include <cstddef>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/json/reader.hpp>
#include <plinth/schema/fault.hpp>
#include <plinth/schema/rules.hpp>

namespace plinth {

struct read_options {
  /// Bytes of the longest text that is looked at.
  std::size_t max_size = std::size_t{64} << 20;

  /// How deep objects and arrays may stand in one another (1,024 at most).
  std::size_t max_depth = 64;

  /// Faults that are listed; behind them stands one `too_many_faults`.
  std::size_t max_faults = 100;

  /// Where it is set, it goes before what the schemas say.
  std::optional<plinth::unknown_fields> unknown_fields{};
};

}  // namespace plinth

namespace plinth::dto {

/// Where a reading stands: the steps from the innermost value outwards. They live on the stack of who reads.
struct path_step {
  const path_step* outer = nullptr;
  std::string_view key{};
  std::size_t index = 0;
  bool is_index = false;
};

class reading {
 public:
  reading(std::string_view text, const read_options& options, std::source_location where)
      : in(text, {.max_size = options.max_size, .max_depth = options.max_depth}, where), options_(options) {}

  json::reader in;
  const path_step* at = nullptr;
  bool hidden = false;  ///< inside of a write-only field: no fault shows a value

  [[nodiscard]] std::size_t fault_count() const noexcept { return count_; }
  [[nodiscard]] std::vector<fault>& faults() noexcept { return faults_; }
  [[nodiscard]] const read_options& options() const noexcept { return options_; }

  /// Notes a fault of the value that the reading stands at. Consumes nothing.
  void note(std::string_view type, std::string message) {
    ++count_;
    if (faults_.size() > options_.max_faults) return;
    if (faults_.size() == options_.max_faults) {
      faults_.push_back({{},
                         "too_many_faults",
                         "there are more faults than the " + std::to_string(faults_.size()) +
                             " listed; the rest was not looked at closely"});
      return;
    }
    faults_.push_back({location(), type, std::move(message)});
  }

  /// Notes a fault of the member `key` of the object that the reading stands in.
  void note_member(std::string_view key, std::string_view type, std::string message) {
    const path_step step{.outer = at, .key = key};
    const path_step* const outer = std::exchange(at, &step);
    note(type, std::move(message));
    at = outer;
  }

  /// Steps over the next value, which is not `expected` (such as "a text"), and notes that.
  void refuse(std::string_view type, std::string_view expected) {
    const json::value_kind kind = in.next_kind();
    const std::string_view found = in.skip_value();
    if (kind == json::value_kind::null && type == "wrong_type") type = "null_not_allowed";
    note(type, "expected " + std::string(expected) + ", found " + shown(kind, found));
  }

  /// A value's text for a message: only if it is short, and may be shown.
  [[nodiscard]] std::string shown(json::value_kind kind, std::string_view text) const {
    constexpr std::size_t longest = 40;
    const bool simple =
        kind == json::value_kind::number || kind == json::value_kind::string || kind == json::value_kind::boolean;
    if (simple && !hidden && text.size() <= longest) return std::string(text);
    if (kind == json::value_kind::null) return "null";
    return (kind == json::value_kind::array || kind == json::value_kind::object ? "an " : "a ") +
           std::string(json::name(kind));
  }

  /// The same for a text that was read.
  [[nodiscard]] std::string quoted(std::string_view text) const {
    constexpr std::size_t longest = 40;
    return hidden || text.size() > longest ? std::string("the text") : '\'' + std::string(text) + '\'';
  }

 private:
  [[nodiscard]] std::vector<path_segment> location() const {
    std::size_t depth = 0;
    for (const path_step* step = at; step; step = step->outer) ++depth;
    std::vector<path_segment> result(depth);
    for (const path_step* step = at; step; step = step->outer)
      result[--depth] = {std::string(step->key), step->index, step->is_index};
    return result;
  }

  std::vector<fault> faults_;
  std::size_t count_ = 0;
  read_options options_;
};

}  // namespace plinth::dto
