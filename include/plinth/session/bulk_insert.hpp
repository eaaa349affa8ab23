// SPDX-License-Identifier: MIT
#pragma once

// INSERT of many plain structs, past the session's objects:
//
//   std::vector<User> users = …;
//   session.bulk_insert(users);
//
// Nothing is watched, no key is written back, and what relationships hold is refused rather than left behind.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/model/info.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/nested.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/statements.hpp>

namespace plinth {

namespace detail {

class row_loader;

/// Writes structs of one model, some at a time: by what the driver has for many rows (COPY on PostgreSQL) where they
/// are many, else by INSERT.
class bulk_inserter {
 public:
  static constexpr std::size_t most_rows = 128;  ///< in one statement

  bulk_inserter(session_core& s, const model::model_info& m) noexcept;
  bulk_inserter(const bulk_inserter&) = delete;
  bulk_inserter& operator=(const bulk_inserter&) = delete;

  /// Before `end`, rows may still be on their way; what surrounds them is then to be undone.
  ~bulk_inserter();

  /// At most `most_rows`, all of the model.
  void insert(std::span<const void* const> rows);

  /// All rows are in the table.
  void end();

 private:
  /// Reads rows into `cells_`, as many as are of the same columns.
  [[nodiscard]] std::size_t read(std::span<const void* const> rows, column_set& bound);

  /// Whether the driver loads so many rows of these columns.
  [[nodiscard]] bool loads(column_set bound, std::size_t count);

  /// Hands rows of `cells_` to the driver, and gives how many it took.
  [[nodiscard]] std::size_t load(std::size_t count);

  void execute(column_set bound, std::size_t count);

  session_core& session_;
  const model::model_info& model_;
  flush_time now_;
  scratch keep_;
  std::vector<cell> cells_;
  std::unique_ptr<row_loader> loader_;
  column_set loaded_ = 0;  ///< the columns of `loader_`
  bool may_load_ = true;   ///< until the driver said no
};

template <class Range>
using row_of = std::remove_cvref_t<std::ranges::range_reference_t<const Range>>;

/// Whether the structs of the range are models' and stay where they are.
template <class Range>
inline constexpr bool bulk_range =
    entity<row_of<Range>>&& std::is_lvalue_reference_v<std::ranges::range_reference_t<const Range>>;

}  // namespace detail

template <class Range>
std::int64_t session::bulk_insert(const Range& rows) {
  static_assert(detail::bulk_range<Range>,
                "plinth[E1035]: bulk_insert() takes a range of models' structs that stay where they are, and this one "
                "(Range) is another or makes them as it goes; put the structs into a std::vector");
  std::int64_t inserted = 0;
  if constexpr (detail::bulk_range<Range>) {
    nested all_of_them = begin_nested();
    detail::bulk_inserter to(*this, model::info_of<detail::row_of<Range>>());
    std::array<const void*, detail::bulk_inserter::most_rows> some;
    std::size_t count = 0;
    for (const auto& row : rows) {
      some[count++] = &row;
      ++inserted;
      if (count == some.size()) to.insert(std::span(some).first(std::exchange(count, 0)));
    }
    to.insert(std::span(some).first(count));
    to.end();
    all_of_them.commit();
  }
  return inserted;
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/bulk_insert.hpp>
#endif
