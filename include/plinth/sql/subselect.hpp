// SPDX-License-Identifier: MIT
#pragma once

// Queries that belong to no session: parts of other statements, as in
// `col<&User::id>.in(plinth::from<Item>().select(col<&Item::owner_id>))`.

#include <utility>

#include <plinth/sql/exists.hpp>
#include <plinth/sql/projecting.hpp>

namespace plinth {

namespace sql {

template <class Outer, class Inner>
struct with_outer;
template <class... Outer, class... Inner>
struct with_outer<reflect::type_list<Outer...>, sources<Inner...>> {
  using type = sources<Inner..., Outer...>;
};

}  // namespace sql

/// A query to be put into another statement.
template <class Row, class Sources>
class subselect : public sql::joining<subselect<Row, Sources>, Sources> {
  using clauses = sql::joining<subselect<Row, Sources>, Sources>;

 public:
  using row_type = Row;

  explicit subselect(sql::select_parts parts) : clauses(std::move(parts)) {}

  /// What it gives for each row, instead of what it gave until now.
  template <class... E>
  [[nodiscard]] auto select(const E&... columns) const {
    constexpr bool expressions = (sql::expression<E> && ...);
    static_assert(expressions,
                  "plinth[E1207]: select takes columns and other expressions (E); bind a value with lit()");
    if constexpr (expressions) {
      constexpr bool found = sql::place_of_all<Sources, E...>() < sql::place::missing;
      static_assert(found,
                    "plinth[E1201]: a column (in E) belongs to none of the statement's models, or to several "
                    "(Sources); join its model before, or say whose it is with col_of<Model, &Model::member>");
      if constexpr (found && !(sql::is_rejected<E> || ...)) {
        sql::select_parts parts = this->parts_;
        parts.clear(sql::part::columns);
        (sql::add_column<Sources>(parts, columns), ...);
        return subselect<sql::selected_row<Sources, E...>, Sources>(std::move(parts));
      } else {
        return *this;
      }
    } else {
      return *this;
    }
  }

  /// Models of the statement around it, whose columns it may name from here on.
  template <class... Outer>
  [[nodiscard]] auto correlate() const {
    return subselect<Row, typename sql::with_outer<reflect::type_list<Outer...>, Sources>::type>(this->parts_);
  }

  template <class More>
  [[nodiscard]] subselect<Row, More> over() {
    return subselect<Row, More>(std::move(this->parts_));
  }
};

/// A query of a model without a session, for `in` and `exists`.
template <entity Model>
[[nodiscard]] auto from() {
  return subselect<Model, sql::sources<Model>>(
      sql::select_parts(sql::detail::all_columns_shape<Model>, sql::detail::table_shape<Model>));
}

}  // namespace plinth
