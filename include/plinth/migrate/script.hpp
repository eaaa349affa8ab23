// SPDX-License-Identifier: MIT
#pragma once

// A script of SQL as its statements, each with its line and with what comments ask for.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <plinth/dialect/lexer.hpp>
#include <plinth/migrate/error.hpp>

namespace plinth::migrate {

/// One statement, or one function of the program to be called (`-- run: name`).
struct script_statement {
  std::string sql{};  ///< without the semicolon; empty for a function
  std::string function{};
  std::size_t line = 0;  ///< where it begins

  /// The texts of the `-- destructive: ...` lines above it.
  std::vector<std::string> dangers{};

  /// `-- outside transaction` stands above it.
  bool outside_transaction = false;
};

/// Splits at semicolons that are in no text, name, comment, bracket of $$ or BEGIN ... END of a trigger. Statements of
/// comments only are none. Lines are counted from `place.line`. Throws `migration_error` with the file and line where
/// a text or comment never ends, where a trigger has no END, and for BEGIN, COMMIT and the like, which are the
/// runner's alone.
[[nodiscard]] std::vector<script_statement> split_script(std::string_view script, const dialect::lexical_rules& rules,
                                                         const file_place& place);

/// What stands behind `-- key:` in a line, without blanks around it; false where the line is something else.
[[nodiscard]] bool read_directive(std::string_view line, std::string_view key, std::string& value);

}  // namespace plinth::migrate

#ifndef PLINTH_PRECOMPILED
#include <plinth/migrate/impl/script.hpp>
#endif
