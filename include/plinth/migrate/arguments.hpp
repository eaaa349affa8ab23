// SPDX-License-Identifier: MIT
#pragma once

// A command line, read by what each command takes, and the help that follows from the same words.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plinth/migrate/error.hpp>

namespace plinth::migrate {

/// The command line is wrong: the tool ends with status 2.
class usage_error : public migration_error {
 public:
  using migration_error::migration_error;
};

struct option_words {
  std::string_view commands;    ///< those that take it, with a blank between them; empty for all
  std::string_view name;        ///< "--message"
  std::string_view short_name;  ///< "-m", or empty
  std::string_view value;       ///< "TEXT", or empty for one without
  std::string_view help;

  /// Whether this command takes it, and not every command does.
  [[nodiscard]] bool is_for(std::string_view command) const noexcept;
};

struct command_words {
  std::string_view name;
  std::string_view operands;  ///< "REVISION"
  std::size_t least = 0;      ///< operands
  std::size_t most = 0;
  std::string_view summary;      ///< one line for the list of commands
  std::string_view description;  ///< for its own help
};

struct arguments {
  const command_words* command = nullptr;
  std::vector<std::string> operands;
  std::vector<std::pair<std::string, std::string>> options;  ///< by their long names

  [[nodiscard]] bool has(std::string_view option) const noexcept;
  [[nodiscard]] std::string value(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> values(std::string_view option) const;
};

/// Reads `words`, the first of which is no longer the program's name. Options of all commands may stand anywhere; "-1"
/// and "+1" are operands, and so is all behind "--". Throws `usage_error`. Without a command, or where help is asked
/// for, operands are not counted.
[[nodiscard]] arguments read_arguments(std::span<const std::string> words, std::span<const command_words> commands,
                                       std::span<const option_words> options);

/// The help for all commands, or for one, in lines of at most 79 columns.
[[nodiscard]] std::string help_for_all(std::string_view program, std::span<const command_words> commands,
                                       std::span<const option_words> options);
[[nodiscard]] std::string help_for(std::string_view program, const command_words& command,
                                   std::span<const option_words> options);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/arguments.hpp>
#endif
