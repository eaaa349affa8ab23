// SPDX-License-Identifier: MIT
#pragma once

// UPDATE of many plain structs by their keys, past the session's objects:
//
//   session.bulk_update(users);                 // all their columns
//   session.bulk_update<&User::email>(users);   // these
//
// Objects of these rows that the session has keep the values they have until refresh(), and a later change of them
// writes only what it changed.

#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include <plinth/core/cell.hpp>
#include <plinth/model/info.hpp>
#include <plinth/session/bulk_insert.hpp>
#include <plinth/session/flush_time.hpp>
#include <plinth/session/nested.hpp>
#include <plinth/session/session.hpp>
#include <plinth/session/statements.hpp>

namespace plinth {

namespace detail {

class bulk_updater {
 public:
  /// Of 0, all columns are meant that a program may change, but for that of `created_at`.
  bulk_updater(session_core& s, const model::model_info& m, column_set columns);

  /// One UPDATE. Throws `stale_row` (E3124) where the row is not there, or has another version than the struct.
  void update(const void* row);

 private:
  [[nodiscard]] std::int64_t version_of(const void* row);

  [[noreturn]] void refuse_stale(std::span<const cell> key) const;

  session_core& session_;
  const model::model_info& model_;
  column_set columns_;
  column_set set_by_time_ = 0;
  flush_time now_;
  scratch keep_;
  std::vector<cell> cells_;
  std::size_t done_ = 0;
};

template <class T, auto Member>
consteval bool is_changeable() {
  if constexpr (std::is_base_of_v<reflect::detail::class_of<Member>, T>) {
    constexpr std::size_t column = model::column_index_of<T, Member>();
    if (column >= model::column_count<T>) return false;
    for (const std::string_view key : model::table_of<T>.key.columns)
      if (key == model::table_of<T>.columns[column].name) return false;
    return model::table_of<T>.columns[column].computation == catalog::computation::none;
  }
  return false;
}

}  // namespace detail

template <auto... Members, class Range>
std::int64_t session::bulk_update(const Range& rows) {
  static_assert(detail::bulk_range<Range>,
                "plinth[E1036]: bulk_update() takes a range of models' structs that stay where they are, and this one "
                "(Range) is another or makes them as it goes; put the structs into a std::vector");
  std::int64_t updated = 0;
  if constexpr (detail::bulk_range<Range>) {
    using model_type = detail::row_of<Range>;
    constexpr bool changeable = (detail::is_changeable<model_type, Members>() && ...);
    static_assert(changeable,
                  "plinth[E1037]: bulk_update<...>() names columns of the range's model (Members), and one of these is "
                  "no column of it, a part of its primary key, or computed by the database");
    if constexpr (changeable) {
      nested all_of_them = begin_nested();
      detail::bulk_updater to(
          *this, model::info_of<model_type>(),
          (detail::column_set{0} | ... | (detail::column_set{1} << model::column_index_of<model_type, Members>())));
      for (const auto& row : rows) {
        to.update(&row);
        ++updated;
      }
      all_of_them.commit();
    }
  }
  return updated;
}

}  // namespace plinth

#ifndef PLINTH_PRECOMPILED
#include <plinth/session/impl/bulk_update.hpp>
#endif
