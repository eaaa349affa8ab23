// SPDX-License-Identifier: MIT
#pragma once

// Writes rows of which some may be there already, one at a time: what `session.insert` does, without its types.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/model/info.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/row_layout.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/statements.hpp>
#include <plinth/sql/bind.hpp>

namespace plinth {

/// What became of a row that was given to `session.insert`.
enum class row_outcome : std::uint8_t { inserted, updated, unchanged };

}  // namespace plinth

namespace plinth::detail {

/// When a row counts as being there, and what is set in it then; nothing where both sets are empty.
struct conflict_rule {
  column_set compared = 0;
  column_set taken_over = 0;  ///< set to the values of the row that was given
  sql::fragment assigned;
  std::uint64_t assignments = 0;
  bool assigns_time = false;  ///< of the change, among them

  [[nodiscard]] bool updates() const noexcept { return taken_over != 0 || assignments != 0; }
};

/// Where to read a row back into: an object of the layout's struct.
struct row_target {
  const row_layout* layout;
  void* object;
};

class upsert_writer {
 public:
  upsert_writer(session_core& s, const model::model_info& m, const conflict_rule& rule);

  /// One INSERT, and on a server that does not tell what became of the row, a SELECT before it. The object of the row
  /// that is written, where the session has one, gets its values.
  row_outcome write(const void* row, const row_target* back = nullptr);

 private:
  /// The values that rows are compared by. False where no row can be equal: one is NULL, or a key yet to be chosen.
  [[nodiscard]] bool find_compared(column_set bound);

  /// Whether the row is there; reads it into `back` where that is given.
  [[nodiscard]] bool read_present(const row_target* back);

  /// Whether the row that is there gets the time of the change, which nobody else sets.
  [[nodiscard]] bool sets_time() const noexcept {
    return rule_.updates() && model_.updated.column >= 0 && !rule_.assigns_time &&
           !has_column(rule_.taken_over, static_cast<std::size_t>(model_.updated.column));
  }

  void make_statement(column_set bound);

  /// The object of a row that was written, with its values; null where the session has none.
  [[nodiscard]] model::node* overwrite_loaded(const cell* row);

  session_core& session_;
  const model::model_info& model_;
  const conflict_rule& rule_;
  flush_time now_;
  scratch keep_;
  bool told_;  ///< the server tells new rows from others
  std::vector<kind> kinds_;
  std::vector<cell> cells_;
  std::vector<cell> compared_;
  std::vector<sql::token> statement_;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/upsert_writer.hpp>
#endif
