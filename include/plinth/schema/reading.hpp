// SPDX-License-Identifier: MIT
#pragma once

// One reading of a JSON text into structs: the text's reader, where in the structs it stands, and the faults so far.
// Nothing here is thrown for a value that is wrong: it is noted, stepped over, and the reading goes on.

#include <cstddef>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
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
  reading(std::string_view text, const read_options& options, std::source_location where);

  json::reader in;
  const path_step* at = nullptr;
  bool hidden = false;  ///< inside of a write-only field: no fault shows a value

  [[nodiscard]] std::size_t fault_count() const noexcept { return count_; }
  [[nodiscard]] std::vector<fault>& faults() noexcept { return faults_; }
  [[nodiscard]] const read_options& options() const noexcept { return options_; }

  /// Notes a fault of the value that the reading stands at. Consumes nothing.
  void note(std::string_view type, std::string message);

  /// Notes a fault of the member `key` of the object that the reading stands in.
  void note_member(std::string_view key, std::string_view type, std::string message);

  /// Steps over the next value, which is not `expected` (such as "a text"), and notes that.
  void refuse(std::string_view type, std::string_view expected);

  /// A value's text for a message: only if it is short, and may be shown.
  [[nodiscard]] std::string shown(json::value_kind kind, std::string_view text) const;

  /// The same for a text that was read.
  [[nodiscard]] std::string quoted(std::string_view text) const;

 private:
  [[nodiscard]] std::vector<path_segment> location() const;

  std::vector<fault> faults_;
  std::size_t count_ = 0;
  read_options options_;
};

}  // namespace plinth::dto

#ifndef PLINTH_PRECOMPILED
#include <plinth/schema/impl/reading.hpp>
#endif
