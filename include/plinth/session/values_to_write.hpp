// SPDX-License-Identifier: MIT
#pragma once

// The values that an INSERT or UPDATE binds for one struct, checked, and the columns that it leaves to the database.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/statements.hpp>

namespace plinth::detail {

/// What one row of an INSERT says and leaves to the database.
struct insert_columns {
  column_set bound = 0;
  column_set returned = 0;     ///< computed there, or a default of the server
  column_set set_by_time = 0;  ///< among those bound: not the struct's own value, but the time
  bool generated_key = false;  ///< 0 in the struct: the database chooses it

  /// Whether both can be rows of one statement.
  [[nodiscard]] bool is_like(const insert_columns& other) const noexcept {
    return bound == other.bound && returned == other.returned && generated_key == other.generated_key;
  }
};

[[nodiscard]] inline bool is_version(const model::model_info& m, std::size_t column) noexcept {
  return m.version_column >= 0 && static_cast<std::size_t>(m.version_column) == column;
}

/// A column of the struct, which is one of the model. The cell points into the struct or into `keep`. Throws
/// `value_error` for what the column does not take, E2311 for a text that is too long.
[[nodiscard]] cell value_to_write(const model::model_info& m, const void* object, std::size_t column, scratch& keep);

/// Appends the values of a new row. The columns `later` are bound as NULL, a version as 1, a time that nobody has set
/// as `now`.
[[nodiscard]] insert_columns append_new_row(const model::model_info& m, const void* object, column_set later,
                                            flush_time& now, scratch& keep, std::vector<cell>& cells);

/// Appends what an UPDATE of these columns sets: those of `set_by_time` to `now`, a version to the one given, others to
/// the struct's values.
void append_changed_row(const model::model_info& m, const void* object, column_set columns, column_set set_by_time,
                        std::int64_t version, flush_time& now, scratch& keep, std::vector<cell>& cells);

/// The first relationship of the struct that holds objects; null where none does.
[[nodiscard]] const model::relationship_info* holding_relationship(const model::model_info& m,
                                                                   const void* object) noexcept;

/// Throws `session_error` (E3121) where there is one; `member` is what the struct was given to.
void refuse_related(const model::model_info& m, const void* object, std::string_view member);

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/values_to_write.hpp>
#endif
