// SPDX-License-Identifier: MIT
#pragma once

// The statements that a session emits by itself, as shapes: by key, and by lists of keys. Each is two or three tokens,
// of which one names the model, so that none of this is a template.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <plinth/model/node.hpp>
#include <plinth/sql/statement.hpp>

namespace plinth::detail {

/// Which columns of a model a statement is about: bit i is column i.
using column_set = std::uint64_t;

[[nodiscard]] inline column_set all_columns(const model::model_info& m) noexcept {
  return m.columns.size() == 64 ? ~column_set{0} : (column_set{1} << m.columns.size()) - 1;
}

[[nodiscard]] inline bool has_column(column_set set, std::size_t i) noexcept { return ((set >> i) & 1U) != 0; }

/// The column that counts how often its row was written; none where the model has none.
[[nodiscard]] inline column_set version_columns(const model::model_info& m) noexcept {
  return m.version_column < 0 ? 0 : column_set{1} << static_cast<std::size_t>(m.version_column);
}

/// Those that the database computes, which a statement can give back.
[[nodiscard]] inline column_set computed_columns(const model::model_info& m) noexcept {
  column_set result = 0;
  for (std::size_t i = 0; i < m.columns.size(); ++i)
    if (m.columns[i].computed) result |= column_set{1} << i;
  return result;
}

/// Those that an UPDATE may set: neither of the key, nor computed.
[[nodiscard]] inline column_set settable_columns(const model::model_info& m) noexcept {
  column_set result = all_columns(m) & ~computed_columns(m);
  for (const std::uint16_t k : m.key) result &= ~(column_set{1} << k);
  return result;
}

/// A statement of a few tokens, on the stack.
struct fixed_shape {
  std::array<sql::token, 5> tokens{};
  std::size_t size = 0;

  [[nodiscard]] std::span<const sql::token> view() const noexcept { return std::span(tokens).first(size); }
};

[[nodiscard]] fixed_shape get_statement(const model::model_info& m) noexcept;

/// What a table does by itself about new rows: triggers, and rules for conflicts.
enum class table_rules : std::uint8_t {
  unknown,
  none,  ///< the driver was asked: `keys_will_be_consecutive`
};

[[nodiscard]] fixed_shape insert_statement(const model::model_info& m, column_set bound, std::uint64_t rows,
                                           column_set returned, table_rules rules = table_rules::unknown) noexcept;

/// By key, and by version where the model has one; so does the DELETE.
[[nodiscard]] fixed_shape update_statement(const model::model_info& m, column_set changed,
                                           column_set returned = 0) noexcept;

[[nodiscard]] fixed_shape delete_statement(const model::model_info& m) noexcept;

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/statements.hpp>
#endif
