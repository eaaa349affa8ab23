// SPDX-License-Identifier: MIT
#pragma once

// What a revision does, statement by statement.

#include <string>
#include <vector>

namespace plinth::migrate {

/// One statement of SQL, without the semicolon behind it.
struct step {
  std::string sql;

  /// What is done, for people: comments above the statement.
  std::vector<std::string> notes{};

  /// What may be lost, or what may fail on a database with data; each needs a permission.
  std::vector<std::string> dangers{};

  /// Runs alone, after what came before it was committed.
  bool outside_transaction = false;
};

}  // namespace plinth::migrate
