// SPDX-License-Identifier: MIT
#pragma once

// What the columns of a row have before and after a flush, as far as that is known before it. No I/O.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/model/node.hpp>
#include <plinth/session/plan.hpp>
#include <plinth/session/statements.hpp>

namespace plinth::detail {

/// Columns of a table in the order of a key.
struct column_list {
  std::array<std::uint16_t, 8> columns{};
  std::size_t count = 0;

  [[nodiscard]] std::span<const std::uint16_t> view() const noexcept { return std::span(columns).first(count); }
  [[nodiscard]] column_set set() const noexcept;
};

/// The columns with these names. Empty where the table has not all of them.
[[nodiscard]] column_list columns_named(const catalog::table& t, std::span<const std::string_view> names);

/// The lists of columns that no two rows of the model's table may have in common, its key first. Partial indexes and
/// those over expressions are left out.
[[nodiscard]] std::vector<column_list> unique_columns_of(const model::model_info& m);

class row_values {
 public:
  using key = std::array<cell, 8>;

  /// The plan has to stay.
  explicit row_values(const flush_plan& plan) : plan_(plan) {}

  /// What the database has.
  [[nodiscard]] cell before(const model::node& n, std::size_t column);

  /// What the flush is going to write; nothing where that is a key which the database has yet to choose.
  [[nodiscard]] std::optional<cell> after(const model::node& n, std::size_t column);

  /// A hash of the columns; nothing where one of them is NULL or not known, for then no two rows can be equal in them.
  [[nodiscard]] std::optional<std::uint64_t> hash_before(const model::node& n, std::span<const std::uint16_t> columns);
  [[nodiscard]] std::optional<std::uint64_t> hash_after(const model::node& n, std::span<const std::uint16_t> columns);

  /// Whether `taken` is going to have what `freed` has had.
  [[nodiscard]] bool hands_over(const model::node& freed, std::span<const std::uint16_t> of_freed,
                                const model::node& taken, std::span<const std::uint16_t> of_taken);

  /// Whether both are going to have the same.
  [[nodiscard]] bool will_be_equal(const model::node& a, std::span<const std::uint16_t> of_a, const model::node& b,
                                   std::span<const std::uint16_t> of_b);

  /// Whether the flush changes one of the columns.
  [[nodiscard]] bool changes(const model::node& n, std::span<const std::uint16_t> columns);

 private:
  const flush_plan& plan_;
  scratch keep_;
};

}  // namespace plinth::detail

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/row_values.hpp>
#endif
