// SPDX-License-Identifier: MIT
#pragma once

// What goes wrong with migrations, as one class: what a caller can do is to read the sentence.

#include <cstddef>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

#include <plinth/core/error.hpp>
#include <plinth/core/text.hpp>

namespace plinth {

/// A place in a file; without a line, the file as a whole.
struct file_place {
  std::string file;
  std::size_t line = 0;

  /// "versions/1f0c_users.sql:12".
  [[nodiscard]] std::string shown() const { return line == 0 ? file : file + ':' + std::to_string(line); }
};

/// A migration was refused or failed. The database is as it was before the revision that failed; revisions that were
/// finished before it stay.
class migration_error : public error {
 public:
  migration_error(int code, std::string_view what, std::source_location where = std::source_location::current())
      : error(code, what, where) {}

  /// The same with the place in a file, which stands before the sentence.
  migration_error(int code, file_place place, std::string_view what,
                  std::source_location where = std::source_location::current())
      : error(code, joined({place.shown(), ": ", what}), where), place_(std::move(place)) {}

  /// Where in which file; empty where no file is concerned.
  [[nodiscard]] const file_place& place() const noexcept { return place_; }

 private:
  file_place place_;
};

}  // namespace plinth
